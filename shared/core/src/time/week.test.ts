import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOfWeek, tableOf, weekOf, weekRange, windowOf } from './index.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/**
 * ISO 8601 by its definition and by counting, without the arithmetic under test: walk the days of 1970 to 2100, a week
 * begins on each Monday, and it belongs to the year that holds at least four of its days.
 */
const countedWeeks = (): Map<number, string> => {
  const names = new Map<number, string>();
  const date = new Date(Date.UTC(1969, 11, 29)); // a Monday
  let [year, week] = [1970, 0];
  while (date.getUTCFullYear() <= 2100) {
    const days = Array.from({ length: 7 }, (_, i) => date.getTime() + i * dayMs);
    const owner = days
      .map((day) => new Date(day).getUTCFullYear())
      .reduce(
        (best, candidate, _, all) => (all.filter((y) => y === candidate).length >= 4 ? candidate : best),
        0,
      );
    week = owner === year ? week + 1 : 1;
    year = owner;
    for (const day of days) names.set(day, `${year}-w${String(week).padStart(2, '0')}`);
    date.setUTCDate(date.getUTCDate() + 7);
  }
  return names;
};

describe('weekOf', () => {
  it('is the ISO week of every day from 1970 to 2100, at its first and last millisecond', () => {
    const names = countedWeeks();
    expect(names.size).toBeGreaterThan(47_000);
    for (const [day, name] of names) {
      if (weekOf(day) !== name || weekOf(day + dayMs - 1) !== name) {
        expect.fail(
          `${new Date(day).toISOString()}: ${weekOf(day)}, ${weekOf(day + dayMs - 1)}, counted ${name}`,
        );
      }
    }
  });

  it.each([
    ['2004-12-31', '2004-w53'],
    ['2005-01-01', '2004-w53'],
    ['2005-01-03', '2005-w01'],
    ['2008-12-29', '2009-w01'],
    ['2010-01-03', '2009-w53'],
    ['2015-12-31', '2015-w53'],
    ['2016-01-03', '2015-w53'],
    ['2016-01-04', '2016-w01'],
    ['2018-12-31', '2019-w01'],
    ['2026-11-23', '2026-w48'],
    ['1969-12-29', '1970-w01'],
    ['0001-01-01', '0001-w01'],
  ])('%s is in %s', (date, week) => {
    expect(weekOf(Date.parse(date))).toBe(week);
  });
});

describe('weekRange', () => {
  it('holds exactly the milliseconds of the week, Monday to Sunday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (at) => {
        const range = weekRange(weekOf(at));
        expect(range).toEqual({ first: startOfWeek(at), last: startOfWeek(at) + weekMs - 1 });
        expect(new Date(startOfWeek(at)).getUTCDay()).toBe(1);
      }),
    );
  });

  it('is undefined for what is no week', () => {
    expect(weekRange('late')).toBeUndefined();
    expect(weekRange('2016-w53')).toBeUndefined(); // 2016 has 52
    expect(weekRange('2016-w00')).toBeUndefined();
    expect(weekRange('2016-w54')).toBeUndefined();
    expect(weekRange('2015-w53')).toBeDefined();
  });
});

describe('tableOf', () => {
  const now = Date.parse('2026-11-25T12:00:00Z'); // a Wednesday of 2026-w48
  const first = Date.parse('2026-11-09T00:00:00Z'); // two weeks of retention
  const last = Date.parse('2026-12-06T23:59:59.999Z'); // the end of the next week

  it('keeps the window: retention weeks back to the end of the next week', () => {
    expect(windowOf(now, 2)).toEqual({ first, last });
  });

  it.each([
    [first, '2026-w46'],
    [first - 1, 'late'],
    [last, '2026-w49'],
    [last + 1, 'late'],
    [now, '2026-w48'],
  ])('%d goes to %s', (at, table) => {
    expect(tableOf(at, now, 2)).toBe(table);
  });

  it('moves at Monday 00:00 UTC', () => {
    const monday = Date.parse('2026-11-30T00:00:00Z');
    expect(tableOf(first, monday - 1, 2)).toBe('2026-w46');
    expect(tableOf(first, monday, 2)).toBe('late');
    expect(tableOf(last + 1, monday - 1, 2)).toBe('late');
    expect(tableOf(last + 1, monday, 2)).toBe('2026-w50');
  });

  it('spans a year end without overlap', () => {
    const newYear = Date.parse('2027-01-01T00:00:00Z');
    expect(tableOf(newYear - 1, newYear, 1)).toBe('2026-w53');
    expect(tableOf(newYear, newYear, 1)).toBe('2026-w53');
    expect(tableOf(Date.parse('2027-01-04T00:00:00Z'), newYear, 1)).toBe('2027-w01');
  });

  it('with no retention keeps this week and the next', () => {
    expect(tableOf(startOfWeek(now), now, 0)).toBe('2026-w48');
    expect(tableOf(startOfWeek(now) - 1, now, 0)).toBe('late');
  });
});
