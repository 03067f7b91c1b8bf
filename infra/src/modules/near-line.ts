import { chunkAttributes, lateTable, nearLinePart, physicalName } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { arnOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import type { ServiceRole } from '../standards/service-role.ts';
import { sidOf } from '../standards/policy-document.ts';
import { boundsOf, grantTables, reading, Table, type TableSet, type UnitBounds } from '../standards/table.ts';
import { weeksWithTable } from '../weeks.ts';

export interface NearLineProps {
  readonly deployment: Deployment;
  readonly settings: Settings['nearLine'];
  /** The committed week. */
  readonly week: string;
  readonly key: EncryptionKey;
}

/** The near-line store: a table for each week of event time, made ahead and dropped with its week, and the late table. */
export class NearLine extends Construct implements TableSet {
  /** What functions put before the name of a week. */
  readonly prefix: string;
  readonly part = 'near-line';
  /** Of all its tables: no role names a single week. */
  readonly arn: string;
  readonly key: EncryptionKey;
  readonly late: Table;
  /** Units between which the scaler keeps a week's table; undefined where it is not the owner. */
  readonly scaled: UnitBounds | undefined;
  readonly #weeklyArn: string;

  constructor(scope: Construct, id: string, props: NearLineProps) {
    super(scope, id);
    const { deployment, settings, week, key } = props;
    this.prefix = physicalName(deployment.environment, nearLinePart);
    this.arn = arnOf(deployment, 'dynamodb', `table/${this.prefix}*`);
    // ISO weeks are of one length: the late table is none of them.
    this.#weeklyArn = arnOf(deployment, 'dynamodb', `table/${this.prefix}????-w??`);
    this.key = key;
    const keys = { partition: chunkAttributes.partition, sort: chunkAttributes.sort };
    const make = (name: string, capacity: Settings['tables'], isKept: boolean) =>
      new Table(this, name, { deployment, part: `${nearLinePart}${name}`, keys, capacity, key, isKept });
    this.late = make(lateTable, settings.late, true);
    for (const name of weeksWithTable(week, settings.retentionWeeks)) make(name, settings.weekly, false);
    this.scaled = boundsOf('near-line', settings.weekly);
  }

  grantRead(role: ServiceRole): void {
    grantTables(role, 'Read', reading, this);
  }

  /** What a week's table has, and to change it. */
  grantScale(role: ServiceRole): void {
    role.allow({
      sid: sidOf('Scale', this.part),
      actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'],
      resources: [this.#weeklyArn],
    });
  }

  /** Whole items under deterministic keys. No item is deleted, and no table. */
  grantPut(role: ServiceRole): void {
    grantTables(role, 'Write', ['BatchWriteItem', 'PutItem'], this);
  }
}
