import type { Database } from 'lmdb';
import { SluiceError } from '@sluice/core/failure';
import { partitionKey, type TenantId } from '@sluice/core/layout';
import type { Chunk, ChunkHead, Partition } from '@sluice/core/ports';
import { openEnvironment } from './environment.ts';
import { bodyFault, decodeHead, encodeHead, type HeadValue, textsOf } from './head-value.ts';

/** Tenant, metric, hour, first timestamp (ordered as a number), chunk id. */
type ItemKey = [string, string, string, number, string];
type IndexKey = [string, string, string];

/** An index item. */
export interface IndexEntry {
  readonly metric: string;
  readonly hour: string;
  readonly metricName: string;
}

/** One table: an open LMDB environment. Every method is synchronous and throws LMDB's errors; commits are durable when they return. */
export interface Table {
  /** Writes all or none, the index items of their partitions with them. */
  put(chunks: readonly Chunk[]): void;
  partitions(tenant: TenantId, metric?: string): readonly IndexEntry[];
  heads(partition: Partition): readonly ChunkHead[];
  /** Those that are there. */
  read(heads: readonly ChunkHead[]): readonly Chunk[];
  close(): Promise<void>;
}

const indexKey = ({ tenant, metric, hour }: Partition): IndexKey => [tenant, metric, hour];

const itemKey = ({ partition, firstTimestamp, chunkId }: ChunkHead): ItemKey => [
  ...indexKey(partition),
  firstTimestamp,
  chunkId,
];

/** Above every key part of ours, text or number. */
const last = '~';

const corrupt = (partition: Partition, timestamp: unknown, chunkId: unknown, reason: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'CorruptItem',
    message: `the item ${partitionKey(partition)} / ${String(timestamp)}#${String(chunkId)} of table ${partition.table} cannot be read: ${reason}; restore it by a replay of its hour`,
  });

const headOf = (
  partition: Partition,
  firstTimestamp: number,
  chunkId: string,
  value: HeadValue,
): ChunkHead => ({
  partition,
  chunkId,
  events: value.events,
  firstTimestamp,
  lastTimestamp: value.lastTimestamp,
  firstReceivedAt: value.firstReceivedAt,
  lastReceivedAt: value.lastReceivedAt,
});

interface Values {
  readonly index: Database<string, IndexKey>;
  readonly heads: Database<Buffer, ItemKey>;
  readonly bodies: Database<Buffer, ItemKey>;
}

const putChunk = ({ index, heads, bodies }: Values, chunk: Chunk): void => {
  const partition = indexKey(chunk.partition);
  if (!index.doesExist(partition)) index.putSync(partition, chunk.metricName);
  const key = itemKey(chunk);
  heads.putSync(key, encodeHead(chunk));
  bodies.putSync(key, Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.byteLength));
};

const readHeads = ({ heads }: Values, partition: Partition): ChunkHead[] => {
  const found: ChunkHead[] = [];
  const start = indexKey(partition);
  for (const { key, value } of heads.getRange({ start, end: [...start, last] })) {
    const head = decodeHead(value);
    if (typeof head === 'string') throw corrupt(partition, key[3], key[4], head);
    found.push(headOf(partition, key[3], key[4], head));
  }
  return found;
};

const readChunk = ({ heads, bodies }: Values, wanted: ChunkHead): Chunk | undefined => {
  const key = itemKey(wanted);
  const value = heads.get(key);
  if (value === undefined) return undefined;
  const { partition, firstTimestamp, chunkId } = wanted;
  const head = decodeHead(value);
  if (typeof head === 'string') throw corrupt(partition, firstTimestamp, chunkId, head);
  const body = bodies.get(key);
  if (body === undefined) throw corrupt(partition, firstTimestamp, chunkId, 'its body is missing');
  const fault = bodyFault(body, head);
  if (fault !== undefined) throw corrupt(partition, firstTimestamp, chunkId, fault);
  const { metricName, pointer } = textsOf(value, head);
  const chunk = { ...headOf(partition, firstTimestamp, chunkId, head), metricName, body };
  return pointer === '' ? chunk : { ...chunk, pointer };
};

const readIndex = ({ index }: Values, tenant: TenantId, metric: string | undefined): IndexEntry[] => {
  const start = metric === undefined ? [tenant] : [tenant, metric];
  const range = index.getRange({ start, end: [...start, last] });
  return [...range].map(({ key, value }) => ({ metric: key[1], hour: key[2], metricName: value }));
};

/** Opens or makes the environment of a table. */
export const openTable = (file: string): Table => {
  const root = openEnvironment(file);
  const values: Values = {
    index: root.openDB('index', { encoding: 'string' }),
    heads: root.openDB('heads', { encoding: 'binary' }),
    bodies: root.openDB('bodies', { encoding: 'binary' }),
  };
  /** On the newest commit of any thread or process: a snapshot is otherwise kept until the event loop's next turn. */
  const fresh = <T>(read: () => T): T => {
    root.resetReadTxn();
    return read();
  };
  return {
    put: (chunks) => {
      root.transactionSync(() => {
        for (const chunk of chunks) putChunk(values, chunk);
      });
    },
    partitions: (tenant, metric) => fresh(() => readIndex(values, tenant, metric)),
    heads: (partition) => fresh(() => readHeads(values, partition)),
    read: (heads) => fresh(() => heads.flatMap((head) => readChunk(values, head) ?? [])),
    close: () => root.close(),
  };
};
