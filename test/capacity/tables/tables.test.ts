import type { TableMinute } from '@sluice/core/ports';
import { expect, it } from 'vitest';
import { noFaults, scenarios } from '../frame/faults.ts';
import { generatedSeries } from '../frame/generated.ts';
import { scaled, type Series } from '../frame/series.ts';
import { onDemand } from './baselines/on-demand.ts';
import { tableResults, type TableController } from './index.ts';
import { runOurs } from './ours.ts';
import { loadOf, runPolicy } from './run.ts';

const seriesNamed = (name: string): Series => {
  const series = generatedSeries(7).find((one) => one.name === name);
  if (series === undefined) throw new Error(`there is no series ${name}`);
  return scaled(series, 2_000);
};

/** Eight days of it, of which the last four are scored, with a roll-over among them. */
const eightDays = (name: string): Series => {
  const series = seriesNamed(name);
  return { ...series, demand: series.demand.slice(0, 8 * 1_440) };
};

const hourMs = 3_600_000;

/** Three times what the newest minute tells, lowered once an hour at most: so simple that it serves poorly. */
const simple: TableController = async (tables, { metrics, control, clock }) => {
  const now = clock.now();
  const told = await metrics.read(
    tables.map(({ table }) => table),
    now - hourMs / 4,
    now,
  );
  for (const { table } of tables) {
    const there = await control.describe(table);
    const newest = told.get(table)?.at(-1);
    if (there?.status !== 'ACTIVE' || newest === undefined) continue;
    const to = { writes: wish(newest.writes), reads: wish(newest.reads) };
    const lowers = to.writes < there.throughput.writes || to.reads < there.throughput.reads;
    const same = to.writes === there.throughput.writes && to.reads === there.throughput.reads;
    if (same || (lowers && now - (there.lastDecreaseAt ?? 0) < hourMs)) continue;
    await control.provision(table, to);
  }
};

const wish = (units = 0): number => Math.min(40_000, Math.max(1, Math.ceil((3 * units) / 60)));

it.each(['weekly', 'on-off-from-zero'])('runs %s through all policies', { timeout: 20_000 }, async (name) => {
  const series = eightDays(name);
  const {
    results,
    oracleDollars,
    floorDollars,
    held,
    scenarios: faulty,
    atOtherAssumptions,
  } = await tableResults(series, {
    controller: simple,
  });
  expect(results.map(({ policy }) => policy).slice(0, 2)).toEqual(['sluice', 'rockeee']);
  expect(floorDollars).toBeLessThanOrEqual(oracleDollars);
  for (const { policy, score } of [...results, ...faulty]) {
    expect.soft(score.servedShare, policy).toBeGreaterThan(0);
    expect.soft(score.servedLateShare, policy).toBeLessThanOrEqual(1 + 1e-12);
    expect.soft(score.servedShare, policy).toBeLessThanOrEqual(score.servedLateShare);
    if (score.servedShare === 1) expect.soft(score.dollars, policy).toBeGreaterThanOrEqual(oracleDollars);
  }
  expect(faulty.map(({ policy, score }) => [policy, score.rejected])).toEqual(
    scenarios.map((faults) => [faults.name, 0]),
  );
  const all = results.filter(({ score }) => score.servedShare === 1).map(({ policy }) => policy);
  expect(all).toEqual(expect.arrayContaining(['DynamoDB on-demand', 'static peak']));
  expect(held[0]?.capacity).toHaveLength(series.demand.length);
  expect(await tableResults(series, { controller: simple, scenarios: [noFaults] })).toEqual({
    ...{ results, oracleDollars, floorDollars, held, atOtherAssumptions },
    scenarios: faulty.slice(0, 1),
  });
});

it('scores the second half alone', () => {
  const load = loadOf(eightDays('weekly'));
  const { score } = runPolicy(onDemand, load);
  const units = (side: 'writes' | 'reads') =>
    load.demands.reduce(
      (sum, table) => sum + table[side].subarray(Math.max(0, 5_760 - table.first)).reduce((a, b) => a + b, 0),
      0,
    );
  expect(score.dollars).toBeCloseTo(60 * (units('writes') * 0.625e-6 + units('reads') * 0.125e-6), 6);
});

it('bills an hour at its maximum dearer', async () => {
  const load = loadOf(eightDays('weekly'));
  const [even, most] = [
    await runOurs(simple, load),
    await runOurs(simple, load, { billed: 'at its maximum' }),
  ];
  expect(most.score.dollars).toBeGreaterThan(even.score.dollars);
  expect(most.score.servedShare).toBe(even.score.servedShare);
});

/** What a controller is told and answered, minute by minute, under a fault. */
const watch = async (name: string, minutes: number, each: TableController): Promise<void> => {
  const series = seriesNamed('steady');
  const faults = scenarios.find((one) => one.name === name) ?? noFaults;
  await runOurs(each, loadOf({ ...series, demand: series.demand.slice(0, minutes) }), { faults });
};

it.each([
  ['none', 3],
  ['lag of 4 min', 5],
])('tells metrics under %s so that the newest is %i minutes old', async (name, age) => {
  const ages = new Set<number>();
  await watch(name, 60, async (tables, { metrics, clock }) => {
    const [current] = tables.filter(({ week }) => week === '2026-w02');
    const told = await metrics.read([current?.table ?? ''], clock.now() - hourMs, clock.now());
    const newest = told.get(current?.table ?? '')?.at(-1)?.at;
    if (newest !== undefined) ages.add((clock.now() - newest) / 60_000);
  });
  expect([...ages]).toEqual([age]);
});

it('tells nothing of a gap, and all around it', async () => {
  const told = new Map<number, TableMinute>();
  await watch('gap of 30 min', 140, async (tables, { metrics, clock }) => {
    const from = Date.UTC(2026, 0, 5);
    const names = tables.map(({ table }) => table);
    for (const minutes of (await metrics.read(names, from, clock.now())).values())
      for (const minute of minutes) told.set((minute.at - from) / 60_000, minute);
  });
  const missing = Array.from({ length: 136 }, (_, minute) => minute).filter((minute) => !told.has(minute));
  expect(missing).toEqual(Array.from({ length: 30 }, (_, i) => 97 + i));
});

it('does not run in a missed tick', async () => {
  const ran = new Set<number>();
  await watch('10 missed ticks', 70, async (_, { clock }) => {
    ran.add((clock.now() - Date.UTC(2026, 0, 5)) / 60_000);
  });
  expect([...ran]).toEqual(Array.from({ length: 70 }, (_, i) => i).filter((i) => i < 53 || i > 62));
});

it('answers limit-exceeded where a fault refuses, halves what is set by hand, and knows no other table', async () => {
  const answers: string[] = [];
  await watch('refused calls', 35, async (tables, { control }) => {
    answers.push(await control.payPerRequest(tables[0]?.table ?? ''));
  });
  expect(answers.slice(29, 35)).toEqual([
    'invalid',
    'invalid',
    'limit-exceeded',
    'limit-exceeded',
    'limit-exceeded',
    'invalid',
  ]);
  let last: number | undefined;
  await watch('resized by hand', 4_010, async (tables, { control }) => {
    const table = tables[4]?.table ?? '';
    if (last === undefined) await control.provision(table, { writes: 3_000, reads: 1_500 });
    expect(await control.describe('none')).toBeUndefined();
    expect(await control.provision('none', { writes: 1, reads: 1 })).toBe('not-found');
    last = (await control.describe(table))?.throughput.writes;
  });
  expect(last).toBe(1_500);
});
