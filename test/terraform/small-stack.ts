/** A small stack with one of each kind that the plan guard judges. Everything is by name, so that plans are of today's attributes. */
export type Resources = Record<string, Record<string, Record<string, unknown>>>;

export interface Stack {
  terraform: Record<string, unknown>;
  provider: Record<string, unknown>;
  resource: Resources;
  [block: string]: unknown;
}

export const readPolicy = (
  actions: readonly string[],
  resource = 'arn:aws:s3:::sluice-dev-archive/*',
): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
  });

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
});

const table = (part: string) => ({
  name: `sluice-dev-near-line-${part}`,
  billing_mode: 'PAY_PER_REQUEST',
  hash_key: 'p',
  range_key: 's',
  attribute: ['p', 's'].map((name) => ({ name, type: 'S' })),
  point_in_time_recovery: { enabled: true },
});

const lambda = {
  aws_iam_role: { store_role: { name: 'sluice-dev-store', assume_role_policy: trust } },
  aws_iam_role_policy: {
    store_policy: {
      name: 'store',
      role: '${aws_iam_role.store_role.name}',
      policy: readPolicy(['s3:GetObject']),
    },
  },
  aws_cloudwatch_log_group: {
    store_logs: { name: '/aws/lambda/sluice-dev-store', retention_in_days: 90 },
  },
  aws_lambda_function: {
    store_function: {
      function_name: 'sluice-dev-store',
      role: '${aws_iam_role.store_role.arn}',
      filename: 'empty.zip',
      handler: 'handler.handler',
      runtime: 'nodejs22.x',
      environment: { variables: { RETENTION_WEEKS: '8' } },
    },
  },
  aws_lambda_event_source_mapping: {
    store_mapping: {
      event_source_arn: '${aws_kinesis_stream.raw_stream.arn}',
      function_name: '${aws_lambda_function.store_function.arn}',
      starting_position: 'TRIM_HORIZON',
      destination_config: { on_failure: { destination_arn: '${aws_s3_bucket.archive_bucket.arn}' } },
    },
  },
};

const network = {
  aws_vpc: { network_vpc: { cidr_block: '10.0.0.0/16' } },
  aws_security_group: {
    network_group: {
      name: 'sluice-dev-query',
      description: 'query service',
      vpc_id: '${aws_vpc.network_vpc.id}',
      ingress: [opening('10.0.0.0/16')],
      egress: [],
    },
  },
};

/** A rule inside a group: in JSON all its attributes have to be there. */
export function opening(cidr: string) {
  return {
    protocol: 'tcp',
    from_port: 443,
    to_port: 443,
    cidr_blocks: [cidr],
    ipv6_cidr_blocks: [],
    prefix_list_ids: [],
    security_groups: [],
    self: false,
    description: '',
  };
}

export const expiring = (days: number) => ({
  bucket: '${aws_s3_bucket.archive_bucket.id}',
  rule: [{ id: 'old', status: 'Enabled', filter: { prefix: 'raw/' }, expiration: { days } }],
});

/** A new copy at each call: tests change it. */
export const smallStack = (): Stack => ({
  terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } } },
  provider: { aws: [{ region: 'us-east-1' }] },
  resource: structuredClone({
    aws_kinesis_stream: {
      raw_stream: { name: 'sluice-dev-raw', shard_count: 1, retention_period: 168 },
    },
    aws_dynamodb_table: {
      'near-line_late': table('late'),
      'near-line_2025-w10': table('2025-w10'),
    },
    aws_s3_bucket: { archive_bucket: { bucket: 'sluice-dev-archive' } },
    aws_s3_bucket_lifecycle_configuration: { archive_lifecycle: expiring(400) },
    aws_kms_key: { keys_events: { description: 'events', deletion_window_in_days: 30 } },
    aws_cognito_user_pool: { users_pool: { name: 'sluice-dev-users' } },
    ...lambda,
    ...network,
  }),
});

/** The 22 bytes of a zip without files. */
export const emptyZip: Buffer = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');
