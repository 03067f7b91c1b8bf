import { beyond, binMs, forecast } from '@sluice/core/capacity';
import { callsLeft } from './budget.ts';
import type { Demand } from './demand.ts';
import type { StreamSettings } from './settings.ts';
import type { ScaleState } from './state.ts';

/** All that a decision is made from. Units are shards. */
export interface Seen {
  readonly now: number;
  readonly settings: StreamSettings;
  readonly state: ScaleState;
  /** Of the last hour, ascending. */
  readonly demands: readonly Demand[];
  readonly shards: number;
  /** What they take together. */
  readonly capacity: number;
  /** Merges that were begun are not at their end: there are shards narrower than others, beside each other. */
  readonly isMerging: boolean;
  readonly iteratorAgeMs: number;
}

/** What is to be done, and why. `merge` and `split` are one step. */
export interface Decision {
  readonly kind: 'resize' | 'merge' | 'split' | 'none';
  /** Shards when it is done. */
  readonly to: number;
  readonly reason: string;
  readonly need: number;
  readonly keep: number;
}

/** Above this share of the capacity it is raised. */
const fullShare = 0.97;
const minuteMs = 60_000;
const restAfterRaiseMs = 15 * minuteMs;
/** Consumers that are behind read faster from more shards. */
const mostIteratorAgeMs = 5 * minuteMs;
/** Older than this, what is told says nothing of now. */
const staleMs = 10 * minuteMs;
/** Calls that are kept for raises: a cut takes one when it saves a quarter, or a tenth while nearly all are left. */
const callsKept = 5;
const [cut, smallCut] = [0.75, 0.9];
const callsForSmallCut = 8;
/** Where a day passed without a call, any is worth one. */
const calmMs = 24 * 60 * minuteMs;
const calmGrowth = 1.1;
/** Half must be enough with some room: while it goes on, half is all there is. */
const halved = 0.95;

const plannedMost = ({ planned, plannedBin }: ScaleState, now: number, bins: number): number => {
  const from = Math.floor(now / binMs) - plannedBin;
  return planned
    .slice(Math.max(0, from), Math.max(0, from + bins))
    .reduce((most, one) => Math.max(most, one), 0);
};

const rounded = (shards: number): string => shards.toFixed(1);

/** Minutes that it takes from one count to another: doublings of a minute each, and 10 s for each shard (CAPACITY 2.1). */
const minutesTo = (from: number, to: number): number =>
  to <= from ? 0 : Math.ceil(Math.log2(to / from)) + (to - from) / 6;

/** What is planned and can only be reached in time when it is begun now; a quarter of an hour ahead in any case. */
const plannedSoon = ({ state, now, shards }: Seen): number => {
  const { planned, plannedBin, spread } = state;
  const from = Math.floor(now / binMs) - plannedBin;
  return planned.reduce((most, wanted, i) => {
    const minutes = (i - from) * 5;
    const isSoon = i >= from && minutes < Math.max(15, 10 + minutesTo(shards, wanted * spread));
    return isSoon && wanted > most ? wanted : most;
  }, 0);
};

/** What will be wanted when a raise is there, and what is not given back. */
const wantedOf = (seen: Seen) => {
  const { now, state, demands } = seen;
  const soon = Math.max(forecast(demands, now, state.weekMost), plannedSoon(seen));
  const hour = demands.reduce((most, { units }) => Math.max(most, units), 0);
  // Nor is room kept for more than the last week had, and a little, while that is not near.
  const most = Math.max(beyond * state.weekMost, hour) * state.spread;
  const roomy = (wanted: number): number =>
    state.weekMost === 0
      ? wanted * state.spread * state.growth
      : Math.min(wanted * state.spread * state.growth, most);
  const kept = roomy(Math.max(hour, plannedMost(state, now, 13)));
  const ahead = roomy(plannedMost(state, now, 24));
  return { need: soon * state.spread, keep: Math.max(kept, state.floor), ahead };
};

const clamp = (shards: number, { min, max }: StreamSettings): number =>
  Math.min(max, Math.max(min, Math.ceil(shards)));

