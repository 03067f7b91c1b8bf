/** Checks of checkov that we rely on, and a stack that is so bad that each of them must fail: a green scan proves nothing without it. */

/**
 * Those of AWS-FACTS 4.2 that read this JSON. Policies are texts in it, which few checks read: tried with 3.3.30, CKV_AWS_33 and 93 pass
 * whatever stands there, and CKV_AWS_286 to 290 and 355 say nothing. They are no claim; our own rules read every statement instead.
 */
export const claims: readonly string[] = [
  ...['CKV_AWS_43', 'CKV_AWS_185'], // streams
  ...['CKV_AWS_240', 'CKV_AWS_241'], // delivery streams
  ...['CKV_AWS_28', 'CKV_AWS_119'], // tables
  ...['CKV_AWS_45', 'CKV_AWS_50', 'CKV_AWS_115', 'CKV_AWS_173', 'CKV_AWS_363'], // functions
  ...['CKV_AWS_301', 'CKV_AWS_364'], // who calls them
  ...['CKV_AWS_18', 'CKV_AWS_20', 'CKV_AWS_21', 'CKV_AWS_57', 'CKV_AWS_145', 'CKV_AWS_300'], // buckets
  ...['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56', 'CKV_AWS_70'],
  ...['CKV2_AWS_6', 'CKV2_AWS_61', 'CKV2_AWS_65'],
  ...['CKV_AWS_7', 'CKV_AWS_227', 'CKV2_AWS_64'], // keys
  ...['CKV_AWS_66', 'CKV_AWS_158', 'CKV_AWS_338', 'CKV_AWS_26'], // logs and topics
  ...['CKV_AWS_60', 'CKV_AWS_61', 'CKV_AWS_62', 'CKV_AWS_63', 'CKV_AWS_274', 'CKV2_AWS_40'], // rights
  ...['CKV_AWS_76', 'CKV_AWS_309', 'CKV_AWS_319', 'CKV_AWS_366'], // front door, alarms, identities
];

const policy = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

const buckets = {
  aws_s3_bucket: {
    open: { bucket: 'open', acl: 'public-read' },
    writable: { bucket: 'writable', acl: 'public-read-write' },
  },
  aws_s3_bucket_public_access_block: {
    bad: {
      bucket: '${aws_s3_bucket.writable.id}',
      block_public_acls: false,
      block_public_policy: false,
      ignore_public_acls: false,
      restrict_public_buckets: false,
    },
  },
  aws_s3_bucket_ownership_controls: {
    bad: { bucket: '${aws_s3_bucket.writable.id}', rule: { object_ownership: 'ObjectWriter' } },
  },
  aws_s3_bucket_policy: {
    open: {
      bucket: '${aws_s3_bucket.open.id}',
      policy: policy({ Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::open/*' }),
    },
  },
  aws_s3_bucket_lifecycle_configuration: {
    bad: {
      bucket: '${aws_s3_bucket.writable.id}',
      rule: [{ id: 'r', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 1 }] }],
    },
  },
};

const rights = {
  aws_iam_role: {
    bad: {
      name: 'bad',
      assume_role_policy: policy({ Principal: { AWS: '*', Service: '*' }, Action: 'sts:AssumeRole' }),
    },
    account: {
      name: 'account',
      assume_role_policy: policy({
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'sts:AssumeRole',
      }),
    },
    any: { name: 'any', assume_role_policy: policy({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }) },
  },
  aws_iam_role_policy: {
    bad: { role: '${aws_iam_role.bad.name}', policy: policy({ Action: '*', Resource: '*' }) },
  },
  aws_iam_role_policy_attachment: {
    bad: { role: '${aws_iam_role.bad.name}', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
};

const running = {
  aws_lambda_function: {
    bad: {
      function_name: 'bad',
      role: '${aws_iam_role.bad.arn}',
      runtime: 'nodejs12.x',
      handler: 'index.handler',
      filename: 'bad.zip',
      // The key of AWS's documentation.
      environment: { variables: { KEY: 'AKIAIOSFODNN7EXAMPLE' } },
    },
  },
  aws_lambda_permission: {
    everybody: { function_name: 'bad', action: 'lambda:InvokeFunction', principal: '*' },
    service: { function_name: 'bad', action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com' },
  },
  aws_apigatewayv2_route: { bad: { api_id: 'a', route_key: 'ANY /x', authorization_type: 'NONE' } },
  aws_apigatewayv2_stage: { bad: { api_id: 'a', name: '$default' } },
  aws_cloudwatch_metric_alarm: { bad: { alarm_name: 'bad', actions_enabled: false } },
  aws_cognito_identity_pool: { bad: { identity_pool_name: 'bad', allow_unauthenticated_identities: true } },
};

/** As in `cdk.tf.json`. Nobody may apply it. */
export const badStack = {
  provider: { aws: [{ region: 'us-east-1' }] },
  resource: {
    ...buckets,
    ...rights,
    ...running,
    aws_kinesis_stream: { bad: { name: 'bad', shard_count: 1 } },
    aws_kinesis_firehose_delivery_stream: {
      bad: { name: 'bad', destination: 'extended_s3', extended_s3_configuration: { bucket_arn: 'b' } },
    },
    aws_dynamodb_table: { bad: { name: 'bad', hash_key: 'p', attribute: [{ name: 'p', type: 'S' }] } },
    aws_kms_key: { bad: { is_enabled: false } },
    aws_cloudwatch_log_group: { bad: { name: 'bad' }, month: { name: 'month', retention_in_days: 30 } },
    aws_sns_topic: { bad: { name: 'bad' } },
  },
};
