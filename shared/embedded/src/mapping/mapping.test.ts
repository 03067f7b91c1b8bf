import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BatchReport, DeliveredRecord } from '@sluice/core/ports';
import { defaultMapping, fileCheckpoints, startMapping, type MappingSettings } from './index.ts';

const recordOf = (sequence: number): DeliveredRecord => ({
  shard: 's',
  sequence: String(sequence),
  arrivedAt: 0,
  partitionKey: 'k',
  data: new Uint8Array(1),
});

const checkpointFolder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'sluice-mapping-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** Runs a mapping over records 1…count until all are done with, and tells what the function was handed. */
const run = async (
  count: number,
  invoke: (sequences: number[]) => BatchReport,
  settings: Partial<MappingSettings> = {},
) => {
  const batches: number[][] = [];
  const givenUp: number[] = [];
  const folder = checkpointFolder();
  const checkpoints = fileCheckpoints(folder, 'c');
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const mapping = startMapping({
    shard: 's',
    settings: { ...defaultMapping, firstBackoffMs: 1, longestBackoffMs: 2, ...settings },
    checkpoints: {
      ...checkpoints,
      set: (shard, sequence) => {
        checkpoints.set(shard, sequence);
        if (sequence === count) finish();
      },
    },
    read: (after, { batchRecords }) =>
      Promise.resolve(
        Array.from({ length: Math.min(batchRecords, count - after) }, (_, i) => recordOf(after + 1 + i)),
      ),
    invoke: async (records) => {
      const sequences = records.map(({ sequence }) => Number(sequence));
      batches.push(sequences);
      return Promise.resolve(invoke(sequences));
    },
    onFailure: (records) =>
      Promise.resolve(void givenUp.push(...records.map(({ sequence }) => Number(sequence)))),
    log: () => undefined,
    random: () => 0,
  });
  await finished;
  await mapping.stop();
  return { batches, givenUp, checkpoint: fileCheckpoints(folder, 'c').get('s') };
};

const success: BatchReport = { batchItemFailures: [] };
const failing = (sequence: number): BatchReport => ({
  batchItemFailures: [{ itemIdentifier: String(sequence) }],
});

describe('an event source mapping', () => {
  it.each([1, 3, 5])(
    'starts again at the reported record %i, and does not repeat those before it',
    async (bad) => {
      let failures = 2;
      const { batches, givenUp, checkpoint } = await run(5, (sequences) =>
        sequences.includes(bad) && failures-- > 0 ? failing(bad) : success,
      );
      const rest = [1, 2, 3, 4, 5].filter((sequence) => sequence >= bad);
      expect(batches).toEqual([[1, 2, 3, 4, 5], rest, rest]);
      expect(givenUp).toEqual([]);
      expect(checkpoint).toBe(5);
    },
  );

  it('takes the lowest of several failures', async () => {
    let first = true;
    const { batches } = await run(5, () => {
      if (!first) return success;
      first = false;
      return { batchItemFailures: [{ itemIdentifier: '4' }, { itemIdentifier: '2' }] };
    });
    expect(batches).toEqual([
      [1, 2, 3, 4, 5],
      [2, 3, 4, 5],
    ]);
  });

  it.each(['', '99'])(
    'takes a report of the unknown record %j as the failure of the whole batch',
    async (unknown) => {
      let first = true;
      const { batches } = await run(3, () => {
        if (!first) return success;
        first = false;
        return { batchItemFailures: [{ itemIdentifier: unknown }] };
      });
      expect(batches).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    },
  );

  it('isolates a record that throws by bisecting, gives only it up, and delivers its neighbours', async () => {
    const handled = new Set<number>();
    const { givenUp, checkpoint } = await run(
      8,
      (sequences) => {
        if (sequences.includes(5)) throw new Error('poison');
        for (const sequence of sequences) handled.add(sequence);
        return success;
      },
      { maximumAttempts: 3 },
    );
    expect(givenUp).toEqual([5]);
    expect([...handled].sort()).toEqual([1, 2, 3, 4, 6, 7, 8]);
    expect(checkpoint).toBe(8);
  });

  it('gives a record up only after the set number of tries', async () => {
    let tries = 0;
    const { givenUp } = await run(1, () => (tries++, failing(1)), { maximumAttempts: 4 });
    expect(givenUp).toEqual([1]);
    expect(tries).toBe(4);
  });
});

describe('checkpoints', () => {
  it('survive a torn write: the one before counts', () => {
    const folder = checkpointFolder();
    const first = fileCheckpoints(folder, 'c');
    first.set('s', 41);
    first.set('s', 42);
    first.close();
    const path = join(folder, 'c-s');
    const bytes = readFileSync(path);
    bytes.fill(0x39, 32, 45);
    writeFileSync(path, bytes);
    expect(fileCheckpoints(folder, 'c').get('s')).toBe(41);
  });
});
