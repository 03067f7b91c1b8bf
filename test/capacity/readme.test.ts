import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scaleTables } from '@sluice/scale-tables';
import { expect, it } from 'vitest';
import { noFaults } from './frame/faults.ts';
import { generatedSeries } from './frame/generated.ts';
import { scaled } from './frame/series.ts';
import type { Score } from './frame/score.ts';
import { boundsOf } from './streams/index.ts';
import { runOurs as runStream } from './streams/run.ts';
import { runOurs as runTables } from './tables/ours.ts';
import { loadOf } from './tables/run.ts';

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
/** The rows of a series: of streams, then of tables. */
const rowsOf = (name: string): readonly string[] =>
  readme.split('\n').filter((line) => line.startsWith(`| ${name} |`));
const begins = (name: string, { servedShare, dollars }: Score): string =>
  `| ${name} | ${(servedShare * 100).toFixed(4)} % | $${dollars.toFixed(2)} |`;

it.each(['steady', 'ramp', 'flash-crowd-x20', 'on-off-from-zero'])(
  'the README tells of %s what the simulation gives',
  { timeout: 60_000 },
  async (name) => {
    const series = generatedSeries(1).find((one) => one.name === name);
    if (series === undefined) throw new Error(`there is no series ${name}`);
    const shards = scaled(series, 20);
    const stream = await runStream(shards, boundsOf(shards), noFaults);
    const tables = await runTables(scaleTables, loadOf(scaled(series, 2_000)));
    const [first = '', second = ''] = rowsOf(name);
    expect(first.slice(0, begins(name, stream.score).length)).toBe(begins(name, stream.score));
    expect(second.slice(0, begins(name, tables.score).length)).toBe(begins(name, tables.score));
  },
);
