import { weekOf, weekRange } from '@sluice/core/layout';
import { WeekOutOfRange } from './errors.ts';
import { wholeNumber } from './standards/checked.ts';

const weekMs = 7 * 86_400_000;

/** The first millisecond of a week, or WeekOutOfRange when it is none. */
export const startOf = (week: string): number => {
  const range = weekRange(week);
  if (range !== undefined) return range.first;
  throw new WeekOutOfRange(
    `${JSON.stringify(week)} is no week; write it as 2026-w48, an ISO week that its year has`,
  );
};

/** The week that is so many weeks later, or earlier. */
export const weekAfter = (week: string, weeks: number): string => weekOf(startOf(week) + weeks * weekMs);

/**
 * The weeks that have a table while the committed week is the current one: one more on each side than functions use, which is the
 * retention before it and one week ahead. So it does not matter when within a week the tables are rolled, or whether a day late.
 */
export const weeksWithTable = (week: string, retentionWeeks: number): readonly string[] => {
  const before = wholeNumber('the retention of near-line tables in weeks', retentionWeeks, 1, 520) + 1;
  return Array.from({ length: before + 3 }, (_, index) => weekAfter(week, index - before));
};
