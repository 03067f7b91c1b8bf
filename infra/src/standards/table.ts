import { DynamodbTable, type DynamodbTableConfig } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { rangeText, type Range } from '@sluice/core/layout';
import type { TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import { ImpossibleSetting } from '../errors.ts';
import { wholeNumber } from './checked.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { ignoring } from './ignoring.ts';
import { sidOf } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

/** Units a second between which the scaler keeps a table that it provisions. */
export interface UnitBounds {
  readonly writes: Range;
  readonly reads: Range;
}

/** How a table is paid for. Units are for provisioned tables alone, `owner` and `bounds` for weekly ones. */
export interface TableCapacity {
  readonly mode: 'on-demand' | 'provisioned';
  readonly readUnits?: number;
  readonly writeUnits?: number;
  /** Who changes the units, and whether they are provisioned at all. @default terraform: what is changed by hand shows in the next plan */
  readonly owner?: 'terraform' | 'scaler';
  /** Where the scaler is the owner. */
  readonly bounds?: UnitBounds;
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
      ...lifecycleOf(part, props.capacity, isKept),
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

/** Bounds that can be; undefined where Terraform owns the units. */
export const boundsOf = (part: string, { owner, bounds }: TableCapacity): UnitBounds | undefined => {
  if ((owner === 'scaler') !== (bounds !== undefined))
    throw new ImpossibleSetting(
      bounds === undefined
        ? `the table ${part} is owned by the scaler and has no bounds; give the least and the most units`
        : `the table ${part} has bounds ${rangeText(bounds.writes)} and is not owned by the scaler; leave them out, or make it the owner`,
    );
  if (bounds === undefined) return undefined;
  const checked = (what: string, { least, most }: Range): Range => ({
    least: wholeNumber(`the least ${what} units of the table ${part}`, least, 1, units),
    most: wholeNumber(`the most ${what} units of the table ${part}`, most, least, units),
  });
  return { writes: checked('write', bounds.writes), reads: checked('read', bounds.reads) };
};

/** Only what the scaler changes is left alone (STYLE.md C8), and only of tables that it looks after. */
const lifecycleOf = (
  part: string,
  capacity: TableCapacity,
  isKept: boolean,
): { readonly lifecycle?: TerraformResourceLifecycle } => {
  const isScaled = boundsOf(part, capacity) !== undefined;
  if (isScaled && isKept)
    throw new ImpossibleSetting(
      `the table ${part} is owned by the scaler, which looks after weekly tables alone; leave the owner out`,
    );
  if (isKept) return { lifecycle: { preventDestroy: true } };
  return isScaled
    ? {
        lifecycle: {
          ignoreChanges: ignoring<DynamodbTableConfig>('billingMode', 'readCapacity', 'writeCapacity'),
        },
      }
    : {};
};

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
