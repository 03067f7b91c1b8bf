import { binsPerDay, binValue, type History } from './history.ts';

const days = 7;
const quantile = 0.97;
/** Less is noise of the metrics themselves; more is for the floor to hold, not for a margin at all times. */
const [least, most] = [1.03, 1.5];
/** Without a day of history. */
const unknown = 1.25;

/**
 * How much more five minutes want than the ten before them, of all but 3 % of the last week: the margin that following needs, as a change
 * takes some minutes. A calm stream needs little.
 */
export const growthOf = (history: History): number => {
  const ratios: number[] = [];
  const first = history.lastBin - Math.min(days * binsPerDay, history.values.length) + 1;
  for (let bin = first + 2; bin <= history.lastBin; bin += 1) {
    const before = Math.max(binValue(history, bin - 1), binValue(history, bin - 2));
    const ratio = binValue(history, bin) / before;
    if (Number.isFinite(ratio)) ratios.push(ratio);
  }
  if (ratios.length < binsPerDay) return unknown;
  const sorted = Float64Array.from(ratios).sort();
  return Math.min(most, Math.max(least, sorted[Math.floor(quantile * sorted.length)] ?? unknown));
};
