import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { done, failed, type Failure, type Outcome, SluiceError } from '@sluice/core/failure';
import { chunkFault, isTableName, partitionFault, type TableName, type TenantId } from '@sluice/core/layout';
import type { Chunk, ChunkHead, ChunkStore, Partition, PartitionEntry } from '@sluice/core/ports';
import { type Catalog, openCatalog } from './catalog.ts';
import { syncFolderNow } from './environment.ts';
import { awayError, isPanic, storeFailure } from './failure.ts';
import { openTables, type OpenTables } from './open-tables.ts';

export interface ChunkStoreOptions {
  /** How often a thread looks for tables dropped elsewhere that it still has open, ms. @default 10 seconds */
  readonly sweepMs?: number;
}

export interface EmbeddedChunkStore extends ChunkStore {
  close(): Promise<void>;
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

const dropped = (table: TableName): Failure => ({
  class: 'retryable',
  code: 'TableDropped',
  message: `the table ${table} was dropped while chunks were written to it`,
});

const byTable = (chunks: readonly Chunk[]): ReadonlyMap<TableName, Chunk[]> => {
  const groups = new Map<TableName, Chunk[]>();
  for (const chunk of chunks) {
    const group = groups.get(chunk.partition.table);
    if (group === undefined) groups.set(chunk.partition.table, [chunk]);
    else group.push(chunk);
  }
  return groups;
};

/** Chunks read before other work gets its turn: at most 390 KB each. */
const readsInTurn = 64;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs what reads the store; an error of LMDB or of a file becomes OutOfService. */
const answering = <T>(folder: string, what: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    throw error instanceof SluiceError ? error : awayError(error, folder, what);
  }
};

const putToTable = (
  tables: OpenTables,
  folder: string,
  name: TableName,
  chunks: readonly Chunk[],
): Outcome => {
  try {
    const table = tables.findOrMake(name);
    table.put(chunks);
    return tables.isCurrent(name, table) ? done : failed(dropped(name));
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    if (isPanic(error)) tables.forget(name);
    return failed(storeFailure(error, folder, `write ${chunks.length} chunks to the table ${name}`));
  }
};

const putChunks = (tables: OpenTables, folder: string, chunks: readonly Chunk[]): readonly Outcome[] => {
  for (const chunk of chunks) checkChunk(chunk);
  const outcomes = new Map<TableName, Outcome>();
  for (const [name, group] of byTable(chunks)) outcomes.set(name, putToTable(tables, folder, name, group));
  return chunks.map(({ partition }) => outcomes.get(partition.table) ?? done);
};

const listPartitions = (
  tables: OpenTables,
  table: TableName,
  tenant: TenantId,
  metric: string | undefined,
): readonly PartitionEntry[] => {
  checkTable(table);
  const found = tables.find(table)?.partitions(tenant, metric) ?? [];
  return found.map((entry) => ({
    partition: { table, tenant, metric: entry.metric, hour: entry.hour },
    metricName: entry.metricName,
  }));
};

const listHeads = (tables: OpenTables, partition: Partition): readonly ChunkHead[] => {
  const fault = partitionFault(partition);
  if (fault !== undefined) throw misuse('BadPartition', `no chunk can be there: ${fault}`);
  return tables.find(partition.table)?.heads(partition) ?? [];
};

/** The heads cut, in order, into runs of one table that are short enough for a turn. */
const runsOf = (heads: readonly ChunkHead[]): readonly (readonly [TableName, readonly ChunkHead[]])[] => {
  const runs: [TableName, ChunkHead[]][] = [];
  for (const head of heads) {
    const { table } = head.partition;
    const run = runs.at(-1);
    if (run?.[0] === table && run[1].length < readsInTurn) run[1].push(head);
    else runs.push([table, [head]]);
  }
  return runs;
};

/** In the order of the heads, a few at a time. */
const readChunks = async (
  tables: OpenTables,
  folder: string,
  heads: readonly ChunkHead[],
): Promise<readonly Chunk[]> => {
  const chunks: Chunk[] = [];
  for (const [table, run] of runsOf(heads)) {
    chunks.push(...answering(folder, 'read chunks', () => tables.find(table)?.read(run) ?? []));
    await nextTurn();
  }
  return chunks;
};

const openFolder = (folder: string): Catalog => {
  mkdirSync(folder, { recursive: true });
  syncFolderNow(path.dirname(path.resolve(folder)));
  return openCatalog(folder);
};

/**
 * The near-line store on LMDB: an environment file for each table, so that dropping a table is removing a file. Several threads and
 * processes may have a folder open, any of them reading, writing and dropping. A batch is one synced transaction a table, so its chunks
 * of one table succeed or fail together; weekly tables and the late table are made by the first put.
 * Put throws SluiceError `BadChunk` for what can never be an item, before anything is written. Reads throw OutOfService when the disk is
 * away, and SluiceError `CorruptItem`, which names the key, for an item that is damaged.
 * A thread that has a store open must be stopped by a message, so that it can close it: ended by `terminate()`, or by `process.exit()` of
 * the main thread, while it writes, it hangs in LMDB's clean-up. Killing the process is safe at any time.
 * @param folder made when absent; interrupted drops are finished
 */
export const openChunkStore = (folder: string, options: ChunkStoreOptions = {}): EmbeddedChunkStore => {
  const catalog = answering(folder, `open the near-line store in ${folder}`, () => openFolder(folder));
  const tables = openTables(folder, catalog);
  const sweeper = setInterval(() => tables.sweep(), options.sweepMs ?? 10_000);
  sweeper.unref();
  // The work is synchronous (measured: commits on LMDB's own thread are no faster and fail badly); a promise turns throws into rejections.
  const answer = <T>(what: string, action: () => T): Promise<T> =>
    Promise.resolve().then(() => answering(folder, what, action));
  return {
    put: (chunks) => answer('write chunks', () => putChunks(tables, folder, chunks)),
    tables: () => answer('list the tables', () => catalog.tables()),
    partitions: (table, tenant, metric) =>
      answer(`list the partitions of ${table}`, () => listPartitions(tables, table, tenant, metric)),
    heads: (partition) => answer(`list the chunks of ${partition.table}`, () => listHeads(tables, partition)),
    read: (heads) => readChunks(tables, folder, heads),
    dropTable: async (table) => {
      checkTable(table);
      tables.forget(table);
      await answer(`drop the table ${table}`, () => catalog.drop(table));
      await tables.settle();
    },
    close: async () => {
      clearInterval(sweeper);
      await tables.close();
      await catalog.close();
    },
  };
};
