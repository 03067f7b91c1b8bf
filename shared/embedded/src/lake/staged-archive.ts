import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { LongLines, type ArchiveSlice } from '@sluice/core/lake';
import { type Part, partsOf } from '../archive/members.ts';
import { durableLength } from '../archive/open-marks.ts';
import { ifThere, onFiles } from '../object-store/file-failure.ts';
import { keysBelow } from '../object-store/walk.ts';
import { isWholeGzip } from './whole-gzip.ts';

const prefix = 'archive/staged/';

/**
 * How many bytes of a file are whole members: all of it, or of one that is being appended to what is known to be durable. The mark is asked
 * before and after the size: a file is marked before its first byte, and unmarked only after its last.
 */
const wholeBytes = async (root: string, key: string): Promise<number> => {
  const before = await durableLength(root, key);
  if (before !== undefined) return before;
  const found = await ifThere(() => stat(path.join(root, key)));
  return (await durableLength(root, key)) ?? found?.size ?? 0;
};

async function* unread(root: string, read: Readonly<Record<string, number>>): AsyncGenerator<ArchiveSlice> {
  for await (const key of keysBelow(root, '', prefix)) {
    const from = read[key] ?? 0;
    const to = await wholeBytes(root, key);
    if (to > from) yield { key, from, to };
  }
}

/** A whole file that nobody appends to is read where it is; of others the slice is copied. */
const pathOf = async (root: string, temp: string, slice: ArchiveSlice, at: number): Promise<string> => {
  const file = path.join(root, slice.key);
  const size = (await ifThere(() => stat(file)))?.size;
  if (slice.from === 0 && slice.to === size && (await durableLength(root, slice.key)) === undefined)
    return file;
  const copy = path.join(temp, `${at}.json.gz`);
  if (size === undefined) return file;
  await pipeline(createReadStream(file, { start: slice.from, end: slice.to - 1 }), createWriteStream(copy));
  return copy;
};

const told = (part: Part, lines: LongLines): string | undefined => {
  switch (part.kind) {
    case 'member':
      return lines.faultIn(part.data);
    case 'damage':
      return `bytes ${part.start} to ${part.end} are no gzip member: ${part.reason}`;
    case 'torn':
      return `it ends within the gzip member at byte ${part.start}`;
  }
};

const damage = async (root: string, slice: ArchiveSlice): Promise<string | undefined> =>
  (await isWholeGzip(path.join(root, slice.key), slice.from, slice.to)) ? undefined : reasonOf(root, slice);

/** Member by member, so that it can be told where it is damaged. */
const reasonOf = async (root: string, { key, from, to }: ArchiveSlice): Promise<string | undefined> => {
  const file = await ifThere(() => open(path.join(root, key), 'r'));
  if (file === undefined) return 'it is gone';
  try {
    const { size } = await file.stat();
    if (size < to) return `it has ${size} bytes, and had ${to}`;
    const lines = new LongLines();
    for await (const part of partsOf(file, from)) {
      if (part.start >= to) return undefined;
      const reason = told(part, lines);
      if (reason !== undefined) return reason;
    }
    return undefined;
  } finally {
    await file.close();
  }
};

/**
 * The staged archive on files, for the batch. A file that is still appended to is read as far as it is durable, and further by the next run.
 * @param folder what the archive was opened with
 * @param temp a folder for copies, of the batch alone. Each opening has a new one in it and removes the others: a run whose parent was
 * killed may still be at work, and must find its own copies or none
 */
export const embeddedStagedArchive = (folder: string, temp: string) => ({
  unread: (read: Readonly<Record<string, number>>) => unread(folder, read),
  open: (slices: readonly ArchiveSlice[]) =>
    onFiles('open the staged archive', async () => {
      await rm(temp, { recursive: true, force: true });
      await mkdir(temp, { recursive: true });
      const own = await mkdtemp(path.join(temp, 'slices-'));
      const paths: string[] = [];
      for (const [at, slice] of slices.entries()) paths.push(await pathOf(folder, own, slice, at));
      return { paths, close: () => rm(own, { recursive: true, force: true }) };
    }),
  damage: (slice: ArchiveSlice) => onFiles(`read ${slice.key}`, () => damage(folder, slice)),
});
