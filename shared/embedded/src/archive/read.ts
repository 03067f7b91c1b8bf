import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Stage } from '@sluice/core/ports';
import { hourPath, startOfHour } from '@sluice/core/time';
import { ifThere } from '../object-store/file-failure.ts';
import { keysBelow } from '../object-store/walk.ts';
import { type Part, partsOf } from './members.ts';
import { isMarked } from './open-marks.ts';

/** A line of an archive object, or what of the object could not be read and why. */
export type ArchivedLine =
  { readonly key: string; readonly line: string } | { readonly key: string; readonly damage: string };

const newline = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The lines of a member's content, without their newline; empty ones are left out. */
function* linesOf(key: string, data: Uint8Array, start: number): Generator<ArchivedLine> {
  let from = 0;
  while (from < data.length) {
    const found = data.indexOf(newline, from);
    const end = found < 0 ? data.length : found;
    if (end > from) yield decoded(key, data.subarray(from, end), start);
    from = end + 1;
  }
}

const decoded = (key: string, bytes: Uint8Array, start: number): ArchivedLine => {
  try {
    return { key, line: utf8.decode(bytes) };
  } catch {
    const shown = Buffer.from(bytes.subarray(0, 200)).toString('base64');
    return { key, damage: `a line of the member at byte ${start} is not UTF-8; it starts (base64) ${shown}` };
  }
};

/** The lines of one object by its key. A torn end is damage only when nobody was appending: else it was never acknowledged. */
export async function* readObject(folder: string, key: string): AsyncGenerator<ArchivedLine> {
  const file = await ifThere(() => open(path.join(folder, key), 'r'));
  if (file === undefined) return;
  try {
    for await (const part of partsOf(file)) yield* ofPart(folder, key, part);
  } finally {
    await file.close();
  }
}

async function* ofPart(folder: string, key: string, part: Part): AsyncGenerator<ArchivedLine> {
  switch (part.kind) {
    case 'member':
      yield* linesOf(key, part.data, part.start);
      break;
    case 'damage':
      yield { key, damage: `bytes ${part.start} to ${part.end} are no gzip member: ${part.reason}` };
      break;
    case 'torn':
      if (!(await isMarked(folder, key)))
        yield { key, damage: `the object ends within the gzip member at byte ${part.start}` };
  }
}

const sharedStart = (a: string, b: string): string => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
};

const pathOf = (hour: string | undefined): string | undefined =>
  hour === undefined ? undefined : hourPath(startOfHour(hour));

/**
 * The lines of a stage's archive by arrival hour, both ends included (`2026-11-23T03`; absent: no bound), in the order of the keys.
 * Streams: memory is bounded by one gzip member. What cannot be read is told as damage in its place and never left out silently.
 * @param folder what the archive was opened with
 */
export async function* readArchive(
  folder: string,
  stage: Stage,
  fromHour?: string,
  toHour?: string,
): AsyncGenerator<ArchivedLine> {
  const root = `archive/${stage}/`;
  const from = pathOf(fromHour);
  const to = pathOf(toHour);
  const prefix = root + (from === undefined || to === undefined ? '' : sharedStart(from, to));
  for await (const key of keysBelow(folder, '', prefix)) {
    const hour = path.posix.dirname(key.slice(root.length));
    if ((from !== undefined && hour < from) || (to !== undefined && hour > to)) continue;
    if (key.endsWith('.json.gz')) yield* readObject(folder, key);
  }
}
