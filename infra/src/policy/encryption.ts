import { at, textAt } from './attributes.ts';
import { each, unless, type Rule } from './rule.ts';
import { about, ofType, referred, type Resource, type Stack } from './stack.ts';

/** Whether an attribute refers to a key of this stack: not to one of AWS's (`alias/aws/…`), and not to one that nobody here declares. */
const hasOwnKey = ({ attributes }: Resource, path: string, stack: Stack): boolean =>
  referred(stack, at(attributes, path))?.type === 'aws_kms_key';

/** A rule that an attribute of a type is a key of ours. */
const keyed = (what: string, type: string, path: string, remedy: string): Rule =>
  each(
    `${what} are encrypted with a key of ours`,
    type,
    (resource, stack) =>
      unless(
        hasOwnKey(resource, path, stack),
        `its ${path} is ${JSON.stringify(at(resource.attributes, path) ?? null)}, which is no key of the stack`,
      ),
    remedy,
  );

/** S3's own log delivery is kept apart: the bucket of access logs may have S3's key, so that nothing but S3 needs a right to write it. */
const isOfAccessLogs = (stack: Stack, bucket: Resource): boolean =>
  about(stack, 'aws_s3_bucket_logging', 'target_bucket', bucket) !== undefined;

const bucketEncryption = 'aws_s3_bucket_server_side_encryption_configuration';
const byDefault = 'rule.apply_server_side_encryption_by_default';

const bucketFault = (bucket: Resource, stack: Stack): string | undefined => {
  const found = about(stack, bucketEncryption, 'bucket', bucket);
  if (found === undefined) return 'it has no encryption by default';
  if (isOfAccessLogs(stack, bucket) && textAt(found.attributes, `${byDefault}.sse_algorithm`) === 'AES256')
    return undefined;
  return unless(
    textAt(found.attributes, `${byDefault}.sse_algorithm`) === 'aws:kms' &&
      hasOwnKey(found, `${byDefault}.kms_master_key_id`, stack),
    'it is not encrypted with a key of the stack',
  );
};

const byAKeyOf = (standard: string): string => `give it a key of modules/keys.ts, as ${standard} does`;

export const encryption: readonly Rule[] = [
  keyed('streams', 'aws_kinesis_stream', 'kms_key_id', byAKeyOf('standards/data-stream.ts')),
  each(
    'streams encrypt',
    'aws_kinesis_stream',
    ({ attributes }) => unless(textAt(attributes, 'encryption_type') === 'KMS', 'it is not encrypted'),
    'set the encryption type KMS: without it the key is not used',
  ),
  keyed('tables', 'aws_dynamodb_table', 'server_side_encryption.kms_key_arn', byAKeyOf('standards/table.ts')),
  each(
    'tables encrypt and can be restored',
    'aws_dynamodb_table',
    ({ attributes }) =>
      unless(at(attributes, 'server_side_encryption.enabled') === true, 'its encryption is off') ??
      unless(
        at(attributes, 'point_in_time_recovery.enabled') === true,
        'it cannot be restored to a point in time',
      ),
    'make it with standards/table.ts, or switch both on',
  ),
  each(
    'buckets are encrypted with a key of ours',
    'aws_s3_bucket',
    bucketFault,
    byAKeyOf('standards/private-bucket.ts'),
  ),
  keyed('topics', 'aws_sns_topic', 'kms_master_key_id', byAKeyOf('standards/topic.ts')),
  keyed('queues', 'aws_sqs_queue', 'kms_master_key_id', 'give it a key of modules/keys.ts'),
  keyed('secrets', 'aws_secretsmanager_secret', 'kms_key_id', 'give it a key of modules/keys.ts'),
  keyed('log groups', 'aws_cloudwatch_log_group', 'kms_key_id', byAKeyOf('standards/log-group.ts')),
  keyed('variables of functions', 'aws_lambda_function', 'kms_key_arn', byAKeyOf('standards/lambda.ts')),
  each(
    'keys are rotated, and can be had back for a month',
    'aws_kms_key',
    ({ attributes }) =>
      unless(at(attributes, 'enable_key_rotation') === true, 'it is not rotated') ??
      unless(at(attributes, 'is_enabled') !== false, 'it is disabled') ??
      unless(textAt(attributes, 'policy') !== '', 'it has no policy of its own') ??
      unless(at(attributes, 'deletion_window_in_days') === 30, 'it is gone in less than 30 days'),
    'make it with standards/encryption-key.ts',
  ),
  {
    name: 'a delivery stream that is put to is encrypted with a key of ours',
    remedy:
      'give standards/delivery-stream.ts the key as its source: Firehose encrypts only what is put to it directly',
    find: (stack) =>
      ofType(stack, 'aws_kinesis_firehose_delivery_stream')
        .filter(({ attributes }) => at(attributes, 'kinesis_source_configuration') === undefined)
        .filter(
          (one) =>
            at(one.attributes, 'server_side_encryption.enabled') !== true ||
            textAt(one.attributes, 'server_side_encryption.key_type') !== 'CUSTOMER_MANAGED_CMK' ||
            !hasOwnKey(one, 'server_side_encryption.key_arn', stack),
        )
        .map(({ address }) => ({
          address,
          fault: 'what is put to it is not encrypted with a key of the stack',
        })),
  },
];
