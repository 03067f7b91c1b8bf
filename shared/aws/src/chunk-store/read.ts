import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableName, TenantId } from '@sluice/core/layout';
import { chunkAttributes as names, partitionKey } from '@sluice/core/layout';
import type { Chunk, ChunkHead, Partition, PartitionEntry } from '@sluice/core/ports';
import type { Item } from '../dynamo/attributes.ts';
import { type Reader, readItems } from '../dynamo/batch-read.ts';
import { dynamoError, isMissingTable } from '../dynamo/failure.ts';
import { type Asked, queryItems } from '../dynamo/query.ts';
import { chunkKey, chunkOf, entryOf, headAttributes, headOf, itemKey } from './items.ts';

export interface Reading {
  readonly reader: Reader;
  readonly physical: (table: TableName) => string;
}

/** A table that is not there holds nothing. */
const ofTable = async (table: string, read: () => Promise<readonly Item[]>): Promise<readonly Item[]> => {
  try {
    return await read();
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw dynamoError(error, `read ${table}`);
  }
};

const itemsOf = (client: DynamoDBClient, asked: Asked): Promise<readonly Item[]> =>
  ofTable(asked.table, () => Array.fromAsync(queryItems(client, asked)));

/** By metric and hour: that is the order of the sort key, and `#` sorts before all that a metric id may hold. */
export const listPartitions = async (
  { reader, physical }: Reading,
  at: { readonly table: TableName; readonly tenant: TenantId },
  metric: string | undefined,
): Promise<readonly PartitionEntry[]> => {
  const items = await itemsOf(reader.client, {
    table: physical(at.table),
    partition: [names.partition, at.tenant],
    ...(metric !== undefined && { sort: [names.sort, `${metric}#`] }),
  });
  return items.map((item) => entryOf(item, at));
};

/**
 * The projection spares the wire, not the bill nor the pages: DynamoDB reads whole items, a unit for each 4 KB of body, and ends a page at
 * 1 MB of them. Heads of 1 GB of chunks are 262,144 read units (3.3 cents on demand) and 1,000 round trips, and reading the chunks after
 * them is as much again: callers read heads once and keep them.
 */
export const listHeads = async (
  { reader, physical }: Reading,
  partition: Partition,
): Promise<readonly ChunkHead[]> => {
  const items = await itemsOf(reader.client, {
    table: physical(partition.table),
    partition: [names.partition, partitionKey(partition)],
    only: headAttributes,
  });
  return items.map((item) => headOf(item, partition));
};

const readTable = async (
  { reader, physical }: Reading,
  table: TableName,
  heads: readonly ChunkHead[],
): Promise<ReadonlyMap<string, Item>> => {
  // Two of one key in one call are refused.
  const keys = new Map(heads.map(chunkKey).map((key) => [itemKey(key), key]));
  const name = physical(table);
  const items = await ofTable(name, () => readItems(reader, name, [...keys.values()]));
  return new Map(items.map((item) => [itemKey(item), item]));
};

/** Whole chunks in the order of the heads, table by table, since a call is refused whole when one of its tables is missing. */
export const readChunks = async (
  reading: Reading,
  heads: readonly ChunkHead[],
): Promise<readonly Chunk[]> => {
  const byTable = new Map<TableName, ReadonlyMap<string, Item>>();
  for (const table of new Set(heads.map(({ partition }) => partition.table))) {
    const ofIt = heads.filter(({ partition }) => partition.table === table);
    byTable.set(table, await readTable(reading, table, ofIt));
  }
  return heads.flatMap((head) => {
    const item = byTable.get(head.partition.table)?.get(itemKey(chunkKey(head)));
    return item === undefined ? [] : [chunkOf(item, head.partition)];
  });
};
