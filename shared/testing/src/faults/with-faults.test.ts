import { describe, expect, it } from 'vitest';
import type { Outcome } from '@sluice/core/failure';
import { aChunk, aDelivered } from '../factories/chunks.ts';
import { aTenantId } from '../factories/directory.ts';
import { memoryArchive } from '../memory/archive.ts';
import { memoryChunkStore } from '../memory/chunk-store.ts';
import { Crash } from './errors.ts';
import { atCall, type Fault, faults } from './plan.ts';
import { seededRandom } from './random.ts';
import { withFaults } from './with-faults.ts';

const chunksOf = (count: number) => Array.from({ length: count }, () => aChunk());

/** Puts 20 chunks under one fault; tells which are said to be stored and which are. */
const putUnder = async (fault: Fault, seed = 1) => {
  const store = memoryChunkStore();
  const injected = withFaults(seededRandom(seed), atCall(0, fault));
  const chunks = chunksOf(20);
  const outcomes = await injected
    .restart()
    .chunkStore(store)
    .put(chunks)
    .catch((error: unknown) => error);
  const stored = await Promise.all(
    chunks.map(async ({ partition }) => (await store.heads(partition)).length === 1),
  );
  return { outcomes, stored, counts: injected.injected().counts };
};

const oks = (outcomes: unknown): boolean[] => (outcomes as { ok: boolean }[]).map(({ ok }) => ok);

describe('seededRandom', () => {
  it('repeats itself by seed, differs between seeds, and is even', () => {
    const take = (seed: number): number[] => Array.from({ length: 10_000 }, seededRandom(seed));
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
    const mean = take(42).reduce((sum, n) => sum + n, 0) / 10_000;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
    expect(Math.max(...take(42))).toBeLessThan(1);
  });
});

describe('a batch put under a fault', () => {
  it.each<Fault>(['throttle', 'all', 'failure-before'])(
    '%s: all fail and nothing is stored',
    async (fault) => {
      const { outcomes, stored } = await putUnder(fault);
      expect(new Set(oks(outcomes))).toEqual(new Set([false]));
      expect(new Set(stored)).toEqual(new Set([false]));
    },
  );

  it('partial: exactly those said to be stored are', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { outcomes, stored } = await putUnder('partial', seed);
      expect(oks(outcomes)).toEqual(stored);
      expect(new Set(stored)).toEqual(new Set([true, false]));
    }
  });

  it('timeout-after-success: all are stored, some or all said to have failed, as retryable', async () => {
    const failures = new Set<number>();
    for (let seed = 0; seed < 20; seed += 1) {
      const { outcomes, stored } = await putUnder('timeout-after-success', seed);
      expect(new Set(stored)).toEqual(new Set([true]));
      failures.add(oks(outcomes).filter((ok) => !ok).length);
      const classes = (outcomes as Outcome[]).map((o) => (o.ok ? 'ok' : o.failure.class));
      expect(classes).toContain('retryable');
    }
    expect(failures.has(0)).toBe(false);
    expect(failures.has(20)).toBe(true);
    expect(failures.size).toBeGreaterThan(2);
  });

  it('crash-before and crash-after: Crash, with or without the effect', async () => {
    const before = await putUnder('crash-before');
    const after = await putUnder('crash-after');
    expect([before.outcomes, after.outcomes]).toEqual([expect.any(Crash), expect.any(Crash)]);
    expect(new Set(before.stored)).toEqual(new Set([false]));
    expect(new Set(after.stored)).toEqual(new Set([true]));
    expect([...after.counts]).toEqual([['ChunkStore.put crash-after', 1]]);
  });
});

describe('a life', () => {
  it('is over after a crash: no port of it has an effect any more, those of the next do', async () => {
    const store = memoryChunkStore();
    const archive = memoryArchive();
    const injected = withFaults(seededRandom(1), atCall(1, 'crash-before'));
    const dead = injected.restart();
    const ports = { store: dead.chunkStore(store), archive: dead.archive(archive) };
    const [first, second, third] = chunksOf(3) as [
      ReturnType<typeof aChunk>,
      ReturnType<typeof aChunk>,
      ReturnType<typeof aChunk>,
    ];
    expect(await ports.store.put([first])).toEqual([{ ok: true }]);
    await expect(ports.store.put([second])).rejects.toThrow(Crash);
    await expect(ports.archive.append('raw', [aDelivered()])).rejects.toThrow(Crash);
    const alive = injected.restart();
    await expect(ports.store.put([second])).rejects.toThrow(Crash);
    expect(await alive.chunkStore(store).put([third])).toEqual([{ ok: true }]);
    expect(archive.records('raw')).toEqual([]);
    expect(await store.heads(second.partition)).toEqual([]);
  });
});

describe('rates', () => {
  it('are kept, counted by port, method and fault, and repeatable; calm ends them', async () => {
    const run = async (): Promise<Map<string, number>> => {
      const injected = withFaults(seededRandom(99), { throttle: 0.2, partial: 0.3 });
      const store = injected.restart().chunkStore(memoryChunkStore());
      for (let i = 0; i < 1_000; i += 1) await store.put([aChunk()]);
      injected.calm();
      for (let i = 0; i < 100; i += 1) expect(await store.put([aChunk()])).toEqual([{ ok: true }]);
      expect(injected.injected().calls).toBe(1_100);
      return new Map(injected.injected().counts);
    };
    const counts = await run();
    expect(counts.get('ChunkStore.put throttle')).toBeGreaterThan(150);
    expect(counts.get('ChunkStore.put throttle')).toBeLessThan(250);
    expect(counts.get('ChunkStore.put partial')).toBeGreaterThan(250);
    expect(await run()).toEqual(counts);
  });

  it('above 1 in sum are refused', () => {
    expect(() => withFaults(seededRandom(1), { throttle: 0.6, partial: 0.6 })).toThrow(/1\.2/);
  });
});

describe('calls that are done or throw', () => {
  it.each(faults)('%s', async (fault) => {
    const archive = memoryArchive();
    const ports = withFaults(seededRandom(3), atCall(0, fault)).restart();
    const records = [aDelivered(), aDelivered(), aDelivered(), aDelivered()];
    const error: unknown = await ports
      .archive(archive)
      .append('raw', records)
      .catch((thrown: unknown) => thrown);
    const isCrash = fault.startsWith('crash');
    expect(error).toMatchObject({ name: isCrash ? 'Crash' : 'OutOfService' });
    const kept = archive.records('raw').length;
    if (fault === 'timeout-after-success' || fault === 'crash-after') expect(kept).toBe(4);
    else if (fault === 'partial') expect([1, 2, 3]).toContain(kept);
    else expect(kept).toBe(0);
  });

  it('reads fail as retryable', async () => {
    const ports = withFaults(seededRandom(3), { throttle: 1 }).restart();
    const store = ports.chunkStore(memoryChunkStore());
    await expect(store.tables()).rejects.toMatchObject({ class: 'retryable' });
    await expect(store.partitions('late', aTenantId())).rejects.toMatchObject({ class: 'retryable' });
  });
});
