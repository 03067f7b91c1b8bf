import { binsPerDay, binValue, type History } from './history.ts';
import { seasonal } from './seasonal.ts';

/** What following alone would have had in a bin: what the half hour before wanted. */
const lookBackBins = 6;

export interface FloorOptions {
  /** A raise goes so much further than what is wanted (growth.ts). */
  readonly growth: number;
  /** What a refused unit is worth, in units of capacity. */
  readonly price: number;
  /** How much more the busiest seconds want than their minute. */
  readonly spread: number;
}

/** What is worth having at all times, in shards, and how many of the other days what is planned must be enough for, 0 to 1. */
export interface Worth {
  readonly floor: number;
  readonly quantile: number;
}

const days = 3;
/** The middle of them, most, or each of them. */
const quantiles = [0.6, 0.85, 1] as const;
const floors = [0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 1] as const;

interface Bin {
  /** In its busiest seconds. */
  readonly wanted: number;
  /** By what was seen until then, and by other days. */
  readonly followed: number;
}

const followedAt = (history: History, bin: number): number => {
  let most = 0;
  for (let back = 1; back <= lookBackBins; back += 1) most = Math.max(most, binValue(history, bin - back) || 0);
  const [last, before] = [binValue(history, bin - 1) || 0, binValue(history, bin - 2) || 0];
  return Math.max(most, Math.min(2 * last, last + 1.5 * Math.max(0, last - before)));
};

/** The bins of the last days, with what following would have had, and what was planned in time: a bin is enough for one doubling. */
const replayed = (history: History, { spread }: FloorOptions, quantile: number): readonly Bin[] => {
  const bins: Bin[] = [];
  const first = history.lastBin - Math.min(days * binsPerDay, history.values.length) + 1;
  let ahead = 0;
  for (let bin = history.lastBin; bin >= first; bin -= 1) {
    ahead = Math.max(ahead / 2, seasonal(history, bin, bin, bin + 1, quantile));
    const wanted = binValue(history, bin);
    if (Number.isNaN(wanted)) continue;
    bins.push({ wanted: wanted * spread, followed: Math.max(followedAt(history, bin), ahead) * spread });
  }
  return bins.reverse();
};

/**
 * What is worth its price at all times, and how much of the other days is worth planning for, by replay (a newsvendor; CAPACITY 4.1.4): of
 * each the one with the least of what is held beyond what following has anyway, and refused units at their price. Nothing without a day of
 * history.
 */
export const worthOf = (history: History, options: FloorOptions): Worth => {
  let best = { floor: 0, quantile: quantiles[0] as number, cost: Number.POSITIVE_INFINITY };
  for (const quantile of quantiles) {
    const bins = replayed(history, options, quantile);
    if (bins.length < binsPerDay) break;
    const sorted = Float64Array.from(bins, ({ wanted }) => wanted).sort();
    for (const share of [0, ...floors]) {
      const floor = share === 0 ? 0 : (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
      const cost = costOf(floor, bins, options);
      if (cost < best.cost) best = { floor, quantile, cost };
    }
  }
  return { floor: best.floor, quantile: best.quantile };
};

/** Calls a day that the replay lets itself have: one less than there are (budget.ts). */
const calls = 9;
/** A raise is taken to be so coarse: the plan of the next hours goes into it. */
const coarse = 1.25;

/**
 * What is held beyond what following the least would have, and what is refused, at its price. A raise is one call and doubles at most, a day
 * has so many of them; halving needs none.
 */
const costOf = (floor: number, bins: readonly Bin[], { price, growth }: FloorOptions): number => {
  let [cost, held, used] = [0, Math.max(floor, 1), 0];
  for (const [i, { wanted, followed }] of bins.entries()) {
    if (i % binsPerDay === 0) used = 0;
    const aim = Math.max(followed * growth, floor, 1);
    if (aim <= held / 2) held /= 2;
    else if (aim > held && used < calls) {
      held = Math.min(Math.max(aim, coarse * held), 2 * held);
      used += 1;
    }
    cost += aim + price * Math.max(0, wanted - held);
  }
  return cost;
};
