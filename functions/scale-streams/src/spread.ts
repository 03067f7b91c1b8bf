import type { Demand } from './demand.ts';

/** The busiest seconds of a minute want so much more than the minute itself; limits hold by the second (CAPACITY 4.3). */
export const usualSpread = 1.2;
const most = 3;
const margin = 1.05;

/**
 * The spread that the newest minute shows: one that was refused records although it had room by the spread that is known was busier within.
 * @param capacity of that minute, in shards
 */
export const spreadSeen = (spread: number, newest: Demand | undefined, capacity: number): number => {
  if (newest?.isThrottled !== true || newest.units * spread >= capacity) return spread;
  return Math.max(spread, Math.min(most, (capacity / newest.units) * margin));
};
