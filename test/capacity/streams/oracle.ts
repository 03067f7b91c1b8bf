import { at, firstReported, type Series } from '../frame/series.ts';
import { shardMinute } from './prices.ts';

/** Minutes that a count is held: a change takes some. */
const binMinutes = 15;
const callsADay = 10;
const binsADay = 1_440 / binMinutes;

/** What each bin needs so that no second of it is refused, in whole shards. */
const needsOf = ({ demand, spread }: Series): readonly number[] => {
  const most = Math.max(...spread);
  return Array.from({ length: Math.ceil(demand.length / binMinutes) }, (_, bin) => {
    let peak = 0;
    for (let minute = bin * binMinutes; minute < (bin + 1) * binMinutes; minute += 1)
      peak = Math.max(peak, at(demand, minute));
    return Math.max(1, Math.ceil(peak * most));
  });
};

/** Counts that it chooses from: all small ones, and steps of a twelfth above. */
const levelsOf = (most: number): readonly number[] => {
  const levels: number[] = [];
  for (let level = 1; level < most; level = Math.max(level + 1, Math.ceil(level * 1.12))) levels.push(level);
  return [...levels, most];
};

/** Calls from one count to another: each at most doubles or halves; halving an even count by merges is none. */
const callsOf = (from: number, to: number): number => {
  if (to === from) return 0;
  if (to < from) return from / to === 2 ? 0 : Math.ceil(Math.log2(from / to));
  return Math.ceil(Math.log2(to / from));
};

/**
 * What the cheapest serving of everything costs that knows the future: counts held for 15 minutes, at most 10 calls a UTC day (a rolling day
 * is stricter, so this is a bound from below but for the steps of its counts). Dynamic programming over bin, calls used, count.
 */
export const oracleDollars = (series: Series): number => {
  const needs = needsOf(series);
  const levels = levelsOf(Math.max(...needs));
  const moves = levels.map((from) => levels.map((to) => callsOf(from, to)));
  let costs: Float64Array[] = levels.map(() =>
    new Float64Array(callsADay + 1).fill(Number.POSITIVE_INFINITY),
  );
  for (const cost of costs) cost[0] = 0;
  const first = Math.floor(firstReported(series) / binMinutes);
  const offset = Math.floor(((series.start / 60_000) % 1_440) / binMinutes);
  for (const [bin, need] of needs.entries()) {
    const paid = bin < first ? 0 : shardMinute * binMinutes;
    costs = step(costs, { levels, moves, need, paid, isNewDay: (bin + offset) % binsADay === 0 });
  }
  return Math.min(...costs.flatMap((cost) => [...cost]));
};

interface Step {
  readonly levels: readonly number[];
  readonly moves: readonly (readonly number[])[];
  readonly need: number;
  readonly paid: number;
  readonly isNewDay: boolean;
}

const step = (costs: Float64Array[], { levels, moves, need, paid, isNewDay }: Step): Float64Array[] => {
  const before = isNewDay
    ? costs.map((cost) => {
        const fresh = new Float64Array(callsADay + 1).fill(Number.POSITIVE_INFINITY);
        fresh[0] = Math.min(...cost);
        return fresh;
      })
    : costs;
  return levels.map((level, to) => {
    const next = new Float64Array(callsADay + 1).fill(Number.POSITIVE_INFINITY);
    if (level < need) return next;
    for (const [from, cost] of before.entries()) {
      const calls = moves[from]?.[to] ?? 0;
      for (let used = 0; used + calls <= callsADay; used += 1) {
        const found = at(cost, used) + paid * level;
        if (found < at(next, used + calls)) next[used + calls] = found;
      }
    }
    return next;
  });
};

/** What each minute's need alone costs: no limits at all. */
export const floorDollars = (series: Series): number => {
  const most = Math.max(...series.spread);
  let sum = 0;
  for (let minute = firstReported(series); minute < series.demand.length; minute += 1)
    sum += Math.max(1, Math.ceil(at(series.demand, minute) * most)) * shardMinute;
  return sum;
};
