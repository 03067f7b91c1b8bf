import type { Throughput } from '@sluice/core/ports';
import { functionRun, metricRead } from '../prices.ts';
import type { SideSeen, TablePolicy, TableSeen } from '../policy.ts';
import { notLower } from './rockeee.ts';

const rules = { upper: 0.9, lower: 0.3, step: 0.5 } as const;

/** core/table.py: `before` minutes back, over `length`; `throttles`: refused requests raise, too (off by default). */
const wish = (side: SideSeen, before: number, length: number, throttles: boolean): number => {
  const now = side.provisioned;
  const units = side.consumed(length, before);
  const used = units / now;
  const refused = throttles && side.throttled(length, before) > 0;
  // Usage of 0 % changes nothing.
  if (used === 0 && !refused) return now;
  if (used >= rules.upper || refused) return Math.ceil(Math.max(now, units) * (1 + rules.step));
  // Not below what is used.
  if (used <= rules.lower) return Math.max(now - Math.floor(now * rules.step), Math.ceil(units));
  return now;
};

/** Its window is now - 15 to now - 10 minutes; the newest minute that is told is 3 minutes old. */
const old = 7;

const original = (seen: TableSeen): Throughput => ({
  writes: wish(seen.writes, old, 5, false),
  reads: wish(seen.reads, old, 5, false),
});

const common = {
  source: 'CAPACITY 1.2, T10: sebdah/dynamic-dynamodb @bfd0ca8 core/table.py, calculators.py, config/',
  everyMinutes: 5,
  triesIncreases: true,
  lookDollars: 2 * metricRead + functionRun / 5,
  opening: (before: Throughput) => ({ billing: 'PROVISIONED', throughput: before }) as const,
};

export const sebdah: TablePolicy = { ...common, name: 'sebdah', start: () => original };

/** The newest five minutes, refused requests too, and no decrease that would be refused. */
export const sebdahMended: TablePolicy = {
  ...common,
  name: 'sebdah (mended)',
  lookDollars: 4 * metricRead + functionRun / 5,
  start: () => (seen) => {
    const to = { writes: wish(seen.writes, 0, 5, true), reads: wish(seen.reads, 0, 5, true) };
    return seen.decreaseAllowed ? to : notLower(to, seen);
  },
};
