import type { ArchiveSlice, LakeLog } from '@sluice/core/lake';
import type { StateStore } from '@sluice/core/ports';

/** Marks archive objects that the lake has; again does no harm. */
export type MarkRead = (slices: readonly ArchiveSlice[]) => Promise<void>;

const [partition, key] = ['etl', 'marked'];

/**
 * Marks what manifests read that were published since the last time, one after the other: whoever dies in between does one again.
 * Throws OutOfService.
 */
export const markPublished = async (lake: LakeLog, states: StateStore, markRead: MarkRead): Promise<void> => {
  const row = await states.get(partition, key);
  let version = row?.version ?? 0;
  for (let sequence = Number(row?.value ?? 0) + 1; ; sequence++) {
    const manifest = await lake.manifest(sequence);
    if (manifest === undefined) return;
    await markRead(manifest.archive);
    if ((await states.replace(partition, key, version, String(sequence))) === 'conflict') return;
    version += 1;
  }
};
