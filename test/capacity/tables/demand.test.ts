import { expect, it } from 'vitest';
import { at, type Series } from '../frame/series.ts';
import { laterThan, shareOfAge, tableDemands, weekMinutes } from './demand.ts';

const monday = Date.UTC(2026, 0, 5);
const week: Series = {
  name: 'flat',
  start: monday,
  demand: new Float64Array(3 * weekMinutes).fill(100),
  spread: [1],
};

it('has 95 % within an hour, 4 % within a day, 1 % within 8 days', () => {
  expect([0, 60, 1_440, 8 * 1_440].map(laterThan)).toEqual([
    1, 0.050_000_000_000_000_044, 0.010_000_000_000_000_002, 0,
  ]);
  expect(laterThan(30)).toBeCloseTo(0.525);
});

it.each([0, 1, 59, 700, 1_440, 9_000])('shares %i minutes into a week wholly among the weeks', (minute) => {
  expect([0, 1, 2].map((age) => shareOfAge(age, minute)).reduce((sum, share) => sum + share)).toBeCloseTo(1);
});

it('gives all of it to the week before at its first moment, and 1 % a day later', () => {
  expect(shareOfAge(1, 0)).toBeCloseTo(1 - laterThan(weekMinutes));
  expect(shareOfAge(1, 1_440) + shareOfAge(2, 1_440)).toBeCloseTo(0.01);
});

it('splits a series over the tables of its weeks: nothing lost but what is back-filled on top', () => {
  const tables = tableDemands(week);
  expect(tables.map((table) => table.week)).toEqual([
    '2025-w50',
    '2025-w51',
    '2025-w52',
    '2026-w01',
    '2026-w02',
    '2026-w03',
    '2026-w04',
    '2026-w05',
  ]);
  const total = (minute: number) =>
    tables.reduce((sum, table) => sum + at(table.writes, minute - table.first), 0);
  for (const minute of [0, 5_000, weekMinutes, 20_000]) expect(total(minute)).toBeCloseTo(100);
  const job = Math.floor(0.8 * week.demand.length);
  expect(total(job)).toBeCloseTo(120);
  expect(total(job + 360)).toBeCloseTo(100);
  // Three weeks before the third.
  expect(at(tables[3]?.writes ?? new Float64Array(), job)).toBe(20);
});
