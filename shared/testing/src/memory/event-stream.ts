import type { DeliveredRecord, EventStream, StreamRecord } from '@sluice/core/ports';

export interface MemoryEventStream extends EventStream {
  /** Records after a sequence number, in order, at most `limit`. */
  read(after: number, limit: number): readonly DeliveredRecord[];
  readonly records: readonly DeliveredRecord[];
}

/** A stream of one shard in memory. */
export const memoryEventStream = (now: () => number = () => 0): MemoryEventStream => {
  const records: DeliveredRecord[] = [];
  const append = (record: StreamRecord): DeliveredRecord => {
    const delivered = { ...record, shard: 'shard-0', sequence: String(records.length + 1), arrivedAt: now() };
    records.push(delivered);
    return delivered;
  };
  return {
    records,
    put: (put) =>
      Promise.resolve(
        put.map((record) => ({ ok: true, shard: 'shard-0', sequence: append(record).sequence })),
      ),
    read: (after, limit) => records.slice(after, after + limit),
  };
};