/** The fewer calls are left today, the further each goes (CAPACITY 4.1.5). */
const leastStep = (left: number): number => (left <= 2 ? 1.5 : left <= 4 ? 1.25 : left <= 6 ? 1.1 : 1);

const raise = (seen: Seen, wanted: number, why: string): Pick<Decision, 'kind' | 'to' | 'reason'> => {
  const { state, settings, shards, now } = seen;
  const left = callsLeft(state.calls, now);
  const to = Math.min(clamp(Math.max(wanted, leastStep(left) * shards), settings), 2 * shards);
  if (left === 0 || now < state.limitedUntil)
    return shards < settings.max
      ? {
          kind: 'split',
          to: shards + 1,
          reason: `${why}; no resize is left today, so the widest shard is split`,
        }
      : { kind: 'none', to: shards, reason: `${why}; it is at its maximum` };
  return to > shards || seen.capacity < shards
    ? { kind: 'resize', to: Math.max(to, Math.ceil(shards / 2)), reason: why }
    : { kind: 'none', to: shards, reason: `${why}; it is at its maximum of ${settings.max}` };
};

/** Why it must not be made smaller now. */
const holds = ({ now, state, demands, iteratorAgeMs }: Seen): string | undefined => {
  if (now - state.raisedAt < restAfterRaiseMs) return 'it was raised a moment ago';
  if (demands.some(({ isThrottled }) => isThrottled)) return 'records were refused in the last hour';
  return iteratorAgeMs > mostIteratorAgeMs ? 'consumers are behind' : undefined;
};

const lower = (seen: Seen, keep: number): Pick<Decision, 'kind' | 'to' | 'reason'> => {
  const { settings, state, shards, capacity, isMerging, now } = seen;
  const stay = (reason: string) => ({ kind: 'none' as const, to: shards, reason });
  const hold = holds(seen);
  if (isMerging && keep <= capacity && shards > settings.min)
    return { kind: 'merge', to: shards - 1, reason: 'the merges that were begun go on' };
  if (hold !== undefined) return stay(hold);
  const least = clamp(keep, settings);
  if (least <= (halved * capacity) / 2 && Math.ceil(shards / 2) >= settings.min && shards > 1)
    return {
      kind: 'merge',
      to: shards - 1,
      reason: `${rounded(keep)} is enough: halved by merges, which no limit counts`,
    };
  const left = now < state.limitedUntil ? 0 : callsLeft(state.calls, now);
  const isWorth =
    (left >= callsKept && least <= cut * shards) ||
    (left >= callsForSmallCut && least <= smallCut * shards) ||
    (least < shards && state.growth <= calmGrowth && now - (state.calls.at(-1) ?? 0) > calmMs);
  if (isWorth)
    return {
      kind: 'resize',
      to: Math.max(least, Math.ceil(shards / 2)),
      reason: `${rounded(keep)} is enough`,
    };
  return stay('it fits');
};

const isStale = ({ demands, now }: Seen): boolean => now - (demands.at(-1)?.at ?? 0) > staleMs;

/** Decides for one stream: pure. Without data it does nothing: absence is no low load (F1, F7). */
export const decide = (seen: Seen): Decision => {
  const { capacity, shards, settings } = seen;
  const { need, keep, ahead } = wantedOf(seen);
  const told = (part: Pick<Decision, 'kind' | 'to' | 'reason'>): Decision => ({ ...part, need, keep });
  if (isStale(seen))
    return told({ kind: 'none', to: shards, reason: 'nothing was told of the last minutes' });
  if (need > fullShare * capacity && (shards < settings.max || capacity < shards))
    return told(
      raise(
        seen,
        Math.max(need * seen.state.growth, ahead),
        `${rounded(need)} will be wanted, above ${fullShare} of ${rounded(capacity)}`,
      ),
    );
  if (shards < settings.min) return told(raise(seen, settings.min, 'it is below its minimum'));
  if (seen.state.floor > capacity * 1.3 && callsLeft(seen.state.calls, seen.now) >= callsKept)
    return told(
      raise(seen, seen.state.floor, `${rounded(seen.state.floor)} at all times are worth their price`),
    );
  return told(lower(seen, Math.max(keep, need / fullShare)));
};
