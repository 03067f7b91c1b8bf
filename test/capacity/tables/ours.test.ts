import { scaleTables } from '@sluice/scale-tables';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noFaults, scenarios } from '../frame/faults.ts';
import { generatedSeries } from '../frame/generated.ts';
import { scaled, usualSpread, type Series } from '../frame/series.ts';
import { onDemand } from './baselines/on-demand.ts';
import { runOurs } from './ours.ts';
import { loadOf, runPolicy } from './run.ts';

const seriesNamed = (name: string): Series => {
  const series = generatedSeries(7).find((one) => one.name === name);
  if (series === undefined) throw new Error(`there is no series ${name}`);
  return scaled(series, 2_000);
};

it('never asks for what is refused, whatever comes, under any fault', async () => {
  const level = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 30_000, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(level, { minLength: 8, maxLength: 40 }),
      fc.constantFrom(...scenarios),
      async (levels, faults) => {
        const demand = Float64Array.from(
          levels.flatMap(([minutes, units]) => Array.from({ length: minutes }, () => units)),
        );
        const series = { name: 'test', start: Date.UTC(2026, 0, 9), demand, spread: usualSpread };
        const { score } = await runOurs(scaleTables, loadOf(series), { faults });
        expect(score.rejected).toBe(0);
      },
    ),
    { numRuns: 15, seed: 6 },
  );
}, 60_000);

it.each(['steady', 'ramp', 'weekly'])(
  'serves all of %s for less than paid per request',
  async (name) => {
    const load = loadOf(seriesNamed(name));
    const { score } = await runOurs(scaleTables, load);
    expect(score.servedShare).toBe(1);
    expect(score.dollars).toBeLessThan(0.6 * runPolicy(onDemand, load).score.dollars);
  },
  60_000,
);

it('leaves what comes on and off from nothing to be paid per request', async () => {
  const load = loadOf(seriesNamed('on-off-from-zero'));
  const { score } = await runOurs(scaleTables, load, { faults: noFaults });
  expect(score.servedShare).toBe(1);
  // The look itself, a metric at a time, is what it costs more.
  expect(score.dollars - score.controlDollars).toBeLessThan(1.001 * runPolicy(onDemand, load).score.dollars);
}, 60_000);
