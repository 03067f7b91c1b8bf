import { binMs, type Demand } from '@sluice/core/capacity';
import type { TableMinute } from '@sluice/core/ports';

/** Writes or reads of a table, which are scaled each by itself, but by one call. */
export type Side = 'writes' | 'reads';
export const sides = ['writes', 'reads'] as const;

/**
 * How often a refused request is sent again within a minute, as AWS's SDK and our writers do: refusals are counted at each attempt, so that
 * what was wanted is what was consumed and this share of what was refused.
 */
const attemptsPerRequest = 5;
const minuteMs = 60_000;

const refusedOf = { writes: 'throttledWrites', reads: 'throttledReads' } as const;

/** A minute of one side. */
export interface SideDemand extends Demand {
  readonly isThrottled: boolean;
}

/** Units a second that each minute wanted. What was not used has no datum, so that a minute that is told at all, of either side, is told of both. */
export const demandsOf = (minutes: readonly TableMinute[], side: Side): readonly SideDemand[] =>
  minutes.map((minute) => {
    const refused = minute[refusedOf[side]] ?? 0;
    return {
      at: minute.at,
      units: ((minute[side] ?? 0) + refused / attemptsPerRequest) / 60,
      isThrottled: refused > 0,
    };
  });

/** A closed week is asked nothing in minutes of which nothing is told, as long as other tables are told of: they are filled in. */
export const filledIn = (
  minutes: readonly TableMinute[],
  from: number,
  upTo: number,
): readonly TableMinute[] => {
  const told = new Map(minutes.map((minute) => [minute.at, minute]));
  const filled: TableMinute[] = [];
  for (let at = Math.ceil(from / minuteMs) * minuteMs; at <= upTo; at += minuteMs)
    filled.push(told.get(at) ?? { at });
  return filled;
};

/**
 * The mean of each five minutes that are told whole: a table keeps what it did not use for 300 seconds, so that what a bin wanted on the
 * whole is what it needs.
 */
export const binsOf = (demands: readonly Demand[]): readonly Demand[] => {
  const bins: { at: number; units: number; count: number }[] = [];
  for (const { at, units } of demands) {
    const start = Math.floor(at / binMs) * binMs;
    const last = bins.at(-1);
    if (last?.at !== start) bins.push({ at: start, units, count: 1 });
    else {
      last.units += units;
      last.count += 1;
    }
  }
  return bins
    .filter(({ count }) => count >= binMs / minuteMs)
    .map(({ at, units, count }) => ({ at, units: units / count }));
};
