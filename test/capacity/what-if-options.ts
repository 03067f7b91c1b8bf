import { parseArgs } from 'node:util';
import { defaultThrottledUnitPrice } from '@sluice/scale-streams';
import { readSeries } from './frame/csv.ts';
import type { Series } from './frame/series.ts';

export const usage = `npm run what-if -- --metrics FILE.csv [--of streams|tables] [--column value] [--interval 60] [--start ISO] [--min 1] [--max UNITS] [--price UNITS]
  --metrics   a CSV with a head line: what came in, the sum of each interval, as CloudWatch exports it
  --of        streams: records (IncomingRecords), settings in shards. tables: write units (ConsumedWriteCapacityUnits), settings in
              units; reads are taken to be as usual. (default streams)
  --column    the column of the sums
  --interval  seconds from one row to the next
  --price     what a unit that is refused is worth, in units that are paid for; more than one by commas`;

export type Kind = 'streams' | 'tables';

/** What one unit takes a second: records of a shard (CAPACITY 2.1), and a write unit itself. */
const perUnit: Readonly<Record<Kind, number>> = { streams: 1_000, tables: 1 };

export interface WhatIf {
  readonly kind: Kind;
  /** In shards, or in write units. */
  readonly series: Series;
  readonly min: number;
  readonly max: number | undefined;
  readonly prices: readonly number[];
}

const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} is a whole number from 1 on, not "${text}"`);
  return value;
};

const priceOf = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new Error(`--price is a number of 0 or more, not "${text}"`);
  return value;
};

const kindOf = (text: string): Kind => {
  if (text === 'streams' || text === 'tables') return text;
  throw new Error(`--of is streams or tables, not "${text}"`);
};

const startOf = (text: string | undefined): { readonly start?: number } => {
  if (text === undefined) return {};
  const start = Date.parse(text);
  if (Number.isNaN(start)) throw new Error(`--start is a time as 2026-01-05T00:00:00Z, not "${text}"`);
  return { start };
};

/** Reads what is asked for. Throws, with what is wrong, where it cannot be run. */
export const readWhatIf = (args: readonly string[]): WhatIf => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      metrics: { type: 'string' },
      of: { type: 'string', default: 'streams' },
      column: { type: 'string', default: 'value' },
      interval: { type: 'string', default: '60' },
      start: { type: 'string' },
      min: { type: 'string', default: '1' },
      max: { type: 'string' },
      price: { type: 'string', default: String(defaultThrottledUnitPrice) },
    },
  });
  if (values.metrics === undefined) throw new Error('--metrics FILE.csv is missing');
  const kind = kindOf(values.of);
  const intervalSeconds = whole('interval', values.interval);
  const sums = readSeries(values.metrics, {
    column: values.column,
    intervalSeconds,
    ...startOf(values.start),
  });
  const series = { ...sums, demand: sums.demand.map((sum) => sum / intervalSeconds / perUnit[kind]) };
  const min = whole('min', values.min);
  const max = values.max === undefined ? undefined : whole('max', values.max);
  if (max !== undefined && min > max) throw new Error(`--min is ${min}, above --max, which is ${max}`);
  return { kind, series, min, max, prices: values.price.split(',').map(priceOf) };
};
