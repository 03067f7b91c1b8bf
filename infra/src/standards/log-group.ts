import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { Construct } from 'constructs';
import { oneOf } from './checked.ts';
import { arnOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { ServiceRole } from './service-role.ts';

/** What CloudWatch Logs takes, of a year and longer: an audit asks for one. */
export const logRetentionDays = [
  365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653,
] as const;

export interface LogGroupProps {
  readonly deployment: Deployment;
  /** `/aws/lambda/sluice-dev-ingest` */
  readonly name: string;
  readonly retentionDays: number;
  readonly key: EncryptionKey;
}

/** A log group, encrypted, whose entries end. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    const { deployment, name, retentionDays, key } = props;
    this.name = name;
    this.arn = arnOf(deployment, 'logs', `log-group:${name}`);
    this.resource = new CloudwatchLogGroup(this, 'Default', {
      name,
      retentionInDays: oneOf('the retention of logs in days', retentionDays, [...logRetentionDays]),
      kmsKeyId: key.arn,
    });
  }

  /** Writing log lines; the group itself is made here, never by a service. */
  grantWrite(role: ServiceRole): void {
    role.allow({
      sid: 'WriteLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${this.arn}:*`],
    });
  }
}
