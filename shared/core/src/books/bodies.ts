import type { TableName } from '../layout/index.ts';
import type { Chunk, ChunkHead } from '../ports/index.ts';
import { fromEvery } from '../stream/index.ts';
import type { BooksServices } from './services.ts';

/** Chunks in memory at once, of at most 390 KB each. */
const chunksAtOnce = 32;

/** Calls back with the text of each chunk, in the order of the heads, and the table it is in. */
export const eachBody = async (
  heads: readonly ChunkHead[],
  services: Pick<BooksServices, 'chunks' | 'objects'>,
  take: (text: string, table: TableName) => void,
): Promise<void> => {
  for (let start = 0; start < heads.length; start += chunksAtOnce)
    for (const chunk of await services.chunks.read(heads.slice(start, start + chunksAtOnce)))
      take(fromEvery(await bodyOf(chunk, services)), chunk.partition.table);
};

const bodyOf = async (chunk: Chunk, { objects }: Pick<BooksServices, 'objects'>): Promise<Uint8Array> => {
  if (chunk.pointer === undefined) return chunk.body;
  const body = await objects.get(chunk.pointer);
  if (body === undefined)
    throw new Error(`the large event ${chunk.pointer}, which a near-line item points to, is gone`);
  return body;
};
