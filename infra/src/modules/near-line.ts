import { chunkAttributes, lateTable, nearLinePart, physicalName } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { arnOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import type { ServiceRole } from '../standards/service-role.ts';
import { grantTables, reading, Table, type TableSet } from '../standards/table.ts';
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

  constructor(scope: Construct, id: string, props: NearLineProps) {
    super(scope, id);
    const { deployment, settings, week, key } = props;
    this.prefix = physicalName(deployment.environment, nearLinePart);
    this.arn = arnOf(deployment, 'dynamodb', `table/${this.prefix}*`);
    this.key = key;
    const keys = { partition: chunkAttributes.partition, sort: chunkAttributes.sort };
    const make = (name: string, capacity: Settings['tables'], isKept: boolean) =>
      new Table(this, name, { deployment, part: `${nearLinePart}${name}`, keys, capacity, key, isKept });
    this.late = make(lateTable, settings.late, true);
    for (const name of weeksWithTable(week, settings.retentionWeeks)) make(name, settings.weekly, false);
  }

  grantRead(role: ServiceRole): void {
    grantTables(role, 'Read', reading, this);
  }

  /** Whole items under deterministic keys. No item is deleted, and no table. */
  grantPut(role: ServiceRole): void {
    grantTables(role, 'Write', ['BatchWriteItem', 'PutItem'], this);
  }
}
