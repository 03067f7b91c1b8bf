import { done, SluiceError } from '@sluice/core/failure';
import { chunkFault, lateTable, partitionKey, type TableName } from '@sluice/core/layout';
import type { Chunk, ChunkHead, ChunkStore, PartitionEntry } from '@sluice/core/ports';

interface MemoryTable {
  readonly entries: Map<string, PartitionEntry>;
  /** By partition key, then by chunk key. */
  readonly chunks: Map<string, Map<string, Chunk>>;
}

const chunkKey = ({ firstTimestamp, chunkId }: ChunkHead): string => `${firstTimestamp}#${chunkId}`;

const byKey = (a: ChunkHead, b: ChunkHead): number =>
  a.firstTimestamp - b.firstTimestamp || (a.chunkId < b.chunkId ? -1 : 1);

const byName = (a: PartitionEntry, b: PartitionEntry): number => {
  const name = ({ partition }: PartitionEntry): string => `${partition.metric} ${partition.hour}`;
  return name(a) < name(b) ? -1 : 1;
};

const byWeek = (a: TableName, b: TableName): number => {
  if (a === lateTable) return 1;
  return b === lateTable || a < b ? -1 : 1;
};

const copy = (chunk: Chunk): Chunk => ({ ...chunk, body: Uint8Array.from(chunk.body) });

const headOf = ({ partition, chunkId, events, ...rest }: Chunk): ChunkHead => ({
  partition,
  chunkId,
  events,
  firstTimestamp: rest.firstTimestamp,
  lastTimestamp: rest.lastTimestamp,
  firstReceivedAt: rest.firstReceivedAt,
  lastReceivedAt: rest.lastReceivedAt,
});

/** The near-line store in memory. Tables are made by the first put. */
export const memoryChunkStore = (): ChunkStore => {
  const tables = new Map<TableName, MemoryTable>();
  const tableFor = (name: TableName): MemoryTable => {
    const table = tables.get(name) ?? { entries: new Map(), chunks: new Map() };
    tables.set(name, table);
    return table;
  };
  const putOne = (chunk: Chunk): void => {
    const { entries, chunks } = tableFor(chunk.partition.table);
    const key = partitionKey(chunk.partition);
    if (!entries.has(key)) entries.set(key, { partition: chunk.partition, metricName: chunk.metricName });
    const items = chunks.get(key) ?? new Map<string, Chunk>();
    chunks.set(key, items.set(chunkKey(chunk), copy(chunk)));
  };
  return {
    put: async (chunks) => {
      for (const chunk of chunks) {
        const fault = chunkFault(chunk);
        const message = `the chunk ${chunk.chunkId} cannot be stored: ${fault ?? ''}`;
        if (fault !== undefined) throw new SluiceError({ class: 'ours', code: 'BadChunk', message });
      }
      chunks.forEach(putOne);
      return chunks.map(() => done);
    },
    tables: async () => [...tables.keys()].sort(byWeek),
    partitions: async (table, tenant, metric) =>
      [...(tables.get(table)?.entries.values() ?? [])]
        .filter(({ partition: p }) => p.tenant === tenant && (metric === undefined || p.metric === metric))
        .sort(byName),
    heads: async (partition) =>
      [...(tables.get(partition.table)?.chunks.get(partitionKey(partition))?.values() ?? [])]
        .map(headOf)
        .sort(byKey),
    read: async (heads) =>
      heads.flatMap((head) => {
        const items = tables.get(head.partition.table)?.chunks.get(partitionKey(head.partition));
        const found = items?.get(chunkKey(head));
        return found === undefined ? [] : [copy(found)];
      }),
    dropTable: async (table) => void tables.delete(table),
  };
};
