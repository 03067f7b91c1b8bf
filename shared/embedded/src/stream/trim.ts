import { stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { listSegments, segmentName } from './segment.ts';

/**
 * Removes the segments of a shard whose records are all done with and were written before a time. The newest segment stays, and so
 * does whatever a consumer has yet to read.
 * @param through the last sequence number that every consumer is done with
 * @param before epoch ms
 * @returns how many segments were removed
 */
export const trimShard = async (
  streamFolder: string,
  shard: string,
  through: number,
  before: number,
): Promise<number> => {
  const folder = join(streamFolder, shard);
  const firsts = await listSegments(folder);
  let removed = 0;
  for (const [i, first] of firsts.entries()) {
    const next = firsts[i + 1];
    if (next === undefined || next - 1 > through) break;
    const path = join(folder, segmentName(first));
    if ((await stat(path)).mtimeMs >= before) break;
    await unlink(path);
    removed++;
  }
  return removed;
};
