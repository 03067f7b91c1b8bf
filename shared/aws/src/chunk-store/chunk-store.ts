import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SluiceError } from '@sluice/core/failure';
import { chunkFault, isTableName, partitionFault, type TableName } from '@sluice/core/layout';
import type { Chunk, ChunkStore, Partition } from '@sluice/core/ports';
import { itemKey } from './items.ts';
import { KnownEntries } from './known-entries.ts';
import { putChunks, type Putting } from './put.ts';
import { listHeads, listPartitions, readChunks, type Reading } from './read.ts';
import { listTables } from './tables.ts';

export interface ChunkStoreOptions {
  readonly client: DynamoDBClient;
  /** What the names of the weekly tables and the late one start with: `sluice-dev-near-line-`. */
  readonly tablePrefix: string;
  /** From 0 up to, not including, 1: spreads the tries of many writers. */
  readonly random: () => number;
  /** Milliseconds. @default timers */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const misuse = (code: string, message: string): SluiceError =>
  new SluiceError({ class: 'ours', code, message });

const checkChunk = (chunk: Chunk): void => {
  const fault = chunkFault(chunk);
  if (fault !== undefined) throw misuse('BadChunk', `the chunk ${chunk.chunkId} cannot be stored: ${fault}`);
};

const checkTable = (table: TableName): void => {
  if (!isTableName(table)) throw misuse('BadTable', `"${table}" is neither a week (2026-w47) nor "late"`);
};

const checkPartition = (partition: Partition): void => {
  const fault = partitionFault(partition);
  if (fault !== undefined) throw misuse('BadPartition', `no chunk can be there: ${fault}`);
};

const refuseToDrop = (name: string): never => {
  throw misuse(
    'TableIsDeclared',
    `the table ${name} is dropped by Terraform alone: roll the week (npm run roll-week), plan and apply`,
  );
};

/**
 * The near-line store on DynamoDB: a table for each week and one for late events, which Terraform makes and drops. A chunk is an item, and
 * an index item by tenant says that a partition exists, written before its first chunk. Puts are full items under deterministic keys, in
 * batches; no scan, no condition, no transaction. Reads are strongly consistent.
 *
 * Put throws SluiceError `BadChunk` for what can never be an item, before anything is written; whatever DynamoDB answers is an outcome, and
 * a missing table a retryable one. Reads throw OutOfService, and SluiceError `CorruptItem`, which names the key, for a damaged item.
 */
export const dynamoChunkStore = (options: ChunkStoreOptions): ChunkStore => {
  const { client, tablePrefix, random, sleep = (ms: number) => wait(ms) } = options;
  const physical = (table: TableName): string => `${tablePrefix}${table}`;
  const pace = { client, random, sleep };
  const putting: Putting = { writer: { ...pace, keyOf: itemKey }, physical, known: new KnownEntries() };
  const reading: Reading = { reader: pace, physical };
  return {
    put: async (chunks) => {
      for (const chunk of chunks) checkChunk(chunk);
      return putChunks(putting, chunks);
    },
    tables: () => listTables(client, tablePrefix),
    partitions: async (table, tenant, metric) => {
      checkTable(table);
      return listPartitions(reading, { table, tenant }, metric);
    },
    heads: async (partition) => {
      checkPartition(partition);
      return listHeads(reading, partition);
    },
    read: async (heads) => {
      for (const { partition } of heads) checkPartition(partition);
      return readChunks(reading, heads);
    },
    dropTable: async (table) => Promise.resolve().then(() => refuseToDrop(physical(table))),
  };
};
