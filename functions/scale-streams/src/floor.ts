import { binsPerDay, binValue, type History } from './history.ts';

/** What following alone would have had in a bin: what the half hour before wanted, or the same time of the two days before. */
const lookBackBins = 6;

export interface FloorOptions {
  /** Capacity is this much of what is wanted: 1 / 0.6. */
  readonly headroom: number;
  /** What a refused unit is worth, in units of capacity. */
  readonly price: number;
  /** How much more the busiest seconds want than their minute. */
  readonly spread: number;
}

const days = 3;

interface Bin {
  readonly wanted: number;
  readonly followed: number;
}

/** The most of a bin and its neighbours; 0 where nothing is known. */
const around = (history: History, bin: number): number =>
  Math.max(binValue(history, bin - 1) || 0, binValue(history, bin) || 0, binValue(history, bin + 1) || 0);

/** The bins of the last days, with what following would have had. */
const replayed = (history: History, { headroom, spread }: FloorOptions): readonly Bin[] => {
  const bins: Bin[] = [];
  const first = history.lastBin - Math.min(days * binsPerDay, history.values.length) + 1;
  for (let bin = first; bin <= history.lastBin; bin += 1) {
    const wanted = binValue(history, bin);
    if (Number.isNaN(wanted)) continue;
    let followed = 0;
    for (let back = 1; back <= lookBackBins; back += 1)
      followed = Math.max(followed, binValue(history, bin - back) || 0);
    const expected = Math.min(around(history, bin - binsPerDay), around(history, bin - 2 * binsPerDay));
    bins.push({ wanted: wanted * spread, followed: Math.max(followed, expected) * headroom });
  }
  return bins;
};

/**
 * The least capacity at all times that is worth its price, by replay (a newsvendor; CAPACITY 4.1.4): of quantiles of what was wanted the one
 * with the least of floor paid beyond what following has anyway, and refused units at their price. 0 without a day of history.
 */
export const floorOf = (history: History, options: FloorOptions): number => {
  const bins = replayed(history, options);
  if (bins.length < binsPerDay) return 0;
  const sorted = Float64Array.from(bins, ({ wanted }) => wanted).sort();
  let best = { floor: 0, cost: costOf(0, bins, options.price) };
  for (const quantile of [
    0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 1,
  ]) {
    const floor = sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0;
    const cost = costOf(floor, bins, options.price);
    if (cost < best.cost) best = { floor, cost };
  }
  return best.floor;
};

/** Calls a day that the replay lets itself have: one less than there are (budget.ts). */
const calls = 9;

/**
 * What a floor costs: what is held above what following has anyway, and what is refused, at its price. From one bin to the next it doubles
 * at most, which is one call, and a day has so many of them.
 */
const costOf = (floor: number, bins: readonly Bin[], price: number): number => {
  let [cost, held, used] = [0, floor, 0];
  for (const [i, { wanted, followed }] of bins.entries()) {
    if (i % binsPerDay === 0) used = 0;
    const before = Math.max(held, floor, 1);
    const aim = Math.max(followed, floor, 1);
    const canRaise = used < calls;
    if (aim > before && canRaise) used += 1;
    held = aim <= before ? aim : canRaise ? Math.min(aim, 2 * before) : before;
    cost += Math.max(0, floor - followed) + price * Math.max(0, wanted - held);
  }
  return cost;
};
