import {
  beyond,
  binsPerDay,
  binValue,
  enoughFor,
  otherDays,
  seasonsOf,
  type History,
} from '@sluice/core/capacity';

/** What following alone would have had in a bin: what the half hour before wanted. */
const lookBackBins = 6;

export interface WorthOptions {
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

const days = 7;
/** The middle of them, most, or each of them. */
const quantiles = [0.6, 0.85, 1] as const;
/** Floors to try: quantiles of what was wanted, and shares of the most, from which it is a few doublings to it. */
const floorQuantiles = [
  0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 1,
] as const;
const floorShares = [1 / 16, 1 / 8, 1 / 4, 1 / 3, 1 / 2, 2 / 3] as const;

interface Bin {
  /** In its busiest seconds. */
  readonly wanted: number;
  /** By what was seen until then. */
  readonly followed: number;
}

const followedAt = (history: History, bin: number): number => {
  let most = 0;
  for (let back = 1; back <= lookBackBins; back += 1)
    most = Math.max(most, binValue(history, bin - back) || 0);
  const [last, before] = [binValue(history, bin - 1) || 0, binValue(history, bin - 2) || 0];
  return Math.max(most, Math.min(2 * last, last + 1.5 * Math.max(0, last - before)));
};

/** The bins of the last days, ascending, with what following would have had; for each quantile what was planned in time. */
interface Replay {
  readonly bins: readonly Bin[];
  /** For each bin and quantile, in this order. A bin is enough for one doubling: half of what the next one wants is wanted in this one. */
  readonly planned: Float64Array;
}

const replayOf = (history: History, spread: number): Replay => {
  const seasons = seasonsOf(history);
  const first = history.lastBin - Math.min(days * binsPerDay, history.values.length) + 1;
  const bins: Bin[] = [];
  const planned = new Float64Array((history.lastBin - first + 1) * quantiles.length);
  for (let bin = first; bin <= history.lastBin; bin += 1) {
    const seen = otherDays(seasons, bin, bin);
    const wanted = binValue(history, bin);
    if (Number.isNaN(wanted)) continue;
    for (const [i, quantile] of quantiles.entries())
      planned[bins.length * quantiles.length + i] = enoughFor(seen, quantile) * spread;
    bins.push({ wanted: wanted * spread, followed: followedAt(history, bin) * spread });
  }
  for (let i = (bins.length - 1) * quantiles.length - 1; i >= 0; i -= 1)
    planned[i] = Math.max(planned[i] ?? 0, (planned[i + quantiles.length] ?? 0) / 2);
  return { bins, planned };
};

/**
 * What is worth its price at all times, and how much of the other days is worth planning for, by replay (a newsvendor; CAPACITY 4.1.4): of
 * each the one with the least of what is held beyond what following has anyway, and refused units at their price. Nothing without a day of
 * history.
 */
export const worthOf = (history: History, options: WorthOptions): Worth => {
  const replay = replayOf(history, options.spread);
  const { bins } = replay;
  if (bins.length < binsPerDay) return { floor: 0, quantile: quantiles[0] };
  const sorted = Float64Array.from(bins, ({ wanted }) => wanted).sort();
  const most = sorted.at(-1) ?? 0;
  const candidates = [
    ...floorQuantiles.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0),
    ...floorShares.map((share) => share * most),
  ];
  let best = { floor: 0, quantile: 0, cost: Number.POSITIVE_INFINITY };
  for (const floor of [0, ...candidates]) {
    for (const quantile of quantiles.keys()) {
      const cost = costOf(replay, floor, quantile, {
        ...options,
        most: beyond * most,
        limit: best.cost,
      });
      if (cost < best.cost) best = { floor, quantile, cost };
    }
  }
  return { floor: best.floor, quantile: quantiles[best.quantile] ?? 1 };
};

/** Calls a day that the replay lets itself have: one less than there are (budget.ts). */
const calls = 9;
/** A raise is taken to be so coarse: the plan of the next hours goes into it. */
const coarse = 1.25;

interface Bounds {
  /** What is never gone beyond. */
  readonly most: number;
  /** At this cost a candidate has lost: the rest of it need not be replayed. */
  readonly limit: number;
}

/**
 * What is held beyond what following the least would have, and what is refused, at its price. A raise is one call and doubles at most, a day
 * has so many of them; halving needs none.
 */
const costOf = (
  { bins, planned }: Replay,
  floor: number,
  quantile: number,
  { price, growth, most, limit }: WorthOptions & Bounds,
): number => {
  let [cost, held, used] = [0, Math.max(floor, 1), 0];
  for (let i = 0; i < bins.length && cost < limit; i += 1) {
    const { wanted, followed } = bins[i] ?? nothing;
    if (i % binsPerDay === 0) used = 0;
    const wish = Math.max(followed, planned[i * quantiles.length + quantile] ?? 0) * growth;
    const aim = Math.max(Math.min(wish, most), floor, 1);
    if (aim <= held / 2) held /= 2;
    else if (aim > held && used < calls) {
      held = Math.min(Math.max(aim, coarse * held), 2 * held);
      used += 1;
    } else if (aim <= 0.75 * held && used < calls - 5) {
      held = aim;
      used += 1;
    }
    cost += held + price * Math.max(0, wanted - held);
  }
  return cost;
};

const nothing: Bin = { wanted: 0, followed: 0 };
