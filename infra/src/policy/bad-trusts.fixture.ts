/** Whom a role, a topic, a bucket or a key lets in, badly. */
import { restated, setting, stating, type BadStack, type Breaking } from './broken.fixture.ts';

const trusted = (name: string, Condition: object): Breaking =>
  restated('aws_iam_role', name, { Condition }, 'assume_role_policy');
/** The key of logs and notices may be used by one more. */
const key = (statement: object): Breaking =>
  stating('aws_kms_key', 'operations', 'policy', (statements) => [
    ...statements,
    {
      Sid: 'AnyAdministration',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 'kms:Decrypt',
      Resource: '*',
      ...statement,
    },
  ]);
const account = { 'aws:SourceAccount': '123456789012' };
const source = {
  'aws:SourceArn': 'arn:aws:firehose:us-east-1:123456789012:deliverystream/sluice-dev-archive-raw',
};

export const badTrusts: readonly BadStack[] = [
  ['no policy allows every action', 'a key', key({ Action: 'kms:*' })],
  [
    'a role is taken for a resource of ours alone',
    'no account',
    trusted('archives_raw', { ArnEquals: source }),
  ],
  [
    'a role is taken for a resource of ours alone',
    'no source',
    trusted('archives_raw', { StringEquals: account }),
  ],
  [
    'a role is taken for a resource of ours alone',
    'any source',
    trusted('archives_raw', { StringEquals: account, ArnLike: { 'aws:SourceArn': '*' } }),
  ],
  [
    'a role is taken for a resource of ours alone',
    'if it is told',
    trusted('archives_raw', { StringEquals: account, ArnLikeIfExists: source }),
  ],
  [
    'a role is taken for a resource of ours alone',
    'a function for any account',
    trusted('functions_store', { StringEqualsIfExists: account, ArnLikeIfExists: source }),
  ],
  [
    'a service acts on a resource for ours alone',
    'a topic',
    restated('aws_sns_topic_policy', 'our-errors', { Condition: { StringEquals: account } }),
  ],
  [
    'a service acts on a resource for ours alone',
    'not ours',
    restated('aws_sns_topic_policy', 'our-errors', {
      Condition: { StringNotEquals: account, ArnLike: source },
    }),
  ],
  [
    'a service acts on a resource for ours alone',
    'access logs',
    restated('aws_s3_bucket_policy', 'access-logs', { Condition: {} }),
  ],
  [
    'a service uses a key for our account alone',
    'nothing',
    restated('aws_kms_key', 'operations', { Condition: {} }),
  ],
  [
    'a service uses a key for our account alone',
    'S3, if it is told',
    key({ Principal: { Service: 's3.amazonaws.com' }, Condition: { StringEqualsIfExists: account } }),
  ],
  [
    'a service uses a key for our account alone',
    'any log group',
    key({
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': '*' } },
    }),
  ],
  [
    'a key is used through services alone',
    'by whoever of ours',
    key({
      Action: ['kms:DescribeKey', 'kms:Decrypt'],
      Condition: { StringEquals: { 'kms:CallerAccount': '123456789012' } },
    }),
  ],
  [
    'a key is used through services alone',
    'through one, or any',
    key({
      Condition: {
        StringEquals: {
          'kms:CallerAccount': '123456789012',
          'kms:ViaService': ['s3.us-east-1.amazonaws.com', '*'],
        },
      },
    }),
  ],
  [
    'a key is used through services alone',
    'through none',
    key({ Condition: { StringEquals: { 'kms:CallerAccount': '123456789012', 'kms:ViaService': [] } } }),
  ],
  [
    'a key is used through services alone',
    'if it is told',
    key({
      Condition: {
        StringEquals: { 'kms:CallerAccount': '123456789012' },
        StringEqualsIfExists: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
      },
    }),
  ],
  [
    'a service uses a key for our account alone',
    'our log groups, or any',
    key({
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ['arn:aws:logs:us-east-1:123456789012:*', '*'] },
      },
    }),
  ],
  [
    'a role is taken for a resource of ours alone',
    'ours, or any',
    trusted('archives_raw', {
      StringEquals: account,
      ArnLike: { 'aws:SourceArn': [source['aws:SourceArn'], '*'] },
    }),
  ],
  [
    'no policy allows everybody',
    'ours, and everybody',
    restated('aws_sns_topic_policy', 'alarms', { Principal: { AWS: ['123456789012', '*'] } }),
  ],
  ['a key is used through services alone', 'directly', key({ Action: 'kms:Decrypt' })],
  [
    'a key is used through services alone',
    'by every account',
    key({
      Action: ['kms:Decrypt'],
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    }),
  ],
  [
    'a function is called for a resource of ours alone',
    'no source',
    setting('aws_lambda_permission', 'ingest', 'source_arn'),
  ],
  [
    'a function is called for a resource of ours alone',
    'no account',
    setting('aws_lambda_permission', 'ingest', 'principal', 'events.amazonaws.com'),
  ],
  [
    'who signed in elsewhere is no one here',
    'every pool',
    trusted('signed-in', { StringLike: { 'cognito-identity.amazonaws.com:aud': '*' } }),
  ],
  ['no policy allows everybody', 'a topic', restated('aws_sns_topic_policy', 'alarms', { Principal: '*' })],
  [
    'no policy allows everybody',
    'a key, with conditions',
    key({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'kms:CallerAccount': '123456789012' } } }),
  ],
  [
    'no policy allows everybody',
    'a trust',
    restated('aws_iam_role', 'store', { Principal: { AWS: ['*'] } }, 'assume_role_policy'),
  ],
];
