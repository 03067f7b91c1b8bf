import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { frameLength, frameSequence, isIntact } from './frame.ts';

/** A shard's log is cut into files named by their first sequence number: `00000000000000000001.log`. */
export const segmentName = (first: number): string => `${String(first).padStart(20, '0')}.log`;

/** First sequence numbers of the segments of a shard, ascending. */
export const listSegments = async (folder: string): Promise<number[]> => {
  const names = await readdir(folder);
  return names
    .filter((name) => /^\d{20}\.log$/.test(name))
    .map((name) => Number(name.slice(0, 20)))
    .sort((a, b) => a - b);
};

/** Makes the folder entries of new files durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A new segment, its folder entry durable. */
export const createSegment = async (folder: string, first: number): Promise<FileHandle> => {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, segmentName(first)), 'w');
  await syncFolder(folder);
  return file;
};

export interface Tail {
  /** Bytes up to the end of the last intact frame. */
  readonly end: number;
  /** Sequence of the last intact frame, or the one before the segment's first. */
  readonly last: number;
}

const blockBytes = 4 << 20;

/** Finds where a segment ends: at the first frame that is cut short or damaged, which is what a crash in the middle of a write leaves. */
export const findTail = async (file: FileHandle, first: number): Promise<Tail> => {
  let tail: Tail = { end: 0, last: first - 1 };
  let block = Buffer.alloc(blockBytes);
  for (;;) {
    const { bytesRead } = await file.read(block, 0, block.length, tail.end);
    const next = scanBlock(block.subarray(0, bytesRead), tail);
    if (next.end > tail.end) tail = next;
    else if (bytesRead === block.length && block.length < 64 << 20) block = Buffer.alloc(block.length * 4);
    else return tail;
  }
};

const scanBlock = (block: Buffer, from: Tail): Tail => {
  let offset = 0;
  let last = from.last;
  for (;;) {
    const length = frameLength(block, offset);
    if (length === undefined || !isIntact(block, offset, length) || frameSequence(block, offset) !== last + 1)
      break;
    offset += length;
    last++;
  }
  return { end: from.end + offset, last };
};
