import { parseArgs } from 'node:util';
import { defaultThrottledUnitPrice } from '@sluice/scale-streams';
import { readSeries } from './frame/csv.ts';
import { noFaults } from './frame/faults.ts';
import type { Series } from './frame/series.ts';
import { boundsOf } from './streams/index.ts';
import { runOurs } from './streams/run.ts';

const usage = `npm run what-if -- --metrics FILE.csv [--column value] [--interval 60] [--start ISO] [--min 1] [--max SHARDS] [--price UNITS]
  --metrics   a CSV with a head line: records that came in, the sum of each interval (as CloudWatch exports IncomingRecords)
  --column    the column of the sums
  --interval  seconds from one row to the next
  --price     what a shard's worth of records that is refused for a minute is worth, in shard-minutes; more than one by commas`;

/** What one shard takes a second (CAPACITY 2.1). */
const recordsPerShard = 1_000;
const shardHour = 0.015;

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

const options = () => {
  const { values } = parseArgs({
    options: {
      metrics: { type: 'string' },
      column: { type: 'string', default: 'value' },
      interval: { type: 'string', default: '60' },
      start: { type: 'string' },
      min: { type: 'string', default: '1' },
      max: { type: 'string' },
      price: { type: 'string', default: String(defaultThrottledUnitPrice) },
    },
  });
  if (values.metrics === undefined) throw new Error('--metrics FILE.csv is missing');
  const intervalSeconds = whole('interval', values.interval);
  const start = values.start === undefined ? undefined : Date.parse(values.start);
  if (Number.isNaN(start))
    throw new Error(`--start is a time as 2026-01-05T00:00:00Z, not "${values.start}"`);
  const sums = readSeries(values.metrics, {
    column: values.column,
    intervalSeconds,
    ...(start === undefined ? {} : { start }),
  });
  const series = { ...sums, demand: sums.demand.map((sum) => sum / intervalSeconds / recordsPerShard) };
  const min = whole('min', values.min);
  const max = values.max === undefined ? Math.max(min, boundsOf(series).max) : whole('max', values.max);
  if (min > max) throw new Error(`--min is ${min}, above --max, which is ${max}`);
  return { series, min, max, prices: values.price.split(',').map(priceOf) };
};

interface Row {
  readonly settings: string;
  readonly served: string;
  readonly 'bad minutes': number;
  readonly 'shard-hours': number;
  readonly dollars: string;
  readonly calls: number;
}

/** The second half of the export, before which the first is seen. */
const rowOf = async (series: Series, min: number, max: number, price: number): Promise<Row> => {
  const { start } = boundsOf(series);
  const first = Math.min(max, Math.max(min, start));
  const { score } = await runOurs(series, { start: first, min, max, throttledUnitPrice: price }, noFaults);
  return {
    settings: `min ${min}, max ${max}, price ${price}`,
    served: `${(score.servedShare * 100).toFixed(4)} %`,
    'bad minutes': score.badMinutes,
    'shard-hours': Math.round((score.dollars - score.controlDollars) / shardHour),
    dollars: score.dollars.toFixed(2),
    calls: score.calls,
  };
};

const staticRow = (series: Series): Row => {
  const shards = Math.max(1, Math.ceil(boundsOf(series).peak));
  const hours = Math.round((shards * Math.ceil(series.demand.length / 2)) / 60);
  const dollars = (hours * shardHour).toFixed(2);
  return {
    settings: `always ${shards}, its peak`,
    served: '100.0000 %',
    'bad minutes': 0,
    'shard-hours': hours,
    dollars,
    calls: 0,
  };
};

try {
  const { series, min, max, prices } = options();
  const rows: Row[] = [];
  for (const price of prices) rows.push(await rowOf(series, min, max, price));
  console.log(
    `${series.name}: ${series.demand.length} minutes, the second half of which is told; dollars of shards and of the ticks`,
  );
  console.table([...rows, staticRow(series)]);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
