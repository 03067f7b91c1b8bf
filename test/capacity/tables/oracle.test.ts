import { expect, it } from 'vitest';
import { weekMinutes, tableDemands } from './demand.ts';
import { boundsOf } from './oracle.ts';
import { SidePlan } from './side-plan.ts';

const flat = [1, 1, 1, 1, 1];
const unit = 0.000_65;
const request = 0.625e-6;

/** The dollars of an hour of writes by minute. */
const hourOf = (values: readonly number[], billed: 'pro rata' | 'at its maximum' = 'pro rata') =>
  new SidePlan('writes', Float64Array.from(values), flat, billed).hour(0, values.length);

const minutes = (value: number, length: number): readonly number[] => Array<number>(length).fill(value);

it('takes for an even hour what it asks for', () => {
  const { provisioned, perRequest } = hourOf(minutes(100, 60));
  expect(provisioned).toBeCloseTo(100 * unit);
  expect(perRequest).toBeCloseTo(100 * 3_600 * request);
});

it('takes a minute of six from what was not used of the five before it', () => {
  // 600 of one minute: five minutes of 100 unused, and its own 100; raised to that at minute 50.
  const values = [...minutes(0, 55), 600, ...minutes(0, 4)];
  expect(hourOf(values).provisioned).toBeCloseTo(((1 * 50 + 100 * 10) / 60) * unit);
  expect(hourOf(values, 'at its maximum').provisioned).toBeCloseTo(100 * unit);
});

it('carries what is unused from one hour to the next', () => {
  const plan = new SidePlan(
    'writes',
    Float64Array.from([...minutes(0, 59), 600, 600, ...minutes(0, 59)]),
    flat,
    'pro rata',
  );
  const [first, second] = [plan.hour(0, 60), plan.hour(60, 120)];
  expect(first.provisioned).toBeLessThan(0.4 * 100 * unit);
  expect(second.provisioned).toBeLessThanOrEqual(600 * unit);
  expect(second.provisioned).toBeGreaterThan(100 * unit);
});

it('is not paid per request where that would refuse', () => {
  expect(hourOf(minutes(4_001, 60)).perRequest).toBe(Number.POSITIVE_INFINITY);
  expect(hourOf([...minutes(2_500, 30), ...minutes(5_000, 30)]).perRequest).toBeLessThan(
    Number.POSITIVE_INFINITY,
  );
});

const boundsWith = (shape: (minute: number) => number) => {
  const demand = Float64Array.from({ length: 2 * weekMinutes }, (_, minute) => shape(minute));
  const series = { name: 'one', start: Date.UTC(2026, 0, 5), demand, spread: flat };
  return boundsOf({ series, demands: tableDemands(series) });
};

it('changes the mode for the hours where that is cheaper, four times a day at most', () => {
  /** Hours full and hours with one full minute, changing every so many hours. */
  const changing = (hours: number) =>
    boundsWith((minute) => (Math.floor(minute / (60 * hours)) % 2 === 0 || minute % 60 === 0 ? 1_000 : 0));
  const [twice, often] = [changing(6), changing(1)];
  expect(twice.oracle / twice.floor).toBeLessThan(1.1);
  expect(often.oracle / often.floor).toBeGreaterThan(1.4);
});

it('pays per request in the hours where that is cheaper, and never less than the floor', () => {
  const even = boundsWith(() => 1_000);
  expect(even.oracle).toBeGreaterThanOrEqual(even.floor);
  expect(even.oracle).toBeLessThan(1.02 * even.floor);
  // One minute of an hour: paid per request it is 3.46 times the floor's price, provisioned at least 10 times.
  const rare = boundsWith((minute) => (minute % 60 === 0 ? 1_000 : 0));
  expect(rare.oracle / rare.floor).toBeGreaterThan(1.5);
  expect(rare.oracle / rare.floor).toBeLessThan(3.5);
});
