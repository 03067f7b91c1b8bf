import type { FileHandle } from 'node:fs/promises';
import { partsOf as partsOfChunks, type Part } from '@sluice/core/archive';

export type { Part };

const step = 4 * 1024 * 1024;

/** The bytes of a file from a position on, up to its end at the moment of reading. */
export async function* chunksOf(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  for (let position = from; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(step), 0, step, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The parts of a file of gzip members from a position on (bytes). */
export const partsOf = (file: FileHandle, from = 0): AsyncGenerator<Part> =>
  partsOfChunks(chunksOf(file, from), from);

/** Where the last whole member ends, at or after `from`: what may be cut off after an interrupted append lies behind it. */
export const endOfMembers = async (file: FileHandle, from: number): Promise<number> => {
  let end = from;
  for await (const part of partsOf(file, from)) if (part.kind === 'member') end = part.end;
  return end;
};
