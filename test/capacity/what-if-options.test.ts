import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readWhatIf } from './what-if-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-what-if-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const good = file('good.csv', 'value\n120000\n60000\n');
const bad = file('bad.csv', 'value\n1\nmany\n');

it('reads sums as shards, or as write units', () => {
  expect([...readWhatIf(['--metrics', good]).series.demand]).toEqual([2, 1]);
  expect([...readWhatIf(['--metrics', good, '--of', 'tables']).series.demand]).toEqual([2_000, 1_000]);
  expect(readWhatIf(['--metrics', good, '--price', '30,300', '--max', '4'])).toMatchObject({
    kind: 'streams',
    min: 1,
    max: 4,
    prices: [30, 300],
  });
});

it.each([
  [[], '--metrics FILE.csv is missing'],
  [['--metrics', join(folder, 'gone.csv')], 'cannot be read as a CSV file with a head line: ENOENT'],
  [['--metrics', bad], 'line 3, column value: "many" is no number of 0 or more'],
  [['--metrics', good, '--column', 'sum'], 'there is no column "sum"; there are value'],
  [['--metrics', good, '--of', 'queues'], '--of is streams or tables, not "queues"'],
  [['--metrics', good, '--min', '5', '--max', '4'], '--min is 5, above --max, which is 4'],
  [['--metrics', good, '--max', 'all'], '--max is a whole number from 1 on, not "all"'],
  [['--metrics', good, '--price', '-1'], '--price'],
  [['--metrics', good, '--price', 'x'], '--price is a number of 0 or more, not "x"'],
  [['--metrics', good, '--start', 'monday'], '--start is a time as 2026-01-05T00:00:00Z, not "monday"'],
])('says what is wrong with %j', (args, message) => {
  expect(() => readWhatIf(args)).toThrow(message);
});
