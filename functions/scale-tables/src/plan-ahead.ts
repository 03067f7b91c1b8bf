import {
  binMs,
  enoughFor,
  growthOf,
  mostOfWeek,
  otherDays,
  seasonsOf,
  type History,
} from '@sluice/core/capacity';
import { sides, type Side } from './demand.ts';
import { defaultThrottledUnitPrice, type TableSettings } from './settings.ts';
import type { SidePlan, TableState } from './state.ts';
import { worthOf, type Worth } from './worth.ts';

/** How often the history is read, and the next hours are planned. */
export const planEveryMs = 30 * 60_000;
const worthEveryBins = 72;
const plannedBins = 24;
/** Of cost: to on-demand only where it is so much cheaper, and back where it is that much dearer (CAPACITY 4.2). */
const [toOnDemand, toProvisioned] = [0.85, 1 / 0.95];

/** Histories of one role: what tables of one age were asked. */
export type Histories = Readonly<Record<Side, History>>;

const planOf = (plan: SidePlan, history: History, bin: number): SidePlan => {
  const seasons = seasonsOf(history);
  return {
    ...plan,
    weekMost: mostOfWeek(history),
    mostSeen: history.values.reduce((most, value) => (value > most ? value : most), 0),
    planned: Array.from({ length: plannedBins }, (_, i) =>
      Number(enoughFor(otherDays(seasons, bin, bin + i), plan.quantile).toFixed(2)),
    ),
  };
};

/** A write unit costs five times what a read unit does, both ways of paying: $0.00065 and $0.00013 an hour. */
const weights = { writes: 5, reads: 1 } as const;

const cheaper = (before: TableState['billing'], worths: Readonly<Record<Side, Worth | undefined>>) => {
  const { writes, reads } = worths;
  if (writes === undefined || reads === undefined) return before;
  const sum = (way: 'provisioned' | 'onDemand') => weights.writes * writes[way] + weights.reads * reads[way];
  const share = sum('onDemand') / sum('provisioned');
  if (before === 'undecided') return share < 1 ? 'PAY_PER_REQUEST' : 'PROVISIONED';
  if (before === 'PROVISIONED') return share < toOnDemand ? 'PAY_PER_REQUEST' : before;
  return share > toProvisioned ? 'PROVISIONED' : before;
};

const worthNow = (
  state: TableState,
  histories: Histories,
  bin: number,
  settings: TableSettings,
): TableState => {
  if (bin - state.worthBin < worthEveryBins) return state;
  const price = settings.throttledUnitPrice ?? defaultThrottledUnitPrice;
  const side = (name: Side) => {
    const growth = growthOf(histories[name]);
    return { growth, worth: worthOf(histories[name], { growth, price, min: settings.min[name] }) };
  };
  const [writes, reads] = [side('writes'), side('reads')];
  const planWith = (name: Side, { growth, worth }: ReturnType<typeof side>): SidePlan => ({
    ...state.plans[name],
    growth,
    floor: Math.min(settings.max[name], worth?.floor ?? 0),
    quantile: worth?.quantile ?? 1,
  });
  return {
    ...state,
    worthBin: bin,
    billing: cheaper(state.billing, { writes: writes.worth, reads: reads.worth }),
    plans: { writes: planWith('writes', writes), reads: planWith('reads', reads) },
  };
};

/** With what the next two hours want by other days, what is worth having at all times, and which way of paying is cheaper. */
export const planAhead = (
  state: TableState,
  histories: Histories,
  now: number,
  settings: TableSettings,
): TableState => {
  const bin = Math.floor(now / binMs);
  const next = worthNow(state, histories, bin, settings);
  const [writes, reads] = sides.map((side) => planOf(next.plans[side], histories[side], bin));
  return writes === undefined || reads === undefined
    ? next
    : { ...next, plannedBin: bin, plans: { writes, reads } };
};
