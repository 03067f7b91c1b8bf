import { expect } from 'vitest';
import type { Chunk, ChunkHead, ChunkStore, Partition } from '@sluice/core/ports';

export type Open = () => ChunkStore | Promise<ChunkStore>;

export const headOf = ({ partition, chunkId, events, ...times }: Chunk): ChunkHead => ({
  partition,
  chunkId,
  events,
  firstTimestamp: times.firstTimestamp,
  lastTimestamp: times.lastTimestamp,
  firstReceivedAt: times.firstReceivedAt,
  lastReceivedAt: times.lastReceivedAt,
});

/** Buffers and plain arrays compare equal by their bytes only. */
export const plain = (chunks: readonly Chunk[]) =>
  chunks.map((chunk) => ({ ...chunk, body: Buffer.from(chunk.body) }));

export const putAll = async (store: ChunkStore, chunks: readonly Chunk[]): Promise<void> => {
  const outcomes = await store.put(chunks);
  expect(outcomes).toEqual(chunks.map(() => ({ ok: true })));
};

export const readBack = async (store: ChunkStore, partition: Partition): Promise<readonly Chunk[]> =>
  plain(await store.read(await store.heads(partition)));
