import type { Demand as Wanted } from '@sluice/core/capacity';
import type { StreamMinute } from '@sluice/core/ports';

/** What a shard takes of each (CAPACITY 2.1). */
export const recordsPerShardSecond = 1_000;
export const bytesPerShardSecond = 2 ** 20;

/**
 * How often a refused record is sent again within a minute, as our writers do: refusals are counted at each attempt, so that what was wanted
 * is what was taken and this share of what was refused.
 */
const attemptsPerRecord = 4;

/** Shards that a minute wanted; undefined when nothing of it was told. Metrics of what was taken end at capacity (F1): refusals are added. */
export const demandOf = ({ records, bytes, throttledRecords }: StreamMinute): number | undefined => {
  if (records === undefined && bytes === undefined && throttledRecords === undefined) return undefined;
  const refused = (throttledRecords ?? 0) / attemptsPerRecord;
  const taken = records ?? 0;
  const growth = taken > 0 ? (taken + refused) / taken : 1;
  return Math.max(
    (taken + refused) / 60 / recordsPerShardSecond,
    ((bytes ?? 0) * growth) / 60 / bytesPerShardSecond,
  );
};

/** A minute's demand, in shards. */
export interface Demand extends Wanted {
  readonly isThrottled: boolean;
}

export const demandsOf = (minutes: readonly StreamMinute[]): readonly Demand[] =>
  minutes.flatMap((minute) => {
    const units = demandOf(minute);
    return units === undefined
      ? []
      : [{ at: minute.at, units, isThrottled: (minute.throttledRecords ?? 0) > 0 }];
  });
