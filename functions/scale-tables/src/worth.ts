import {
  beyond,
  binsPerDay,
  binValue,
  enoughFor,
  otherDays,
  seasonsOf,
  type History,
} from '@sluice/core/capacity';

/** What one side of a table would cost over the last days, in provisioned units × bins, and with which settings the least. */
export interface Worth {
  /** The least units that are worth their price at all times. */
  readonly floor: number;
  /** Of the other days, how many what is planned must be enough for, 0 to 1. */
  readonly quantile: number;
  readonly provisioned: number;
  readonly onDemand: number;
}

export interface WorthOptions {
  /** A raise goes so much further than what is wanted. */
  readonly growth: number;
  /** What a refused unit is worth, in units that are held. */
  readonly price: number;
  readonly min: number;
}

/**
 * A unit paid per request beside one that is provisioned and used at each moment, us-east-1: $0.625 a million beside $0.00065 an hour, and
 * $0.125 beside $0.00013: 3.46 both (CAPACITY F5: even at 28.9 % of use).
 */
export const requestFactor = 0.625e-6 / (0.000_65 / 3_600);

const days = 7;
const quantiles = [0.6, 0.85, 1] as const;
const floorQuantiles = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1] as const;
const floorShares = [1 / 8, 1 / 4, 1 / 2] as const;
const lookBackBins = 6;
const binsPerHour = 12;

interface Replay {
  /** What each bin wanted; nothing where nothing was told. */
  readonly wanted: Float64Array;
  /** What it would have been taken to want by what was seen until then. */
  readonly followed: Float64Array;
  /** By other days, for each bin and quantile. */
  readonly planned: Float64Array;
}

const valueAt = (history: History, bin: number): number => binValue(history, bin) || 0;

const followedAt = (history: History, bin: number): number => {
  let most = 0;
  for (let back = 1; back <= lookBackBins; back += 1) most = Math.max(most, valueAt(history, bin - back));
  const [last, before] = [valueAt(history, bin - 1), valueAt(history, bin - 2)];
  return Math.max(most, Math.min(2 * last, last + 1.5 * Math.max(0, last - before)));
};

const replayOf = (history: History): Replay => {
  const seasons = seasonsOf(history);
  const count = Math.min(days * binsPerDay, history.values.length);
  const first = history.lastBin - count + 1;
  const [wanted, followed] = [new Float64Array(count), new Float64Array(count)];
  const planned = new Float64Array(count * quantiles.length);
  for (let i = 0; i < count; i += 1) {
    wanted[i] = valueAt(history, first + i);
    followed[i] = followedAt(history, first + i);
    const seen = otherDays(seasons, first + i, first + i);
    for (const [q, quantile] of quantiles.entries())
      planned[i * quantiles.length + q] = enoughFor(seen, quantile);
  }
  return { wanted, followed, planned };
};

interface Bounds {
  /** What is never gone beyond. */
  readonly most: number;
  /** At this cost a candidate has lost: the rest of it need not be replayed. */
  readonly limit: number;
}

/** Raised when it is asked for, lowered once an hour; what a bin does not use is kept for the next (CAPACITY 2.2). */
const costOf = (
  { wanted, followed, planned }: Replay,
  floor: number,
  quantile: number,
  { price, growth, most, limit }: WorthOptions & Bounds,
): number => {
  let [cost, held, kept] = [0, floor, 0];
  for (let i = 0; i < wanted.length && cost < limit; i += 1) {
    const wish = Math.max(followed[i] ?? 0, planned[i * quantiles.length + quantile] ?? 0) * growth;
    const aim = Math.max(Math.min(wish, most), floor);
    if (aim > held || (i % binsPerHour === 0 && aim < 0.9 * held)) held = aim;
    const over = (wanted[i] ?? 0) - held;
    const refused = Math.max(0, over - kept);
    kept = Math.min(held, Math.max(0, kept - over));
    cost += held + price * refused;
  }
  return cost;
};

/** What is worth its price, by replay of the last week; undefined without a day of it. */
export const worthOf = (history: History, options: WorthOptions): Worth | undefined => {
  if (history.values.length < binsPerDay) return undefined;
  const replay = replayOf(history);
  const sorted = replay.wanted.slice().sort();
  const most = sorted.at(-1) ?? 0;
  const floors = [
    0,
    ...floorQuantiles.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0),
    ...floorShares.map((share) => share * most),
  ];
  let best = { floor: options.min, quantile: 0, cost: Number.POSITIVE_INFINITY };
  for (const one of floors) {
    const floor = Math.max(options.min, one);
    for (const quantile of quantiles.keys()) {
      const cost = costOf(replay, floor, quantile, {
        ...options,
        most: beyond * most,
        limit: best.cost,
      });
      if (cost < best.cost) best = { floor, quantile, cost };
    }
  }
  return {
    floor: best.floor,
    quantile: quantiles[best.quantile] ?? 1,
    provisioned: best.cost,
    onDemand: requestFactor * replay.wanted.reduce((sum, value) => sum + value, 0),
  };
};
