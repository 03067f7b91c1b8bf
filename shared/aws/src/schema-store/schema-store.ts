import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableKeys, type TenantId } from '@sluice/core/layout';
import type { SchemaStore } from '@sluice/core/ports';
import { emptySchema, type SchemaChange } from '@sluice/core/tenant-schema';
import { bytesOf, type Item, textOf } from '../dynamo/attributes.ts';
import { type Condition, isAbsent, keyedTable, type Key, type KeyedTable } from '../dynamo/keyed-table.ts';
import { attributes, type Current, currentItem, currentOf, pack, readChange, readSchema } from './rows.ts';

export interface SchemaStoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

const currentKey = (tenant: TenantId): Key => ({ pk: tenant, sk: 'schema' });
const changePrefix = 'change#';
const changeKey = (tenant: TenantId, version: number): Key => ({
  pk: tenant,
  sk: `${changePrefix}${String(version).padStart(10, '0')}`,
});

const versionOf = (item: Item): number =>
  Number((textOf(item, tableKeys.sort) ?? '').slice(changePrefix.length));

const current = async (table: KeyedTable, tenant: TenantId): Promise<Current | undefined> => {
  const item = await table.get(currentKey(tenant));
  return item === undefined ? undefined : currentOf(item, tenant);
};

const isVersion = (version: number): Condition =>
  version === 0
    ? isAbsent
    : {
        ConditionExpression: '#v = :v',
        ExpressionAttributeNames: { '#v': attributes.version },
        ExpressionAttributeValues: { ':v': { N: String(version) } },
      };

const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0;

/** Whether a refused write is the one that is there: the SDK sent it again after its answer was lost. Others may have written after it. */
const isStored = async (table: KeyedTable, tenant: TenantId, written: Current): Promise<boolean> => {
  const now = await current(table, tenant);
  if (now?.version === written.version)
    return isSame(now.change, written.change) && isSame(now.schema, written.schema);
  const past = await table.get(changeKey(tenant, written.version));
  return past !== undefined && isSame(bytesOf(past, attributes.change), written.change);
};

const replace = async (
  table: KeyedTable,
  tenant: TenantId,
  expectedVersion: number,
  written: Current,
): Promise<'stored' | 'conflict'> => {
  const before = await current(table, tenant);
  if ((before?.version ?? 0) !== expectedVersion) return 'conflict';
  // The change that the write below takes the place of. Always the same item, so that a repeat or a loser of a race does no harm.
  if (before !== undefined)
    await table.put(changeKey(tenant, before.version), { [attributes.change]: { B: before.change } });
  const isOurs = await table.putIf(currentKey(tenant), currentItem(written), isVersion(expectedVersion));
  return isOurs || (await isStored(table, tenant, written)) ? 'stored' : 'conflict';
};

/** The current one is read first: each change before it was put in its place before the current one was written. */
const newestFirst = async (table: KeyedTable, tenant: TenantId): Promise<readonly SchemaChange[]> => {
  const now = await current(table, tenant);
  if (now === undefined) return [];
  const changes = [readChange(now.change, tenant)];
  for await (const item of table.query(tenant, changePrefix, { newestFirst: true })) {
    // A writer that was too late, or died, may have copied the current one already.
    if (versionOf(item) < now.version)
      changes.push(readChange(bytesOf(item, attributes.change) ?? new Uint8Array(), tenant));
  }
  return changes;
};

/**
 * The schemas on DynamoDB, without transactions. A tenant's item holds the current schema and the change that made it, so that both are
 * stored by one conditional put; the change before is copied to an item of its own first. A process that dies between the two leaves a copy
 * of what is current, which the history leaves out.
 */
export const dynamoSchemaStore = ({ client, tableName }: SchemaStoreOptions): SchemaStore => {
  const table = keyedTable(client, tableName);
  return {
    get: async (tenant) => {
      const now = await current(table, tenant);
      return now === undefined ? emptySchema : readSchema(now.schema, tenant);
    },
    replace: (tenant, expectedVersion, next, change) =>
      replace(table, tenant, expectedVersion, {
        version: next.version,
        schema: pack(next),
        change: pack(change),
      }),
    history: (tenant) => newestFirst(table, tenant),
  };
};
