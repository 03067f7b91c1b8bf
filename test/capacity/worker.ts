import { parentPort, workerData } from 'node:worker_threads';
import { scaleTables } from '@sluice/scale-tables';
import { scaled } from './frame/series.ts';
import type { Job, JobResult } from './jobs.ts';
import { streamResults } from './streams/index.ts';
import { tableResults } from './tables/index.ts';

/** The 99th percentile of what is wanted (CAPACITY 3): shards, and write units. */
const p99 = { streams: 20, tables: 2_000 } as const;

const run = async ({ kind, raw }: Job): Promise<JobResult> => {
  const series = scaled(raw, p99[kind]);
  if (kind === 'streams') {
    const { held, ...found } = await streamResults(series);
    return { outcome: { ...found, series: series.name }, scaled: series, held };
  }
  const found = await tableResults(series, { controller: scaleTables });
  const { results, oracleDollars, held, atOtherAssumptions } = found;
  const underFaults = found.scenarios.slice(1);
  return {
    outcome: {
      results,
      oracleDollars,
      underFaults,
      atOtherPrices: [],
      atOtherAssumptions,
      series: series.name,
    },
    scaled: series,
    held,
  };
};

parentPort?.postMessage(await run(workerData as Job));
