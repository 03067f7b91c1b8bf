import { DynamodbTable, type DynamodbTableConfig } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { Construct } from 'constructs';
import { ImpossibleSetting } from '../errors.ts';
import { wholeNumber } from './checked.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { sidOf } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

/** How a table is paid for. Units are for provisioned tables alone. */
export interface TableCapacity {
  readonly mode: 'on-demand' | 'provisioned';
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

export interface TableProps {
  readonly deployment: Deployment;
  readonly part: string;
  /** Names of its two keys, both text. */
  readonly keys: { readonly partition: string; readonly sort: string };
  readonly capacity: TableCapacity;
  readonly key: EncryptionKey;
  /** False for a weekly table alone, which is dropped with its week; the plan guard protects those. @default true */
  readonly isKept?: boolean;
}

/** A DynamoDB table: encrypted, restorable to any second of 35 days, and protected from deletion unless it is a week's. */
export class Table extends Construct implements TableSet {
  readonly name: string;
  readonly arn: string;
  readonly part: string;
  readonly key: EncryptionKey;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { deployment, part, keys, key, isKept = true } = props;
    this.name = nameOf(deployment, part);
    this.arn = arnOf(deployment, 'dynamodb', `table/${this.name}`);
    this.part = part;
    this.key = key;
    new DynamodbTable(this, 'Default', {
      name: this.name,
      hashKey: keys.partition,
      rangeKey: keys.sort,
      attribute: [
        { name: keys.partition, type: 'S' },
        { name: keys.sort, type: 'S' },
      ],
      ...billingOf(part, props.capacity),
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: isKept,
      ...(isKept ? { lifecycle: { preventDestroy: true } } : {}),
    });
  }

  /** Items by their key, or in order below a partition key; never a scan. */
  grantRead(role: ServiceRole): void {
    grantTables(role, 'Read', reading, this);
  }

  grantWrite(role: ServiceRole, ...actions: readonly TableWrite[]): void {
    grantTables(role, 'Write', actions, this);
  }
}

export type TableWrite = 'PutItem' | 'BatchWriteItem' | 'DeleteItem';
export const reading = ['GetItem', 'BatchGetItem', 'Query'] as const;

/** One table, or several whose names begin alike. */
export interface TableSet {
  readonly part: string;
  readonly arn: string;
  readonly key: EncryptionKey;
}

/** What a role may do with the items of tables. */
export const grantTables = (
  role: ServiceRole,
  verb: 'Read' | 'Write',
  actions: readonly (TableWrite | (typeof reading)[number])[],
  { part, arn, key }: TableSet,
): void => {
  key.grantDecrypt(role);
  if (verb === 'Write') key.grantEncrypt(role);
  role.allow({
    sid: sidOf(verb, part),
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [arn],
  });
};

/** 40,000 units a table is AWS's quota (CAPACITY 2.2). */
const units = 40_000;

const billingOf = (
  part: string,
  { mode, readUnits, writeUnits }: TableCapacity,
): Pick<DynamodbTableConfig, 'billingMode' | 'readCapacity' | 'writeCapacity'> => {
  if (mode === 'provisioned')
    return {
      billingMode: 'PROVISIONED',
      readCapacity: wholeNumber(`the read units of the table ${part}`, readUnits ?? 0, 1, units),
      writeCapacity: wholeNumber(`the write units of the table ${part}`, writeUnits ?? 0, 1, units),
    };
  for (const [name, value] of Object.entries({ readUnits, writeUnits }))
    if (value !== undefined)
      throw new ImpossibleSetting(
        `the table ${part} is on-demand and has ${name} ${value}; leave it out, or make it provisioned`,
      );
  return { billingMode: 'PAY_PER_REQUEST' };
};
