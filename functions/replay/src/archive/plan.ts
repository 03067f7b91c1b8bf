import { hash } from 'node:crypto';
import type { ArchiveObject, ArchiveObjects } from '@sluice/core/archive';
import { archivePrefix, encodeBase32, stateLimits } from '@sluice/core/layout';
import { hourPath } from '@sluice/core/time';
import type { Planned } from './progress.ts';
import type { ArchiveRequest } from './request.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A row of the plan as it is stored. */
export interface PlanRow {
  readonly key: string;
  readonly value: string;
}

/**
 * The hours of the archive that may hold what was received in a range. An hour is that of the arrival of the oldest record in an object
 * (Firehose gathers for at most 15 minutes), so that one begins an hour early; archived late means up to `lateHours` after it.
 */
export const archiveHours = ({ from, to, lateHours }: ArchiveRequest, now: number) => ({
  first: Math.floor(from / hourMs) * hourMs - hourMs,
  last: Math.min(Math.floor((to - 1) / hourMs) * hourMs + lateHours * hourMs, now),
});

const dayPrefix = (request: ArchiveRequest, day: number): string =>
  archivePrefix(request.stage, day).split('/').slice(0, -2).join('/').concat('/');

/** What is listed by day, cut to the hours. */
async function* objectsOf(
  request: ArchiveRequest,
  archive: ArchiveObjects,
  now: number,
): AsyncGenerator<ArchiveObject> {
  const { first, last } = archiveHours(request, now);
  const [begin, end] = [hourPath(first), hourPath(last)];
  const root = `archive/${request.stage}/`;
  for (let day = Math.floor(first / dayMs) * dayMs; day <= last; day += dayMs)
    for await (const object of archive.list(dayPrefix(request, day))) {
      const hour = object.key.slice(root.length, root.length + begin.length);
      if (hour >= begin && hour <= end && object.key.endsWith('.json.gz')) yield object;
    }
}

/** A margin for the brackets. */
const rowBytes = stateLimits.valueBytes - 1_000;

/**
 * Lists the objects of a replay in rows that the state store can hold. What is archived afterwards, the replayed records themselves among
 * it, is not part of them: a replay does not feed on itself.
 * @param nonce makes the rows of this beginning their own: of two that begin at once each has its rows
 */
export async function* planRows(
  request: ArchiveRequest,
  archive: ArchiveObjects,
  { now, nonce }: { readonly now: number; readonly nonce: string },
): AsyncGenerator<PlanRow & { readonly objects: number; readonly bytes: number }> {
  let row: Planned[] = [];
  let length = 0;
  let number = 0;
  const take = () => {
    const value = JSON.stringify(row);
    const key = `plan/${encodeBase32(hash('sha256', `${nonce} ${number++} ${value}`, 'binary'))}`;
    const taken = { key, value, objects: row.length, bytes: row.reduce((sum, [, size]) => sum + size, 0) };
    row = [];
    length = 0;
    return taken;
  };
  for await (const { key, size, isOpen } of objectsOf(request, archive, now)) {
    const entry: Planned = [key, size, isOpen];
    const bytes = JSON.stringify(entry).length + 1;
    if (length + bytes > rowBytes) yield take();
    row.push(entry);
    length += bytes;
  }
  if (row.length > 0) yield take();
}
