import { weekOf } from '@sluice/core/layout';
import { WeekOutOfRange } from './errors.ts';
import { startOf, weekAfter } from './weeks.ts';

const mostAhead = 1;

/**
 * The week to commit: the one asked for, `next` for the one after the committed, by default the one that it is now. Throws
 * WeekOutOfRange for what is no week, for going back (tables that were dropped do not come back with their rows), and for more than one
 * week ahead of now (that would drop weeks that functions still use). `now` is epoch ms.
 */
export const rolled = (committed: string, asked: string | undefined, now: number): string => {
  const current = weekOf(now);
  const week = asked === 'next' ? weekAfter(committed, 1) : (asked ?? current);
  if (startOf(week) < startOf(committed))
    throw new WeekOutOfRange(
      `the week ${week} is before ${committed}, which is committed; it must be from ${committed} to ${weekAfter(current, mostAhead)}`,
    );
  const last = weekAfter(current, mostAhead);
  if (week !== committed && startOf(week) > startOf(last))
    throw new WeekOutOfRange(
      `the week ${week} is too far ahead: it is ${current} now; it must be from ${committed} to ${last}`,
    );
  return week;
};
