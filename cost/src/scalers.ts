import type { Deployed } from './deployed.ts';
import { assumptions } from './footprint.ts';
import { price } from './prices.ts';
import type { Bill } from './services.ts';

/** Asked of CloudWatch in each tick: `shared/aws/src/capacity/metrics.ts`. */
const metrics = { stream: 5, table: 4 } as const;
const streams = 2;
/** Of a tick and resource: the state is read, and twice an hour written with its history of 34 KB. */
const stateUnits = { reads: 1.3, writes: 1.3 } as const;
/** Minutes between two looks at a table whose week is long over. */
const coldMinutes = 15;

/** This week's and the last one's in each tick; older ones less often. */
const tablesOf = ({ retentionWeeks }: Deployed): number => 2 + Math.max(0, retentionWeeks - 1) / coldMinutes;

const ticks = (name: string, asked: number, resources: number, deployed: Deployed): number => {
  const times = deployed.batch?.wakes.get(name) ?? 0;
  const megabytes = deployed.memory.get(name) ?? 256;
  const run = price('invocation') + (megabytes / 1_024) * assumptions.tickSeconds * price('lambdaGbSecond');
  const state = resources * (stateUnits.reads * price('readUnit') + stateUnits.writes * price('writeUnit'));
  return times * (run + state + resources * asked * price('metricAsked'));
};

/** What looking at streams and tables costs in a month, whatever the traffic: metrics, runs and state of each tick. Empty without scalers. */
export const scalersBill = (deployed: Deployed): Bill => {
  const { wakes } = deployed.batch ?? {};
  return new Map(
    (
      [
        ['scale-streams', metrics.stream, streams],
        ['scale-tables', metrics.table, tablesOf(deployed)],
      ] as const
    )
      .filter(([name]) => (wakes?.get(name) ?? 0) > 0)
      .map(([name, asked, resources]) => [name, ticks(name, asked, resources, deployed)]),
  );
};
