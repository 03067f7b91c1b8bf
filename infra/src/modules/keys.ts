import { Construct } from 'constructs';
import { arnOf, type Deployment } from '../standards/deployment.ts';
import { EncryptionKey } from '../standards/encryption-key.ts';
import type { Statement } from '../standards/policy-document.ts';

const itself = 'the key itself';

/** CloudWatch Logs encrypts on its own account, for the log groups of this account and region. */
const byLogs = (deployment: Deployment): Statement => ({
  sid: 'AnyLogGroup',
  principal: { service: `logs.${deployment.region}.amazonaws.com` },
  actions: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey'].map(
    (verb) => `kms:${verb}`,
  ),
  everyResource: itself,
  conditions: {
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnOf(deployment, 'logs', 'log-group:*') },
  },
});

/**
 * Services that publish to an encrypted topic need the topic's key. IfExists: of these only S3 is documented to tell the account to KMS;
 * the topics' own policies ask all of them for it.
 */
const byPublishers = ({ account }: Deployment): readonly Statement[] =>
  ['s3', 'cloudwatch', 'budgets'].map((service) => ({
    sid: `AnyNoticeOf${service}`,
    principal: { service: `${service}.amazonaws.com` },
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    everyResource: itself,
    conditions: {
      [service === 's3' ? 'StringEquals' : 'StringEqualsIfExists']: { 'aws:SourceAccount': account },
    },
  }));

/** One key for each class of data, so that who may read one may not read the others. */
export class Keys extends Construct {
  readonly streams: EncryptionKey;
  readonly objects: EncryptionKey;
  readonly tables: EncryptionKey;
  readonly operations: EncryptionKey;
  readonly warehouse: EncryptionKey;

  constructor(scope: Construct, id: string, deployment: Deployment) {
    super(scope, id);
    const make = (
      part: string,
      description: string,
      services: readonly string[],
      more: readonly Statement[] = [],
    ) => new EncryptionKey(this, part, { deployment, part, description, services, statements: more });
    this.streams = make('streams', 'Events on their way: streams and delivery streams', [
      'kinesis',
      'firehose',
    ]);
    this.objects = make('objects', 'Events at rest in buckets: archives, errors, large events', ['s3']);
    this.tables = make('tables', 'Events in near-line tables; schemas, tenants, counts', ['dynamodb']);
    this.warehouse = make('warehouse', 'Events at rest in the warehouse, and its password', [
      'redshift-serverless',
      'redshift',
      'secretsmanager',
    ]);
    this.operations = make(
      'operations',
      'What runs the platform: logs, variables of functions, notices',
      ['lambda', 'sns', 'sqs'],
      [byLogs(deployment), ...byPublishers(deployment)],
    );
  }
}
