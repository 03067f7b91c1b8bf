import { beyond, binMs, forecast } from '@sluice/core/capacity';
import type { TableCapacity, Throughput } from '@sluice/core/ports';
import { sides, type Side, type SideDemand } from './demand.ts';
import type { TableSettings } from './settings.ts';
import type { TableState } from './state.ts';

/** How a week stands to now. `next` has not begun; `closed` is the one before, written late; what is older is `cold`: asked little, or by a back-fill. */
export type Age = 'next' | 'current' | 'closed' | 'cold';

/** All that a decision is made from. Units are units a second. */
export interface Seen {
  readonly now: number;
  readonly settings: TableSettings;
  readonly state: TableState;
  readonly age: Age;
  /** Epoch ms. */
  readonly opensAt: number;
  readonly described: TableCapacity;
  /** Of the last hour, ascending. */
  readonly demands: Readonly<Record<Side, readonly SideDemand[]>>;
  /** What the account's other tables have. */
  readonly others: Throughput;
}

/** What is to be done, and why. */
export interface Decision {
  readonly kind: 'raise' | 'lower' | 'provision' | 'on-demand' | 'none';
  readonly to: Throughput;
  readonly reason: string;
  readonly need: Throughput;
  readonly keep: Throughput;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Older than this, what is told says nothing of now. */
const staleMs = 10 * minuteMs;
/** Before its week begins a table is given what the week needs: a change takes 3 minutes above what it ever had (CAPACITY 4.2). */
const openMs = 12 * minuteMs;
/** Above this share of what is there it is raised. */
const fullShare = 0.97;
/** A smaller cut is not worth a call (CAPACITY 4.2). */
const worthCut = 0.9;
/** Decreases of a UTC day (CAPACITY 2.2, F4): four at any time, of which one is kept, and one for each hour without one. */
const [early, earlyKept, mostDecreases] = [4, 1, 27];
/** To on-demand at most twice in 24 hours, of four. */
const mostSwitches = 2;
/** What an account has in a region unless it asks for more (CAPACITY 2.2). */
const accountUnits = 80_000;

const plannedMost = ({ state, now }: Seen, side: Side, bins: number): number => {
  const from = Math.max(0, Math.floor(now / binMs) - state.plannedBin);
  return state.plans[side].planned.slice(from, from + bins).reduce((most, one) => Math.max(most, one), 0);
};

const clamp = (units: number, side: Side, { settings, others }: Seen): number =>
  Math.max(
    settings.min[side],
    Math.min(settings.max[side], accountUnits - others[side], Math.ceil(units - 1e-6)),
  );

/** What will be wanted when a raise is there, and what is not given back. */
const wantedOf = (seen: Seen, side: Side) => {
  const { now, state, demands } = seen;
  const plan = state.plans[side];
  const hour = demands[side].reduce((most, { units }) => Math.max(most, units), 0);
  // No room is kept for more than the last week had, and a little, while that is not near.
  const most = plan.weekMost === 0 ? Number.POSITIVE_INFINITY : Math.max(beyond * plan.weekMost, hour);
  const roomy = (units: number): number => Math.min(units * plan.growth, most);
  const soon = Math.max(forecast(demands[side], now, plan.weekMost), plannedMost(seen, side, 3));
  const kept = roomy(Math.max(hour, plannedMost(seen, side, 13)));
  return {
    need: clamp(soon, side, seen),
    raised: clamp(Math.max(roomy(soon), plan.floor), side, seen),
    keep: clamp(Math.max(kept, plan.floor), side, seen),
  };
};

const both = (part: (side: Side) => number): Throughput => ({ writes: part('writes'), reads: part('reads') });

const mayLower = ({ described, now, state }: Seen): boolean => {
  const { decreasesToday, lastDecreaseAt = 0 } = described;
  if (now < state.limitedUntil || decreasesToday >= mostDecreases) return false;
  return decreasesToday < early - earlyKept || now - lastDecreaseAt >= hourMs;
};

const isStale = ({ demands, now, age }: Seen): boolean =>
  age !== 'next' && now - (demands.writes.at(-1)?.at ?? 0) > staleMs;

type Part = Pick<Decision, 'kind' | 'to' | 'reason'>;

const text = ({ writes, reads }: Throughput): string =>
  `${Math.round(writes)} writes and ${Math.round(reads)} reads`;

/** What a new table that is paid per request serves at once (CAPACITY 1.2); more only when it had more, or within 30 minutes twice its peak. */
const newTable = { writes: 4_000, reads: 12_000 } as const;
const served = ({ warm }: TableState, side: Side): number => Math.max(newTable[side], 1.1 * warm[side]);

/** A table that is paid per request. */
const fromOnDemand = (seen: Seen, keep: Throughput): Part => {
  const { state, age, now, opensAt, described } = seen;
  const stay = (reason: string): Part => ({ kind: 'none', to: described.throughput, reason });
  if (age === 'cold') return stay('what is asked of an old week nobody foresees: it is paid per request');
  const isOpening = age === 'next' && now >= opensAt - openMs;
  const warm = both((side) => clamp(2 * state.plans[side].mostSeen, side, seen));
  if (
    state.billing === 'PAY_PER_REQUEST' &&
    isOpening &&
    sides.some((side) => warm[side] > served(state, side))
  )
    return {
      kind: 'provision',
      to: warm,
      reason: `to be paid per request it is first warmed up to ${text(warm)}`,
    };
  if (state.billing !== 'PROVISIONED') return stay('paid per request is cheaper, or nothing is known yet');
  if (age === 'next' && !isOpening) return stay('its week is not near');
  return { kind: 'provision', to: keep, reason: `provisioned is cheaper, with ${text(keep)}` };
};

const lowered = (seen: Seen, keep: Throughput): Part => {
  const now = seen.described.throughput;
  const to = both((side) => (keep[side] <= worthCut * now[side] ? keep[side] : now[side]));
  const stay = (reason: string): Part => ({ kind: 'none', to: now, reason });
  if (sides.every((side) => to[side] === now[side])) return stay('it fits');
  if (sides.some((side) => seen.demands[side].some(({ isThrottled }) => isThrottled)))
    return stay('requests were refused in the last hour');
  return mayLower(seen)
    ? { kind: 'lower', to, reason: `${text(keep)} are enough` }
    : stay('no decrease is left for now');
};

/** Decides for one table: pure. Without data of a live week nothing is done: absence is no low load (F7). */
export const decide = (seen: Seen): Decision => {
  const { described, state, now } = seen;
  const wanted = { writes: wantedOf(seen, 'writes'), reads: wantedOf(seen, 'reads') };
  const [need, keep] = [both((side) => wanted[side].need), both((side) => wanted[side].keep)];
  const told = (part: Part): Decision => ({ ...part, need, keep });
  const have = described.throughput;
  if (isStale(seen)) return told({ kind: 'none', to: have, reason: 'nothing was told of the last minutes' });
  if (described.billing === 'PAY_PER_REQUEST') return told(fromOnDemand(seen, keep));
  const switches = state.switches.filter((at) => at > now - 24 * hourMs).length;
  const isDearer = state.billing === 'PAY_PER_REQUEST' || seen.age === 'cold';
  if (isDearer && switches < mostSwitches && now >= state.limitedUntil)
    return told({ kind: 'on-demand', to: have, reason: 'paid per request is cheaper' });
  const raised = both((side) =>
    need[side] > fullShare * have[side] ? Math.max(have[side], wanted[side].raised) : have[side],
  );
  if (sides.some((side) => raised[side] > have[side]))
    return told({ kind: 'raise', to: raised, reason: `${text(need)} will be wanted` });
  return told(lowered(seen, keep));
};
