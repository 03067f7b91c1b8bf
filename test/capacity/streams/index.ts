import { noFaults, scenarios } from '../frame/faults.ts';
import type { Held } from '../frame/plot.ts';
import type { Result } from '../frame/results-table.ts';
import { at, quantile, type Series } from '../frame/series.ts';
import { baselines } from './baselines/index.ts';
import { runOnDemand } from './on-demand.ts';
import { oracleDollars } from './oracle.ts';
import { runOurs, runPolicy } from './run.ts';

/** The name of ours in tables. */
export const ours = 'sluice';

export interface StreamResults {
  /** Ours first, then the tools. */
  readonly results: readonly Result[];
  /** Ours under each fault, by the fault's name. */
  readonly underFaults: readonly Result[];
  readonly oracleDollars: number;
  readonly held: readonly Held[];
}

/** All policies over one series, whose unit is a shard; ours under each fault too. */
export const streamResults = async (series: Series): Promise<StreamResults> => {
  const most = Math.max(...series.spread);
  const [p99, peak] = [quantile(series.demand, 0.99) * most, quantile(series.demand, 1) * most];
  const start = Math.max(1, Math.ceil(at(series.demand, 0) * most));
  const max = Math.min(10_000, Math.max(4, Math.ceil(2 * peak)));
  const mine = await runOurs(series, { start, max }, noFaults);
  const results: Result[] = [{ policy: ours, score: mine.score }];
  for (const policy of baselines(start, p99, peak))
    results.push({ policy: policy.name, score: runPolicy(series, policy, noFaults).score });
  results.push({ policy: 'Kinesis on-demand', score: runOnDemand(series) });
  const underFaults: Result[] = [];
  for (const faults of scenarios.slice(1))
    underFaults.push({ policy: faults.name, score: (await runOurs(series, { start, max }, faults)).score });
  return {
    results,
    underFaults,
    oracleDollars: oracleDollars(series),
    held: [{ policy: ours, capacity: mine.capacity, actions: mine.actions }],
  };
};
