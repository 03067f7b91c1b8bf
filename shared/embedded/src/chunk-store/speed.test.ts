import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aChunk, aPartition, anHour } from '@sluice/testing/factories/chunks';
import { openChunkStore } from './index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sluice-chunks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

describe('20,000 chunks of one hour', () => {
  it('are put in batches of 100, and their heads are listed without their bodies', async () => {
    const store = openChunkStore(folder);
    const partition = aPartition();
    const body = Buffer.alloc(2_000, 7);
    const batches = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: 100 }, (_unused, j) =>
        aChunk({ partition, firstTimestamp: anHour + i * 100 + j, body }),
      ),
    );
    const put = await timed(async () => {
      for (const batch of batches) await store.put(batch);
    });
    const lists: number[] = [];
    expect(await store.heads(partition)).toHaveLength(20_000);
    for (let i = 0; i < 8; i += 1) lists.push(await timed(() => store.heads(partition)));
    const read = await timed(async () => store.read((await store.heads(partition)).slice(0, 2_000)));
    await store.close();
    const best = Math.min(...lists);
    console.info(
      `put ${(put / 200).toFixed(2)} ms a batch of 100 × 2 KB; heads of 20,000: best ${best.toFixed(0)} ms, first ${lists[0]?.toFixed(0)} ms; heads and 2,000 bodies ${read.toFixed(0)} ms`,
    );
  });
});
