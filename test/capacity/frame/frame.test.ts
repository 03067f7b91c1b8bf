import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSeries } from './csv.ts';
import { generatedSeries } from './generated.ts';
import { plotOf } from './plot.ts';
import { resultsTable, unbeaten } from './results-table.ts';
import { mostWithin, Tally, type Score } from './score.ts';
import { quantile, scaled } from './series.ts';

const fileOf = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'series-')), 'one.csv');
  writeFileSync(path, text);
  return path;
};

it('holds rows of 5 minutes, joins rows of 30 by lines, averages rows of 30 seconds', () => {
  const file = fileOf('timestamp,value\n2026-01-01 00:00:00,0\n2026-01-01 00:30:00,30\n');
  const five = readSeries(file, { column: 'value', intervalSeconds: 300 });
  expect([...five.demand]).toEqual([0, 0, 0, 0, 0, 30, 30, 30, 30, 30]);
  expect(five.start).toBe(Date.UTC(2026, 0, 1));
  expect([...readSeries(file, { column: 'value', intervalSeconds: 1_800 }).demand.slice(0, 3)]).toEqual([
    0, 1, 2,
  ]);
  expect([...readSeries(file, { column: 'value', intervalSeconds: 30 }).demand]).toEqual([15]);
});

it.each([
  ['value\n1\nx\n', 'line 3, column value: "x" is no number'],
  ['value\n1\n-2\n', 'line 3, column value: "-2" is no number'],
  ['count\n1\n2\n', 'there is no column "value"; there are count'],
  ['value\n1\n', 'at least two rows'],
])('tells what is wrong with %j', (text, message) => {
  expect(() => readSeries(fileOf(text), { column: 'value', intervalSeconds: 60 })).toThrow(message);
});

it('scales by the 99th percentile, and refuses nothing but zeros', () => {
  for (const series of generatedSeries(7)) {
    const { demand } = scaled(series, 20);
    expect(quantile(demand, 0.99) || quantile(demand, 1)).toBeCloseTo(20);
  }
  const zeros = { name: 'z', start: 0, demand: new Float64Array(9), spread: [1] };
  expect(() => scaled(zeros, 20)).toThrow('nothing but zeros');
});

it('makes the same series of the same seed', () => {
  expect(generatedSeries(7)).toEqual(generatedSeries(7));
  expect(generatedSeries(8)[0]?.demand).not.toEqual(generatedSeries(7)[0]?.demand);
});

it('adds minutes up: shares, bad minutes, runs, calls within a day', () => {
  const tally = new Tally();
  for (const served of [10, 9, 9, 10, 9])
    tally.add({ wanted: 10, served, servedLate: 10, capacityDollars: 1 });
  for (const minute of [0, 10, 1_439, 1_440]) tally.call(minute, true);
  tally.call(1_441, false);
  tally.control(0.5);
  expect(tally.score()).toMatchObject({
    servedShare: 0.94,
    servedLateShare: 1,
    badMinutes: 3,
    longestBadRun: 2,
    dollars: 5.5,
    calls: 4,
    rejected: 1,
    mostCallsIn24h: 3,
  });
  expect(mostWithin([], 5)).toBe(0);
});

const score = (servedShare: number, dollars: number): Score => ({
  ...new Tally().score(),
  servedShare,
  dollars,
});

it('names the policies that are not beaten on both axes', () => {
  const others = [
    { policy: 'dearer and worse', score: score(0.9991, 9) },
    { policy: 'cheaper', score: score(0.9991, 1) },
    { policy: 'poor service', score: score(0.9, 1) },
    { policy: 'better', score: score(1, 9) },
  ];
  expect(unbeaten(score(0.9999, 5), others)).toEqual(['cheaper', 'better']);
  expect(resultsTable(others, 1)).toContain('| cheaper          |  99.9100 % |');
});

it('draws demand, capacity and actions', async () => {
  const [series] = generatedSeries(7);
  if (series === undefined) throw new Error('there is no series');
  const svg = await plotOf(series, [{ policy: 'sluice', capacity: series.demand, actions: [5] }]);
  expect(svg).toContain('<svg');
  expect(svg).toContain('sluice');
});
