/** What holds data, badly: encryption, what is kept, deliveries. */
import { adding, setting, shownAt, without, type BadStack, type Breaking } from './broken.fixture.ts';

const awsKey = 'alias/aws/kinesis';
const firehose = 'aws_kinesis_firehose_delivery_stream';
const encryptions = 'aws_s3_bucket_server_side_encryption_configuration';
const name = 'buckets_archive';
const bucket = (breaking: Breaking): Breaking => shownAt(['aws_s3_bucket', name], breaking);

const encryption: readonly BadStack[] = [
  [
    'streams are encrypted with a key of ours',
    'AWS key',
    setting('aws_kinesis_stream', 'raw', 'kms_key_id', awsKey),
  ],
  [
    'streams are encrypted with a key of ours',
    'strange key',
    setting('aws_kinesis_stream', 'raw', 'kms_key_id', '${aws_kms_key.gone.arn}'),
  ],
  ['streams encrypt', 'off', setting('aws_kinesis_stream', 'raw', 'encryption_type', 'NONE')],
  [
    'tables are encrypted with a key of ours',
    'no key',
    setting('aws_dynamodb_table', 'schemas', 'server_side_encryption.kms_key_arn'),
  ],
  [
    'tables encrypt and can be restored',
    'off',
    setting('aws_dynamodb_table', 'w47', 'server_side_encryption.enabled', false),
  ],
  [
    'tables encrypt and can be restored',
    'no restore',
    setting('aws_dynamodb_table', 'w47', 'point_in_time_recovery.enabled', false),
  ],
  ['buckets are encrypted with a key of ours', 'nothing', bucket(without(encryptions, name))],
  [
    'buckets are encrypted with a key of ours',
    'S3 key',
    bucket(
      setting(encryptions, name, 'rule.apply_server_side_encryption_by_default.sse_algorithm', 'AES256'),
    ),
  ],
  [
    'topics are encrypted with a key of ours',
    'no key',
    setting('aws_sns_topic', 'alarms', 'kms_master_key_id'),
  ],
  ['queues are encrypted with a key of ours', 'a queue without key', adding('aws_sqs_queue', { name: 'q' })],
  ['secrets are encrypted with a key of ours', 'no key', adding('aws_secretsmanager_secret', { name: 's' })],
  [
    'buckets are encrypted with a key of ours',
    'a key that nobody declares',
    bucket(
      setting(
        encryptions,
        name,
        'rule.apply_server_side_encryption_by_default.kms_master_key_id',
        'alias/aws/s3',
      ),
    ),
  ],
  [
    'log groups are encrypted with a key of ours',
    'no key',
    setting('aws_cloudwatch_log_group', 'store', 'kms_key_id'),
  ],
  [
    'variables of functions are encrypted with a key of ours',
    'no key',
    setting('aws_lambda_function', 'store', 'kms_key_arn'),
  ],
  [
    'keys are rotated, and can be had back for a month',
    'no rotation',
    setting('aws_kms_key', 'tables', 'enable_key_rotation', false),
  ],
  [
    'keys are rotated, and can be had back for a month',
    'a week',
    setting('aws_kms_key', 'tables', 'deletion_window_in_days', 7),
  ],
  [
    'keys are rotated, and can be had back for a month',
    'no policy',
    setting('aws_kms_key', 'tables', 'policy'),
  ],
  [
    'keys are rotated, and can be had back for a month',
    'disabled',
    setting('aws_kms_key', 'tables', 'is_enabled', false),
  ],
  [
    'a delivery stream that is put to is encrypted with a key of ours',
    'AWS key',
    setting(firehose, 'malformed', 'server_side_encryption.key_type', 'AWS_OWNED_CMK'),
  ],
  [
    'a delivery stream that is put to is encrypted with a key of ours',
    'off',
    setting(firehose, 'malformed', 'server_side_encryption'),
  ],
];

const kept: readonly BadStack[] = [
  [
    'what holds data is not destroyed',
    'a stream',
    setting('aws_kinesis_stream', 'raw', 'lifecycle.prevent_destroy'),
  ],
  ['what holds data is not destroyed', 'a bucket', setting('aws_s3_bucket', name, 'lifecycle')],
  [
    'what holds data is not destroyed',
    'a key',
    setting('aws_kms_key', 'tables', 'lifecycle.prevent_destroy', false),
  ],
  [
    'what holds data is not destroyed',
    'the late table',
    setting('aws_dynamodb_table', 'late', 'lifecycle.prevent_destroy', false),
  ],
  [
    'what holds data is not destroyed',
    'the users',
    setting('aws_cognito_user_pool', 'identity', 'lifecycle'),
  ],
  [
    'what holds data is not destroyed',
    'identities',
    setting('aws_cognito_identity_pool', 'identity', 'lifecycle'),
  ],
  [
    'what holds data is not destroyed',
    'no deletion protection',
    setting('aws_dynamodb_table', 'counts', 'deletion_protection_enabled', false),
  ],
  [
    'a weekly table can be dropped',
    'prevented',
    setting('aws_dynamodb_table', 'w47', 'lifecycle.prevent_destroy', true),
  ],
  [
    'a weekly table can be dropped',
    'protected',
    setting('aws_dynamodb_table', 'w47', 'deletion_protection_enabled', true),
  ],
  ['no bucket is emptied to be destroyed', 'forced', setting('aws_s3_bucket', name, 'force_destroy', true)],
  ['streams keep a week', 'a day by default', setting('aws_kinesis_stream', 'staged', 'retention_period')],
  ['streams keep a week', 'an hour less', setting('aws_kinesis_stream', 'staged', 'retention_period', 167)],
  [
    'no difference is ignored wholesale',
    'all',
    setting('aws_lambda_function', 'store', 'lifecycle.ignore_changes', ['all']),
  ],
];

const s3 = 'extended_s3_configuration';
const deliveries: readonly BadStack[] = [
  [
    'what cannot be delivered has a place of its own',
    'none',
    setting(firehose, 'raw', `${s3}.error_output_prefix`),
  ],
  [
    'what cannot be delivered has a place of its own',
    'among the others',
    setting(firehose, 'archives_raw', `${s3}.error_output_prefix`, 'archive/raw/undelivered/'),
  ],
  [
    'deliveries are logged',
    'off',
    setting(firehose, 'raw', `${s3}.cloudwatch_logging_options.enabled`, false),
  ],
  [
    'deliveries are logged',
    'no stream',
    setting(firehose, 'raw', `${s3}.cloudwatch_logging_options.log_stream_name`),
  ],
  ['deliveries are gzip as they come', 'twice', setting(firehose, 'raw', `${s3}.compression_format`, 'GZIP')],
  [
    'deliveries are gzip as they come',
    'transformed',
    setting(firehose, 'raw', `${s3}.processing_configuration.enabled`, true),
  ],
];

export const badData: readonly BadStack[] = [...encryption, ...kept, ...deliveries];
