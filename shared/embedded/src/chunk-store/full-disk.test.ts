import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Outcome } from '@sluice/core/failure';
import type { Chunk, ChunkStore } from '@sluice/core/ports';
import { aChunk, aPartition } from '@sluice/testing/factories/chunks';
import { openChunkStore } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-full-'));
const mount = (): string | undefined => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', root], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return String(error);
  }
};
const unmountable = mount();
if (unmountable !== undefined) console.warn(`skipped: a small disk cannot be mounted here: ${unmountable}`);
afterAll(() => {
  if (unmountable === undefined) execFileSync('umount', ['-l', root]);
  rmSync(root, { recursive: true });
});

const large = (): Chunk => aChunk({ body: Buffer.alloc(300_000, 7) });

/** Puts until a put fails; the chunks that were stored and the failure. */
const fill = async (store: ChunkStore) => {
  const stored: Chunk[] = [];
  for (;;) {
    const chunk = large();
    const [outcome] = await store.put([chunk]);
    if (outcome?.ok !== true) return { stored, outcome };
    stored.push(chunk);
  }
};

const codeOf = (outcome: Outcome | undefined): string =>
  outcome?.ok === false ? outcome.failure.code : 'ok';

const takeTheRest = (): void => {
  const filler = path.join(root, 'filler');
  for (const size of [65_536, 4_096, 512])
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // full
    }
};

describe.skipIf(unmountable !== undefined)('a full disk', () => {
  it('fails puts as retryable, serves reads, and needs no reopening when space is back', async () => {
    const store = openChunkStore(path.join(root, 'store'));
    const others = path.join(root, 'others');
    writeFileSync(others, Buffer.alloc(4_000_000));
    const { stored, outcome } = await fill(store);
    expect(outcome).toMatchObject({ ok: false, failure: { class: 'retryable', code: 'StoreFull' } });
    expect(stored.length).toBeGreaterThan(10);
    takeTheRest();
    expect(codeOf((await store.put([large()]))[0])).toBe('StoreFull');
    const elsewhere = aChunk({ partition: aPartition({ table: '2026-w51' }) });
    expect(codeOf((await store.put([elsewhere]))[0])).toBe('StoreFull');
    expect(await store.tables()).toEqual(['2026-w48']);

    for (const { partition } of stored) {
      const heads = await store.heads(partition);
      expect((await store.read(heads))[0]?.body).toHaveLength(300_000);
    }
    const reader = openChunkStore(path.join(root, 'store')); // needs no block of the disk
    expect(await reader.heads(stored[0]?.partition ?? elsewhere.partition)).toHaveLength(1);

    rmSync(others);
    expect(await store.put([elsewhere])).toEqual([{ ok: true }]);
    expect(codeOf((await reader.put([elsewhere]))[0])).toBe('ok');
    await reader.close();

    takeTheRest();
    await store.dropTable('2026-w48');
    expect(await store.tables()).toEqual(['2026-w51']);
    expect((await fill(store)).stored.length).toBeGreaterThan(10);
    await store.close();
  });
});
