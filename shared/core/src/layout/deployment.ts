/**
 * What the infrastructure and the functions agree on for AWS: physical names, and which environment variables a function is given. Both
 * sides read it here, so that neither has a list of its own.
 */

export const environments = ['dev', 'staging', 'prod'] as const;
export type Environment = (typeof environments)[number];

/** The physical name of a part: `sluice-dev-raw`. At most 63 characters for every service we use. */
export const physicalName = (environment: Environment, part: string): string =>
  `sluice-${environment}-${part}`;

/** Weekly and late near-line tables: `sluice-dev-near-line-2026-w47`, `sluice-dev-near-line-late`. A function is given the part before the last. */
export const nearLinePart = 'near-line-';

/** One error delivery stream of a set: `sluice-dev-errors-raw-malformed-0`. A function is given the part before stage and kind, and the size of a set. */
export const errorStreamName = (
  prefix: string,
  stage: 'raw' | 'staged',
  kind: 'malformed' | 'commit',
  member: number,
): string => `${prefix}${stage}-${kind}-${member}`;

/** The path of the IAM users that are devices or keys of tenants; deleting what is below it is all that a function may delete in IAM. */
export const iamUserPath = (environment: Environment): string => `/sluice/${environment}/`;

/** What the books are made from: also what age-off asks before it seals. */
const booksPlaces = [
  'DIRECTORY_TABLE',
  'SCHEMA_TABLE',
  'COUNTS_TABLE',
  'NEAR_LINE_TABLE_PREFIX',
  'RETENTION_WEEKS',
  'OBJECT_BUCKET',
  'ON_FAILURE_BUCKET',
  'VALIDATE_FUNCTION',
  'STORE_FUNCTION',
] as const;

/** What they are made from down to the warehouse. */
const deepBooksPlaces = [...booksPlaces, 'STATE_TABLE', 'LAKE_BUCKET', 'WORKGROUP', 'DATABASE'] as const;

/** Every Lambda function, and the environment variables that it is given: no more, no fewer. */
export const functionVariables = {
  ingest: ['RAW_STREAM', 'DIRECTORY_TABLE', 'SCHEMA_TABLE'],
  count: ['COUNTS_TABLE'],
  validate: [
    'STAGED_STREAM',
    'SCHEMA_TABLE',
    'NEAR_LINE_TABLE_PREFIX',
    'ERROR_STREAM_PREFIX',
    'ERROR_STREAMS_PER_SET',
  ],
  store: [
    'NEAR_LINE_TABLE_PREFIX',
    'OBJECT_BUCKET',
    'ERROR_STREAM_PREFIX',
    'ERROR_STREAMS_PER_SET',
    'RETENTION_WEEKS',
  ],
  schema: ['SCHEMA_TABLE', 'DIRECTORY_TABLE'],
  meta: [
    'DIRECTORY_TABLE',
    'STATE_TABLE',
    'IAM_USER_PATH',
    'IAM_DEVICE_GROUP',
    'IAM_USER_GROUP',
    'SCALE_STREAMS_FUNCTION',
    'SCALE_TABLES_FUNCTION',
  ],
  replay: [
    'DIRECTORY_TABLE',
    'STATE_TABLE',
    'ARCHIVE_BUCKET',
    'RAW_STREAM',
    'STAGED_STREAM',
    'ON_FAILURE_BUCKET',
    'VALIDATE_FUNCTION',
    'STORE_FUNCTION',
    'COUNT_FUNCTION',
  ],
  batch: ['DIRECTORY_TABLE', 'STATE_TABLE', 'UPLOAD_BUCKET', 'JOB_QUEUE', 'READER'],
  'batch-split': [
    'RAW_STREAM',
    'STATE_TABLE',
    'UPLOAD_BUCKET',
    'JOB_QUEUE',
    'ERROR_STREAM_PREFIX',
    'ERROR_STREAMS_PER_SET',
    'EVENTS_PER_SECOND',
  ],
  etl: [
    'DIRECTORY_TABLE',
    'SCHEMA_TABLE',
    'STATE_TABLE',
    'ARCHIVE_BUCKET',
    'LAKE_BUCKET',
    'JOB_APPLICATION',
    'JOB_ROLE',
    'JOB_RUNNER',
    'JOB_KEY',
  ],
  'etl-calls': ['DIRECTORY_TABLE', 'SCHEMA_TABLE', 'STATE_TABLE', 'LAKE_BUCKET', 'ETL_FUNCTION'],
  'redshift-load': ['STATE_TABLE', 'LAKE_BUCKET', 'WORKGROUP', 'DATABASE', 'COPY_ROLE'],
  'redshift-load-calls': [
    'DIRECTORY_TABLE',
    'STATE_TABLE',
    'LAKE_BUCKET',
    'WORKGROUP',
    'DATABASE',
    'COPY_ROLE',
  ],
  'scale-streams': [
    'RAW_STREAM',
    'RAW_SHARDS',
    'STAGED_STREAM',
    'STAGED_SHARDS',
    'THROTTLED_UNIT_PRICE',
    'STATE_TABLE',
  ],
  'scale-tables': [
    'NEAR_LINE_TABLE_PREFIX',
    'RETENTION_WEEKS',
    'WRITE_UNITS',
    'READ_UNITS',
    'THROTTLED_UNIT_PRICE',
    'STATE_TABLE',
  ],
  books: [...deepBooksPlaces, 'BOOKS_DAYS'],
  'books-calls': deepBooksPlaces,
  'age-off': [...booksPlaces, 'STATE_TABLE', 'LAKE_BUCKET'],
  'age-off-calls': [...booksPlaces, 'STATE_TABLE', 'LAKE_BUCKET'],
} as const satisfies Record<string, readonly string[]>;

