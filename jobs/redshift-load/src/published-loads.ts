import type { LakeLog } from '@sluice/core/lake';
import type { PublishedLoads } from './ports.ts';

/** The loads of each manifest of the lake, in order. */
export const publishedLoads = (lake: Pick<LakeLog, 'manifest'>): PublishedLoads => ({
  async *after(sequence) {
    for (let next = sequence + 1; ; next++) {
      const manifest = await lake.manifest(next);
      if (manifest === undefined) return;
      yield { sequence: next, loads: manifest.loads };
    }
  },
});
