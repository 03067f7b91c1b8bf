import { at, entriesOf, numberAt, textAt, textsOf } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { ofType, referred, type Resource, type Stack } from './stack.ts';

/** The one runtime: a second one is a second thing to patch. */
const runtime = 'nodejs22.x';

const functions = 'aws_lambda_function';
const standard = 'make it with standards/lambda.ts';

/** The name of what holds a secret; not of what only points at one. */
const isSecretName = (name: string): boolean =>
  /SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIAL|PRIVATE|ACCESS_KEY|SIGNING_KEY|API_KEY/i.test(name) &&
  !/_(ARN|ID|NAME)$/i.test(name);

const isSecretValue = (value: string): boolean =>
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN |:\/\/[^/\s]*:[^/\s]*@|\$\{(aws_iam_access_key|aws_secretsmanager_secret_version|random_password|aws_cognito_user_pool_client\.[\w-]+\.client_secret|(data\.)?aws_ssm_parameter)\b/.test(
    value,
  );

const secretFault = ({ attributes }: Resource): string | undefined => {
  const secrets = entriesOf(at(attributes, 'environment.variables'))
    .filter(([name, value]) => isSecretName(name) || isSecretValue(String(value)))
    .map(([name]) => name);
  return unless(secrets.length === 0, `its variable ${secrets.join(', ')} holds a secret`);
};

const logGroupOf = ({ attributes }: Resource, stack: Stack): Resource | undefined =>
  ofType(stack, 'aws_cloudwatch_log_group').find(
    (group) =>
      textAt(group.attributes, 'name') === `/aws/lambda/${textAt(attributes, 'function_name')}` &&
      numberAt(group.attributes, 'retention_in_days') > 0,
  );

const logFault = (made: Resource, stack: Stack): string | undefined => {
  const group = logGroupOf(made, stack);
  if (group === undefined) return 'it has no log group with a retention';
  return unless(
    textsOf(made.attributes['depends_on']).includes(group.address),
    `it is made before ${group.address}: its first call would make the group, without an end and in the clear`,
  );
};

const roleFault = ({ address, attributes }: Resource, stack: Stack): string | undefined => {
  const role = referred(stack, attributes['role'])?.address;
  const sharing = ofType(stack, functions).find(
    (one) => one.address !== address && referred(stack, one.attributes['role'])?.address === role,
  );
  return (
    unless(role !== undefined, 'its role is not in the stack') ??
    unless(sharing === undefined, `it shares ${String(role)} with ${String(sharing?.address)}`)
  );
};

/** The gateway's integration gives up first otherwise, and the function goes on for nobody. */
const waitFault = ({ attributes }: Resource, stack: Stack): string | undefined => {
  const called = ofType(stack, functions).find(({ address }) =>
    textAt(attributes, 'integration_uri').startsWith(`\${${address}.`),
  );
  const wait = numberAt(attributes, 'timeout_milliseconds');
  return unless(
    called === undefined || numberAt(called.attributes, 'timeout') * 1_000 <= wait,
    `it waits ${wait} ms for ${String(called?.address)}, which may take longer`,
  );
};

export const functionRules: readonly Rule[] = [
  each(
    'functions run on arm64, on one runtime',
    functions,
    ({ attributes }) =>
      unless(textsOf(attributes['architectures']).join() === 'arm64', 'it does not run on arm64') ??
      unless(textAt(attributes, 'runtime') === runtime, `it does not run on ${runtime}`),
    `${standard}; a newer runtime is for all of them, and here`,
  ),
  each(
    'functions end',
    functions,
    ({ attributes }) => {
      const seconds = numberAt(attributes, 'timeout');
      return unless(seconds >= 1 && seconds <= 900, 'it has no time-out of its own');
    },
    standard,
  ),
  each(
    'functions have a bound on how many run at once',
    functions,
    ({ attributes }) =>
      unless(numberAt(attributes, 'reserved_concurrent_executions') >= 1, 'it has no reserved concurrency'),
    'name it in concurrency of environments.ts: it bounds what a fault or a flood costs',
  ),
  each('functions have a log group that ends', functions, logFault, standard),
  each('functions have a role each', functions, roleFault, standard),
  each(
    'functions are traced',
    functions,
    ({ attributes }) => unless(textAt(attributes, 'tracing_config.mode') === 'Active', 'it is not traced'),
    standard,
  ),
  each(
    'no secret is in a variable',
    functions,
    secretFault,
    'whoever may read the settings of a function reads its variables: use the rights of its role, or give it the ARN of a secret',
  ),
  each(
    'the gateway waits as long as a function takes',
    'aws_apigatewayv2_integration',
    waitFault,
    'set the time-out of the function to frontDoorSeconds at most (modules/functions/part.ts)',
  ),
];
