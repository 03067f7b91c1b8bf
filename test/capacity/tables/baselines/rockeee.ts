import type { Throughput } from '@sluice/core/ports';
import { functionRun, metricRead } from '../prices.ts';
import type { SideSeen, TablePolicy, TableSeen } from '../policy.ts';

/** Its config.js: percent of what is provisioned, and units. */
const rules = { upper: 0.9, lower: { reads: 0.3, writes: 0.4 }, up: 0.9, down: 0.3, base: 5 } as const;

/** `getTask_newCapa`: nothing told is no use, and no use is a reason to lower. */
const wish = (side: SideSeen, lower: number): number => {
  const now = side.provisioned;
  const used = side.consumed(5) / now;
  if (used > rules.upper) return Math.round(now * (1 + rules.up));
  if (used < lower) return Math.max(Math.round(now * (1 - rules.down)), rules.base);
  return now;
};

const wishes = ({ writes, reads }: TableSeen): Throughput => ({
  writes: wish(writes, rules.lower.writes),
  reads: wish(reads, rules.lower.reads),
});

/** Keeps what would be lowered where it is. */
export const notLower = (to: Throughput, { writes, reads }: TableSeen): Throughput => ({
  writes: Math.max(to.writes, writes.provisioned),
  reads: Math.max(to.reads, reads.provisioned),
});

const common = {
  source: 'CAPACITY 1.2, T6: rockeee/dynamic-dynamodb-lambda @be24036 index.js, tasks.js, config.js',
  everyMinutes: 5,
  lookDollars: 2 * metricRead + functionRun / 5,
  opening: (before: Throughput) => ({ billing: 'PROVISIONED', throughput: before }) as const,
};

export const rockeee: TablePolicy = {
  ...common,
  name: 'rockeee',
  // `4 - NumberOfDecreasesToday` at exactly 0 leaves the table alone until midnight, increases too; past it, the guard is gone.
  start: () => (seen) => (4 - seen.decreasesToday === 0 ? undefined : wishes(seen)),
};

/** Lowers only where a decrease is left and something was told, and raises always. */
export const rockeeeMended: TablePolicy = {
  ...common,
  name: 'rockeee (mended)',
  start: () => (seen) => {
    const told = seen.writes.consumed(5) + seen.reads.consumed(5) > 0;
    return seen.decreaseAllowed && told ? wishes(seen) : notLower(wishes(seen), seen);
  },
};
