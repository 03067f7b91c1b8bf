import { slowOperations, twiceTheSpread, unevenKeys } from '../frame/assumptions.ts';
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

/** The knob far below and far above its default: what service costs (CAPACITY 4.3's frontier). */
const otherPrices = [30, 3_000] as const;

export interface StreamResults {
  /** Ours first, then the tools. */
  readonly results: readonly Result[];
  /** Ours at other prices of a refused unit. */
  readonly atOtherPrices: readonly Result[];
  /** Ours under each fault, by the fault's name. */
  readonly underFaults: readonly Result[];
  /** Ours where the service or the load is not as assumed, by how it is. */
  readonly atOtherAssumptions: readonly Result[];
  readonly oracleDollars: number;
  readonly held: readonly Held[];
}

/** What every policy begins with, and what ours may go to: twice what anybody ever wants. */
export const boundsOf = (series: Series) => {
  const most = Math.max(...series.spread);
  const [p99, peak] = [quantile(series.demand, 0.99) * most, quantile(series.demand, 1) * most];
  const start = Math.max(1, Math.ceil(at(series.demand, 0) * most));
  return { start, p99, peak, max: Math.min(10_000, Math.max(4, Math.ceil(2 * peak))) };
};

/** All policies over one series, whose unit is a shard; ours at other prices and under each fault too. */
export const streamResults = async (
  series: Series,
  progress: (name: string) => void = () => undefined,
): Promise<StreamResults> => {
  const { start, max, p99, peak } = boundsOf(series);
  progress(ours);
  const mine = await runOurs(series, { start, max }, noFaults);
  const tools = baselines(start, p99, peak).map((policy): Result => {
    progress(policy.name);
    return { policy: policy.name, score: runPolicy(series, policy, noFaults).score };
  });
  const atOtherPrices: Result[] = [];
  for (const price of otherPrices) {
    progress(`${ours}, price ${price}`);
    const { score } = await runOurs(series, { start, max, throttledUnitPrice: price }, noFaults);
    atOtherPrices.push({ policy: `${ours}, price ${price}`, score });
  }
  const underFaults: Result[] = [];
  for (const faults of scenarios.slice(1)) {
    progress(`${ours}, ${faults.name}`);
    underFaults.push({ policy: faults.name, score: (await runOurs(series, { start, max }, faults)).score });
  }
  const atOtherAssumptions: Result[] = [];
  for (const assumed of [slowOperations, twiceTheSpread, unevenKeys]) {
    progress(`${ours}, ${assumed.name}`);
    const { score } = await runOurs(series, { start, max, assumed }, noFaults);
    atOtherAssumptions.push({ policy: assumed.name, score });
  }
  return {
    results: [
      { policy: ours, score: mine.score },
      ...tools,
      { policy: 'Kinesis on-demand', score: runOnDemand(series) },
    ],
    atOtherPrices,
    underFaults,
    atOtherAssumptions,
    oracleDollars: oracleDollars(series),
    held: [{ policy: ours, capacity: mine.capacity, actions: mine.actions }],
  };
};