export type FunctionName = keyof typeof functionVariables;
export type Variable<Name extends FunctionName = FunctionName> = (typeof functionVariables)[Name][number];

/**
 * The environment variables that the query service is given. Ports are numbers; ranges are IPv4 in CIDR form, by commas; prefixes of ARNs
 * end in `/`.
 */
export const queryVariables = [
  'AWS_REGION',
  'NEAR_LINE_TABLE_PREFIX',
  'RETENTION_WEEKS',
  'SCHEMA_TABLE',
  'DIRECTORY_TABLE',
  'OBJECT_BUCKET',
  'STATE_TABLE',
  'LAKE_BUCKET',
  'LAKE_CACHE_MEGABYTES',
  'CERTIFICATE_BUCKET',
  'USER_ARN_PREFIX',
  'SIGNED_IN_ARN_PREFIX',
  'GATEWAY_RANGES',
  'ENGINE_MEGABYTES',
  'PORT',
  'SQL_PORT',
] as const;
export type QueryVariable = (typeof queryVariables)[number];

/**
 * Headers by which the gateway tells the query service who signed; it overwrites what a client sends under these names. `user` is the
 * signer's ARN, `identity` the id of a user of the identity pool, `request` the gateway's id of the request.
 */
export const gatewayHeaders = {
  user: 'x-sluice-principal',
  identity: 'x-sluice-identity',
  request: 'x-sluice-request',
} as const;

const readNamed = <Name extends string>(
  who: string,
  names: readonly Name[],
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<Name, string>> => {
  const missing = names.filter((one) => (variables[one] ?? '') === '');
  if (missing.length > 0)
    throw new Error(
      `${who} needs the environment variable${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`,
    );
  const read: Partial<Record<Name, string>> = {};
  for (const one of names) read[one] = variables[one] ?? '';
  // Complete by the check above.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return read as Record<Name, string>;
};

/**
 * Reads a function's variables. Throws an Error that names each missing one, and the function: at start, where the log shows it first.
 */
export const readVariables = <Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<Variable<Name>, string>> => {
  const names: readonly Variable<Name>[] = functionVariables[name];
  return readNamed(`the function ${name}`, names, variables);
};

/** As {@link readVariables}, for the query service. */
export const readQueryVariables = (
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<QueryVariable, string>> => readNamed('the query service', queryVariables, variables);

/** Attribute names of the tables that are no near-line tables: `pk` and `sk`, both text. */
export const tableKeys = { partition: 'pk', sort: 'sk' } as const;

/** The weeks that Terraform makes tables for are named as functions name them. */
export { weekOf, weekRange } from '../time/week.ts';
