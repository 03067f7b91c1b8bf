import type { Throughput } from '@sluice/core/ports';
import { quantile } from '../../frame/series.ts';
import { oldestAge, weekMinutes, type TableDemand } from '../demand.ts';
import { whole, type Load } from '../run.ts';
import type { TablePolicy } from '../policy.ts';

/** A table keeps a week's throughput for one more day: events of yesterday still come. */
const keepsDays = 1_440;

/** Weeks since its week, as the one who sets it by hand counts them. */
const step = (since: number): number => Math.max(0, Math.floor((since - keepsDays) / weekMinutes));

/** Who knows the whole series sets each table by hand once a week: to what is enough for so much of all tables' minutes of that age. */
const fixed = (
  name: string,
  source: string,
  { demands }: Load,
  enough: (values: Float64Array) => number,
): TablePolicy => {
  const steps = Array.from({ length: oldestAge + 1 }, (_, age) => age).map((age) =>
    whole({
      writes: enough(minutesOf(demands, 'writes', age)),
      reads: enough(minutesOf(demands, 'reads', age)),
    }),
  );
  const of = (since: number): Throughput => steps[step(since)] ?? { writes: 1, reads: 1 };
  return {
    name,
    source,
    everyMinutes: 60,
    lookDollars: 0,
    opening: (_, since) => ({ billing: 'PROVISIONED', throughput: of(since) }),
    start: () => (seen) => of(seen.since),
  };
};

/** The minutes of all tables that are of that age then. */
const minutesOf = (demands: readonly TableDemand[], side: 'writes' | 'reads', age: number): Float64Array => {
  const values: number[] = [];
  for (const { opens, first, [side]: asked } of demands)
    asked.forEach((value, i) => {
      if (step(first + i - opens) === age) values.push(value);
    });
  return Float64Array.from(values);
};

export const staticP99 = (load: Load): TablePolicy =>
  fixed('static p99', 'CAPACITY 4.3', load, (values) => quantile(values, 0.99));

/** The most of any second. */
export const staticPeak = (load: Load): TablePolicy => {
  const spread = Math.max(...load.series.spread);
  return fixed('static peak', 'CAPACITY 4.3', load, (values) =>
    Math.min(40_000, quantile(values, 1) * spread),
  );
};
