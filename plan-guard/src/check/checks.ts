import { functionVariables } from '@sluice/core/layout';
import { weekOf, weekRange } from '@sluice/core/time';
import { at, textOf } from '../json.ts';

/** What the checks look at, handed in. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Epoch ms. */
  readonly now: number;
  /** A file of the repository, undefined when it is not there. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** Whether a file is below the user's home. */
  readonly hasAtHome: (path: string) => boolean;
  /** SHA-256 in base64. */
  readonly hash: (bytes: Uint8Array) => string;
  /** What `terraform version -json` prints; undefined when it is not on the path. */
  readonly terraform: () => Promise<string | undefined>;
  /** The status that the object store answers for a bucket, without credentials; undefined when it does not answer. */
  readonly bucketStatus: (bucket: string, region: string) => Promise<number | undefined>;
}

export interface Finding {
  readonly check: string;
  /** Undefined when all is well. */
  readonly missing?: string;
  /** What a plan goes without, but nobody should. */
  readonly advice?: string;
}

type Check = (around: Surroundings, environment: string) => Promise<string | undefined> | string | undefined;

const jsonIn = (bytes: Uint8Array | undefined): unknown => {
  try {
    const value: unknown = bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
};

/** The state's lock is a file in the bucket, which Terraform knows since 1.10. */
const leastTerraform = [1, 10] as const;

const terraform: Check = async ({ terraform: version }) => {
  const text = await version();
  if (text === undefined) return 'terraform is not on the path: install 1.10 or newer';
  const found = textOf(at(jsonIn(Buffer.from(text)), 'terraform_version')) ?? '';
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const isNew = major > leastTerraform[0] || (major === leastTerraform[0] && minor >= leastTerraform[1]);
  return isNew
    ? undefined
    : `terraform is ${found || 'of no known version'}: 1.10 or newer is needed, for the lock of the state`;
};

const credentials: Check = ({ variables, hasAtHome }) => {
  const isSet = (name: string) => (variables[name] ?? '') !== '';
  const found =
    (isSet('AWS_ACCESS_KEY_ID') && isSet('AWS_SECRET_ACCESS_KEY')) ||
    isSet('AWS_PROFILE') ||
    isSet('AWS_WEB_IDENTITY_TOKEN_FILE') ||
    isSet('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') ||
    isSet('AWS_CONTAINER_CREDENTIALS_FULL_URI') ||
    hasAtHome('.aws/credentials') ||
    hasAtHome('.aws/config');
  return found
    ? undefined
    : 'no AWS credentials are to be found: set AWS_PROFILE, or sign in (aws sso login)';
};

const functions: Check = ({ read, hash }) => {
  const faults = Object.keys(functionVariables).flatMap((name) => {
    const zip = read(`dist/functions/${name}.zip`);
    const told = textOf(at(jsonIn(read(`dist/functions/${name}.json`)), 'sha256'));
    if (zip === undefined || told === undefined) return [name];
    return hash(zip) === told ? [] : [`${name} (its hash is another)`];
  });
  return faults.length === 0 ? undefined : `not built: ${faults.join(', ')}: npm run build`;
};

/** Instances have no way to a registry: the packages of the query service must be in its zip. */
const queryService: Check = ({ read, hash }) => {
  const zip = read('dist/functions/query.zip');
  const told = jsonIn(read('dist/functions/query.json'));
  if (zip === undefined || textOf(at(told, 'sha256')) !== hash(zip))
    return 'the query service is not built: npm run build';
  return textOf(at(told, 'packages')) === 'to be installed'
    ? 'the zip of the query service has no packages for its instances (linux arm64): build where the package registry has them'
    : undefined;
};

const week: Check = ({ read, now }) => {
  const committed = textOf(at(jsonIn(read('infra/week.json')), 'week')) ?? '';
  const range = weekRange(committed);
  if (range === undefined) return `infra/week.json holds no week, but "${committed}"`;
  if (now >= range.first && now <= range.last) return undefined;
  return `the committed week is ${committed}, and it is ${weekOf(now)}: npm run roll-week, and commit it`;
};

const stackOf = ({ read }: Surroundings, environment: string): unknown =>
  jsonIn(read(`cdktf.out/stacks/pipeline-${environment}/cdk.tf.json`));

const stack: Check = (around, environment) =>
  at(stackOf(around, environment), 'resource') === undefined
    ? `the stack pipeline-${environment} is not synthesized: npm run synth`
    : undefined;

/** The accounts that AWS's documentation uses, and so do our settings until they are set. */
const examples: readonly string[] = ['123456789012', '111122223333', '444455556666'];

const account: Check = (around, environment) => {
  const number = textOf(at(stackOf(around, environment), 'provider', 'aws', 0, 'allowed_account_ids', 0));
  if (number === undefined) return 'the stack names no account: npm run synth';
  return examples.includes(number)
    ? `the account of ${environment} is ${number}, an example: set yours in infra/src/environments.ts`
    : undefined;
};

const bucket: Check = async (around, environment) => {
  const backend = at(stackOf(around, environment), 'terraform', 'backend', 's3');
  const [name, region] = [textOf(at(backend, 'bucket')), textOf(at(backend, 'region'))];
  if (name === undefined || region === undefined)
    return 'the stack names no bucket for the state: npm run synth';
  const status = await around.bucketStatus(name, region);
  if (status === undefined) return `the object store of ${region} does not answer: is there a network?`;
  if (status === 404)
    return `the bucket ${name} of the state is not there: docs/deploy.md, "Once for each account"`;
  return status === 301 ? `the bucket ${name} of the state is in another region than ${region}` : undefined;
};

/** Addresses are subscriptions of the topics; alarms that nobody subscribes to ring in the console alone. */
const listeners: Check = (around, environment) => {
  const resources = at(stackOf(around, environment), 'resource');
  return resources === undefined || at(resources, 'aws_sns_topic_subscription') !== undefined
    ? undefined
    : `no address is told of alarms: set alarmEmails of ${environment} in infra/src/environments.ts`;
};

const checks: readonly (readonly [string, Check])[] = [
  ['terraform', terraform],
  ['credentials', credentials],
  ['functions are built', functions],
  ['the query service is built', queryService],
  ['the week is rolled', week],
  ['the stack is synthesized', stack],
  ['the account is yours', account],
  ['the bucket of the state', bucket],
];

/** All checks, each with what is missing or advised. None changes anything. */
export const checkAll = async (around: Surroundings, environment: string): Promise<readonly Finding[]> => {
  const found = await Promise.all(
    checks.map(async ([check, run]) => {
      const missing = await run(around, environment);
      return missing === undefined ? { check } : { check, missing };
    }),
  );
  const advice = await listeners(around, environment);
  const check = 'somebody hears the alarms';
  return [...found, advice === undefined ? { check } : { check, advice }];
};
