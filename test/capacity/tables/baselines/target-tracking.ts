import type { Throughput } from '@sluice/core/ports';
import { alarmMinute } from '../prices.ts';
import type { SideSeen, TablePolicy, TableSeen } from '../policy.ts';
import { notLower } from './rockeee.ts';

const high = 2;
const low = 15;
/** The lower alarm is 20 points under the target. */
const under = 0.2;

/** Use of the newest `length` minutes, as shares of what is provisioned; undefined: a datum is missing, and the alarm has insufficient data. */
const uses = (side: SideSeen, length: number, zeros: boolean): readonly number[] | undefined => {
  const shares: number[] = [];
  for (let before = 0; before < length; before += 1) {
    const datum = side.datum(before) ?? (zeros ? 0 : undefined);
    if (datum === undefined) return undefined;
    shares.push(datum / side.provisioned);
  }
  return shares;
};

const wish = (side: SideSeen, target: number, zeros: boolean): number => {
  const now = side.provisioned;
  const last = uses(side, high, zeros);
  if (last?.every((use) => use > target)) return Math.ceil((Math.max(...last) * now) / target);
  const quiet = (side.datum(0) ?? 0) / now < target - under ? uses(side, low, zeros) : undefined;
  if (quiet?.every((use) => use < target - under))
    return Math.max(1, Math.ceil((Math.max(...quiet) * now) / target));
  return now;
};

const original =
  (target: number) =>
  (seen: TableSeen): Throughput => ({
    writes: wish(seen.writes, target, false),
    reads: wish(seen.reads, target, false),
  });

/** Of a side that was used before, no datum is no use. */
const mended = (target: number) => {
  const used = { writes: false, reads: false };
  const of = (seen: TableSeen, side: 'writes' | 'reads'): number => {
    used[side] ||= seen[side].datum(0) !== undefined;
    return wish(seen[side], target, used[side]);
  };
  return (seen: TableSeen): Throughput => {
    const to = { writes: of(seen, 'writes'), reads: of(seen, 'reads') };
    return seen.decreaseAllowed ? to : notLower(to, seen);
  };
};

const common = {
  source: 'CAPACITY 1.2, A10 A11 A12: Application Auto Scaling, target tracking',
  everyMinutes: 1,
  lookDollars: 0,
  // Two alarms for reads, two for writes.
  minuteDollars: 4 * alarmMinute,
  opening: (before: Throughput) => ({ billing: 'PROVISIONED', throughput: before }) as const,
};

/** As AWS does it: what it lowers and is refused it tries again; a table without a request keeps what it has. */
export const targetTracking = (percent: number): TablePolicy => ({
  ...common,
  name: `AWS target tracking ${percent} %`,
  start: () => original(percent / 100),
});

/** No datum of a table that was used is no use, and it does not lower what it would be refused. */
export const targetTrackingMended = (percent: number): TablePolicy => ({
  ...common,
  name: `AWS target tracking ${percent} % (mended)`,
  start: () => mended(percent / 100),
});
