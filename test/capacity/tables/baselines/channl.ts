import type { Throughput } from '@sluice/core/ports';
import { functionRun, metricRead } from '../prices.ts';
import type { SideSeen, TablePolicy, TableSeen } from '../policy.ts';
import { notLower } from './rockeee.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** DefaultProvisioner.json. Its Max of 100 units is lifted. */
const rules = {
  above: 0.75,
  below: 0.3,
  throttled: 25,
  units: 3,
  percent: 1.3,
  multiplier: 0.7,
  grace: 60,
  least: 5,
} as const;

/** What it can be told to be: the original's mistakes are each a switch. */
interface Mends {
  /** What it lowers to, as a share of what is consumed. */
  readonly lowersTo: number;
  readonly mended: boolean;
}

/** The most of five one-minute values. */
const mostOfFive = (value: (before: number) => number): number => {
  let most = 0;
  for (let before = 0; before < 5; before += 1) most = Math.max(most, value(before));
  return most;
};

/** A side's numbers, each asked for once. */
interface Told {
  readonly now: number;
  /** Units/s. */
  readonly used: number;
  /** Requests refused in a second. */
  readonly refused: number;
}

const toldOf = (side: SideSeen): Told => ({
  now: side.provisioned,
  used: mostOfFive((before) => side.datum(before) ?? 0),
  refused: mostOfFive((before) => side.throttled(1, before)) / 60,
});

/** The most of its increments, or undefined. */
const raised = ({ now, used, refused }: Told, mends: Mends): number | undefined => {
  // The setting is of a minute, and the original compares it with a second's: 1,500 a minute.
  const most = mends.mended ? rules.throttled / 60 : rules.throttled;
  if (used <= rules.above * now && refused <= most) return undefined;
  const by = refused * rules.multiplier;
  return Math.round(Math.max(now + rules.units + by, now * rules.percent + by, used * 1.3));
};

const lowered = ({ now, used }: Told, mends: Mends): number | undefined =>
  used < rules.below * now ? Math.max(1, Math.round(used * mends.lowersTo)) : undefined;

/** `RateLimitedDecrement`: the rest of the day until 23:30 in (5 - used) parts, and an hour after any change. */
export const lowersNow = (seen: TableSeen, gate: number): boolean => {
  if (seen.decreasesToday >= 4) return false;
  const today = Math.floor(seen.now / dayMs) * dayMs;
  const barrier = today + 23.5 * 60 * minuteMs;
  const last = Math.max(today, seen.lastDecreaseAt ?? today);
  const next = last + (barrier - last) / (5 - seen.decreasesToday);
  if (seen.now < next || !rested(seen)) return false;
  return gate > rules.least || seen.now >= barrier;
};

const rested = ({ now, minute, lastDecreaseAt, lastIncrease }: TableSeen): boolean =>
  minute - lastIncrease > rules.grace &&
  now - (lastDecreaseAt ?? Number.NEGATIVE_INFINITY) > rules.grace * minuteMs;

const decide = (seen: TableSeen, mends: Mends): Throughput => {
  const [writes, reads] = [toldOf(seen.writes), toldOf(seen.reads)];
  const allowed = ({ now }: Told, to: number): boolean =>
    mends.mended
      ? seen.decreaseAllowed && rested(seen) && now - to > rules.least
      : // The size of a write's decrease is taken from what the reads would become (issue 56).
        lowersNow(seen, now - Math.min(reads.now, reads.used));
  const one = (told: Told): number => {
    const down = lowered(told, mends);
    return raised(told, mends) ?? (down !== undefined && allowed(told, down) ? down : told.now);
  };
  return { writes: one(writes), reads: one(reads) };
};

const common = {
  source: 'CAPACITY 1.2, T7: channl/dynamodb-lambda-autoscale @e67b8bb src/Provisioner.js and beside it',
  everyMinutes: 1,
  lookDollars: 4 * metricRead + functionRun / 5,
  opening: (before: Throughput) => ({ billing: 'PROVISIONED', throughput: before }) as const,
};

export const channl: TablePolicy = {
  ...common,
  name: 'channl (Max lifted)',
  start: () => (seen) => decide(seen, { lowersTo: 1, mended: false }),
};

/** Refused requests as they are, down to 130 % of what is consumed, each side by itself, 27 decreases a day. */
export const channlMended: TablePolicy = {
  ...common,
  name: 'channl (Max lifted, mended)',
  start: () => (seen) => {
    const to = decide(seen, { lowersTo: 1.3, mended: true });
    return seen.decreaseAllowed ? to : notLower(to, seen);
  },
};
