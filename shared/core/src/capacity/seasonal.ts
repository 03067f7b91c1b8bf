import { binsPerDay, firstBin, type History } from './history.ts';

/** Days back to look at, the same weekday twice (CAPACITY 4.1.3). */
const daysBack = [1, 2, 3, 4, 5, 6, 7, 7, 14, 14, 21, 21] as const;
/** Two days say nothing of a season. */
const leastDays = 3;
const binsPerHour = 12;

/** A history to be asked for many bins: arrays by place, not by bin, and the most of each hour found once. */
export interface Seasons {
  readonly first: number;
  readonly values: Float32Array;
  /** The most of the hour before each place; 0 where nothing was told. */
  readonly hourBefore: Float32Array;
}

/** Bins before and after, as nothing comes at quite the same minute. */
const near = 1;

export const seasonsOf = (history: History): Seasons => {
  const { values } = history;
  const hourBefore = new Float32Array(values.length + 1);
  for (let i = 1; i <= values.length; i += 1) {
    let most = 0;
    for (let at = Math.max(0, i - binsPerHour); at < i; at += 1) {
      const value = values[at] ?? 0;
      if (value > most) most = value;
    }
    hourBefore[i] = most;
  }
  return { first: firstBin(history), values, hourBefore };
};

/** By how much today differs from that day so far: the last hour beside that hour, 0.5 to 1.5. */
const ratio = (today: number, then: number): number =>
  today > 0 && then > 0 ? Math.min(1.5, Math.max(0.5, today / then)) : 1;

const scratch = new Float64Array(daysBack.length);

/**
 * What a bin was on other days, in units, ascending, each by how much today differs from that day; of no length where too few days are
 * known. Only good until the next call: one array serves all.
 * @param now the first bin that has not been seen whole
 */
export const otherDays = ({ first, values, hourBefore }: Seasons, now: number, bin: number): Float64Array => {
  const today = hourBefore[now - first] ?? 0;
  let count = 0;
  for (const days of daysBack) {
    const back = days * binsPerDay;
    let value = -1;
    for (let at = bin - back - first - near; at <= bin - back - first + near; at += 1) {
      const one = values[at] ?? -1;
      if (one > value) value = one;
    }
    if (value < 0) continue;
    scratch[count] = value * ratio(today, hourBefore[now - back - first] ?? 0);
    count += 1;
  }
  return count < leastDays ? scratch.subarray(0, 0) : scratch.subarray(0, count).sort();
};

/** What is enough for that share of the other days; 0 of none. */
export const enoughFor = (seen: Float64Array, quantile: number): number =>
  seen[Math.min(seen.length - 1, Math.floor(quantile * seen.length))] ?? 0;
