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

/** On LimitExceeded it tries once more, with the increases alone; where none is, that is no call. */
const original = (seen: TableSeen): Throughput => {
  // The window is now - 15 to now - 10 minutes; the newest that is told is 3 minutes old.
  const to = { writes: wish(seen.writes, 7, 5, false), reads: wish(seen.reads, 7, 5, false) };
  return to;
};

const common = {
  source: 'CAPACITY 1.2, T10: sebdah/dynamic-dynamodb @bfd0ca8 core/table.py, calculators.py, config/',
  everyMinutes: 5,
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
