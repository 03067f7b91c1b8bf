import { binsPerDay, binValue, type History } from './history.ts';

/** Days back to look at, the same weekday twice (CAPACITY 4.1.3). */
const daysBack = [1, 2, 3, 4, 5, 6, 7, 7, 14, 14, 21, 21] as const;
/** Two days say nothing of a season. */
const leastDays = 3;

const mostOf = (history: History, from: number, to: number): number => {
  let most = Number.NaN;
  for (let bin = from; bin < to; bin += 1) {
    const value = binValue(history, bin);
    if (!(most >= value) && !Number.isNaN(value)) most = value;
  }
  return most;
};

/** By how much today differs from that day so far: the last hour beside that hour, 0.5 to 1.5. */
const ratio = (history: History, now: number, back: number): number => {
  const today = mostOf(history, now - 12, now);
  const then = mostOf(history, now - 12 - back, now - back);
  const found = today / then;
  return Number.isFinite(found) ? Math.min(1.5, Math.max(0.5, found)) : 1;
};

/**
 * What the bins from `from` up to, not including, `to` will want by what they wanted on other days, in shards; 0 where too few days are
 * known.
 * @param now the first bin that has not been seen whole
 * @param quantile of the days that it must be enough for, 0 to 1 (CAPACITY 4.1.3: 0.6)
 */
export const seasonal = (
  history: History,
  now: number,
  from: number,
  to: number,
  quantile: number,
): number => {
  const seen: number[] = [];
  for (const days of daysBack) {
    const back = days * binsPerDay;
    const most = mostOf(history, from - back, to - back);
    if (!Number.isNaN(most)) seen.push(most * ratio(history, now, back));
  }
  if (seen.length < leastDays) return 0;
  seen.sort((a, b) => a - b);
  return seen[Math.min(seen.length - 1, Math.floor(quantile * seen.length))] ?? 0;
};
