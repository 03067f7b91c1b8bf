import { describe, expect, it } from 'vitest';
import type { ControlAnswer, TableCapacity, TableMinute } from '@sluice/core/ports';
import { Watch } from './watch.ts';
import { weeklyTables, type WeeklyTable } from './weekly-tables.ts';

const now = Date.UTC(2026, 10, 23, 12);
const nearLine = {
  prefix: 'sluice-dev-near-line-',
  retentionWeeks: 2,
  bounds: { writes: { least: 1, most: 100 }, reads: { least: 2, most: 50 } },
  throttledUnitPrice: 30,
};
const tables = weeklyTables(now, nearLine);
const table = (i: number): WeeklyTable => {
  const found = tables.at(i);
  if (found === undefined) throw new Error(`there is no table ${i}`);
  return found;
};

describe('the weekly tables', () => {
  it('are those of the retention, this week and the next, with their bounds', () => {
    expect(tables.map(({ week }) => week)).toEqual(['2026-w46', '2026-w47', '2026-w48', '2026-w49']);
    expect(table(-1)).toEqual({
      table: 'sluice-dev-near-line-2026-w49',
      week: '2026-w49',
      min: { writes: 1, reads: 2 },
      max: { writes: 100, reads: 50 },
      throttledUnitPrice: 30,
    });
  });

  it('go on over the end of a year of 53 weeks, and in the first moment of a week', () => {
    const weeks = weeklyTables(Date.UTC(2026, 11, 28), nearLine).map(({ week }) => week);
    expect(weeks).toEqual(['2026-w51', '2026-w52', '2026-w53', '2027-w01']);
  });
});

const capacity: TableCapacity = {
  status: 'ACTIVE',
  billing: 'PROVISIONED',
  throughput: { writes: 10, reads: 10 },
  decreasesToday: 0,
};

/** What is told of one table of this week, or another one, after a tick that looked at it. */
const told = async (
  found: Partial<TableCapacity> | undefined,
  minute: Partial<TableMinute> = {},
  { of = table(2), answer = 'accepted' }: { readonly of?: WeeklyTable; readonly answer?: ControlAnswer } = {},
): Promise<readonly string[]> => {
  const watch = new Watch();
  const control = watch.control({
    describe: async () => found && { ...capacity, ...found },
    provision: async () => answer,
    payPerRequest: async () => answer,
  });
  const metrics = watch.metrics({
    read: async (names) =>
      new Map(
        names.map((name) => [
          name,
          [
            { at: 0, throttledWrites: 9 },
            { at: now, ...minute },
          ],
        ]),
      ),
  });
  expect((await metrics.read([of.table], 0, now)).size).toBe(1);
  expect(await control.describe(of.table)).toEqual(found && { ...capacity, ...found });
  expect(await control.provision(of.table, { writes: 1, reads: 1 })).toBe(answer);
  return watch.lines(tables, now);
};

const line = (what: string, week = '2026-w48'): readonly string[] => [
  `${what}: the table sluice-dev-near-line-${week}`,
];

describe('what a person is to know', () => {
  it('is nothing of a table that fits, or that was not looked at', async () => {
    expect(await told({}, { writes: 500, reads: 500, throttledWrites: 0 })).toEqual([]);
    expect(new Watch().lines(tables, now)).toEqual([]);
  });

  it('is that a table of this week or the next is missing; one of the past may be dropped', async () => {
    const missing = 'a near-line table is missing';
    expect(await told(undefined)).toEqual(line(missing));
    expect(await told(undefined, {}, { of: table(3) })).toEqual(line(missing, '2026-w49'));
    expect(await told(undefined, {}, { of: table(1) })).toEqual([]);
  });

  it('is that a table is as large as it may be, and more is wanted', async () => {
    const full = { throughput: { writes: 100, reads: 10 } };
    expect(await told(full, { writes: 5_900 })).toEqual(line('a capacity is at its maximum'));
    expect(await told(full, { writes: 5_000, throttledWrites: 900 })).toEqual(
      line('a capacity is at its maximum'),
    );
    expect(await told(full, { writes: 5_000, reads: 5_900 })).toEqual([]);
  });

  it('is that requests are refused although more may be had, also where they are paid each', async () => {
    const behind = line('requests are refused below the maximum');
    expect(await told({}, { throttledWrites: 1 })).toEqual(behind);
    expect(await told({ throughput: { writes: 100, reads: 49 } }, { throttledReads: 1 })).toEqual(behind);
    const perRequest = { billing: 'PAY_PER_REQUEST', throughput: { writes: 0, reads: 0 } } as const;
    expect(await told(perRequest, { throttledReads: 1 })).toEqual(behind);
  });

  it('is that the decreases of a day are nearly spent, or a change was refused', async () => {
    const spent = line('the changes of a day are nearly spent');
    expect(await told({ decreasesToday: 24 })).toEqual([]);
    expect(await told({ decreasesToday: 25 })).toEqual(spent);
    expect(await told({}, {}, { answer: 'limit-exceeded' })).toEqual(spent);
  });
});
