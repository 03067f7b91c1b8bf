import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noFaults, scenarios } from '../frame/faults.ts';
import { generatedSeries } from '../frame/generated.ts';
import { scaled, usualSpread, type Series } from '../frame/series.ts';
import { baselines } from './baselines/index.ts';
import { boundsOf } from './index.ts';
import { runOnDemand } from './on-demand.ts';
import { oracleDollars } from './oracle.ts';
import { runOurs, runPolicy } from './run.ts';
import { Writers } from './traffic.ts';

const start = Date.UTC(2026, 0, 5);
const seriesOf = (demand: readonly number[]): Series => ({
  name: 'test',
  start,
  demand: Float64Array.from(demand),
  spread: usualSpread,
});

const seriesNamed = (name: string, days: number): Series => {
  const series = generatedSeries(7).find((one) => one.name === name);
  if (series === undefined) throw new Error(`there is no series ${name}`);
  return { ...scaled(series, 20), demand: scaled(series, 20).demand.slice(0, days * 1_440) };
};

describe('writers', () => {
  it('try again what was refused for a minute, and no longer; each refusal counts', () => {
    const writers = new Writers();
    const even = [1, 1, 1, 1, 1];
    expect(writers.minute(2, even, () => 1)).toMatchObject({ wanted: 2, served: 1, taken: 1 });
    const next = writers.minute(0, even, () => 1);
    // The newest first; of five parts that wait three are served before the others give up.
    expect(next.taken).toBeCloseTo(0.6, 9);
    expect(writers.minute(0, even, () => 1).taken).toBe(0);
    expect(new Writers().minute(1, [0.5, 0.5, 0.5, 0.5, 3], () => 1)).toMatchObject({ wanted: 1 });
    expect(new Writers().minute(1, [0.5, 0.5, 0.5, 0.5, 3], () => 1).served).toBeCloseTo(0.6, 9);
  });
});

describe('ours', () => {
  it('never asks for what is refused, nor for more than ten resizes in 24 hours, whatever comes', async () => {
    const level = fc.tuple(fc.integer({ min: 1, max: 240 }), fc.double({ min: 0, max: 60, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(level, { minLength: 8, maxLength: 40 }),
        fc.constantFrom(...scenarios),
        async (levels, faults) => {
          const demand = levels.flatMap(([minutes, units]) => Array.from({ length: minutes }, () => units));
          const { score, capacity } = await runOurs(seriesOf(demand), { start: 2, max: 40 }, faults);
          expect(score.rejected).toBe(0);
          expect(score.mostCallsIn24h).toBeLessThanOrEqual(10);
          expect(Math.max(...capacity)).toBeLessThanOrEqual(40);
        },
      ),
      { numRuns: 25, seed: 6 },
    );
  }, 60_000);

  it('does the same on the same series, and counts what its ticks cost', async () => {
    const series = seriesNamed('weekly', 8);
    const [one, other] = [
      await runOurs(series, boundsOf(series), noFaults),
      await runOurs(series, boundsOf(series), noFaults),
    ];
    expect(one.score).toEqual(other.score);
    expect(one.score.controlDollars).toBeGreaterThan(5_760 * 4 * 0.000_01);
    expect(one.score.dollars).toBeGreaterThan(oracleDollars(series));
  });

  it.each(scenarios)('serves an office week under: $name', async (faults) => {
    const series = seriesNamed('weekly', 8);
    const { score } = await runOurs(series, boundsOf(series), faults);
    expect(score.servedShare).toBeGreaterThan(0.999);
    expect(score.rejected).toBe(0);
  });

  it('does not touch a stream while nothing is told of it', async () => {
    const series = seriesNamed('weekly', 2);
    const blind = { ...noFaults, gap: () => true };
    const { actions, capacity } = await runOurs(series, { start: 9, max: 90 }, blind);
    expect(actions).toEqual([]);
    for (const held of [Math.min(...capacity), Math.max(...capacity)]) expect(held).toBeCloseTo(9, 6);
  });
});

describe('the tools', () => {
  const series = seriesNamed('weekly', 8);
  const { start: first, p99, peak } = boundsOf(series);
  const scoreOf = (name: string) => {
    const policy = baselines(first, p99, peak).find((one) => one.name === name);
    if (policy === undefined) throw new Error(`there is no ${name}`);
    return runPolicy(series, policy, noFaults).score;
  };

  it('static peak serves all and asks nothing', () => {
    expect(scoreOf('static peak')).toMatchObject({ servedShare: 1, calls: 0, controlDollars: 0 });
  });

  it('+1 spends its calls, and is refused more; mended it is not', () => {
    const ramp = { ...seriesNamed('ramp', 6), spread: [1, 1, 1, 1, 1] };
    const [wild, mended] = baselines(1, 20, 24)
      .filter(({ name }) => name.startsWith('App Auto'))
      .map((policy) => runPolicy(ramp, policy, noFaults).score);
    expect(wild?.mostCallsIn24h).toBeLessThanOrEqual(10);
    expect(mended?.rejected).toBe(0);
  });

  it('epsagon steps down only after a quiet day', () => {
    const quiet = seriesOf([...Array<number>(60).fill(9), ...Array<number>(2_880).fill(0.5)]);
    const policy = baselines(12, 12, 12).find(({ name }) => name === 'epsagon');
    if (policy === undefined) throw new Error('there is no epsagon');
    const { capacity } = runPolicy(quiet, policy, noFaults);
    const firstCut = capacity.findIndex((held, minute) => minute > 200 && held < (capacity[minute - 1] ?? 0));
    expect(firstCut).toBeGreaterThan(1_440);
  });

  it('on-demand serves twice the peak of 15 minutes ago at once, and is refused beyond', () => {
    const flat = Array<number>(240).fill(10);
    const jump = (to: number) =>
      runOnDemand(seriesOf([...flat, ...Array<number>(60).fill(to), ...Array<number>(180).fill(10)]))
        .servedShare;
    expect(jump(16)).toBe(1);
    expect(jump(40)).toBeLessThan(1);
  });
});

describe('the clairvoyant', () => {
  it('pays the peak of what is steady, and no more than static peak for anything', () => {
    expect(oracleDollars(seriesOf(Array<number>(2_880).fill(5)))).toBeCloseTo(1_440 * 6 * (0.015 / 60), 6);
    for (const name of ['weekly', 'flash-crowd-x20', 'on-off-from-zero']) {
      const series = seriesNamed(name, 8);
      const most = Math.ceil(boundsOf(series).peak);
      expect(oracleDollars(series)).toBeLessThanOrEqual(most * 5_760 * (0.015 / 60) + 1e-9);
    }
  });
});
