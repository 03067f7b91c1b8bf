import type { Outcome } from '../failure/index.ts';
import type { TableName, TenantId } from '../layout/index.ts';

/** Where chunks live: one tenant, one metric (an id, see layout) and one UTC hour of event time (`2026-11-23T03`), in one table. */
export interface Partition {
  readonly table: TableName;
  readonly tenant: TenantId;
  readonly metric: string;
  readonly hour: string;
}

/** A chunk without its body: enough to decide whether to read it. Times are epoch ms, both ends included. */
export interface ChunkHead {
  readonly partition: Partition;
  /** Hash of the sorted (recordId, index) of exactly the events in it: the same events are the same item. */
  readonly chunkId: string;
  readonly events: number;
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  readonly firstReceivedAt: number;
  readonly lastReceivedAt: number;
}

/** A near-line item: gzip members of staged lines (or of error records). Body, names and values together are at most 390 KB. */
export interface Chunk extends ChunkHead {
  /** The metric's name as sent, for partitions of undeclared metrics, whose id is only a hash. */
  readonly metricName: string;
  readonly body: Uint8Array;
  /** Key in the object store that holds the body when it is too large for an item; `body` is empty then. */
  readonly pointer?: string;
}

/** That a partition exists; written before its first chunk. */
export interface PartitionEntry {
  readonly partition: Partition;
  readonly metricName: string;
}

export interface ChunkStore {
  /** Full-item writes under deterministic keys, so that a repeat changes nothing; an outcome per chunk, in order; `ok` means durable and visible. */
  put(chunks: readonly Chunk[]): Promise<readonly Outcome[]>;
  /** The tables that exist, weekly ones in ascending order, then `late`. */
  tables(): Promise<readonly TableName[]>;
  /** The partitions of a tenant in a table (of one metric, if given), by metric and hour. Never a scan over tenants. */
  partitions(table: TableName, tenant: TenantId, metric?: string): Promise<readonly PartitionEntry[]>;
  /** The heads of the chunks of a partition, in key order (first timestamp, then chunk id). */
  heads(partition: Partition): Promise<readonly ChunkHead[]>;
  /** Whole chunks; those that are gone by now (their table was dropped) are left out. */
  read(heads: readonly ChunkHead[]): Promise<readonly Chunk[]>;
  /** Drops a table whole; an absent table is no error. */
  dropTable(table: TableName): Promise<void>;
}
