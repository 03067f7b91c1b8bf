import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readWeek, writeWeek } from './committed-week.ts';
import { WeekOutOfRange } from './errors.ts';
import { rolled } from './roll-week.ts';
import { startOf, weekAfter, weeksWithTable } from './weeks.ts';

const now = Date.parse('2026-12-30T12:00:00Z'); // 2026-w53

describe('rolled', () => {
  it.each([
    [undefined, '2026-w53'],
    ['2026-w50', '2026-w50'],
    ['next', '2026-w49'],
    ['2027-w01', '2027-w01'],
    ['2026-w48', '2026-w48'],
  ])('asked for %s, from 2026-w48, gives %s', (asked, week) => {
    expect(rolled('2026-w48', asked, now)).toBe(week);
  });

  it.each([
    ['2026-w47', /before 2026-w48, which is committed; it must be from 2026-w48 to 2027-w01/],
    ['2027-w02', /too far ahead: it is 2026-w53 now/],
    ['2026-w54', /"2026-w54" is no week/],
    ['2025-w53', /"2025-w53" is no week/],
    ['week 3', /"week 3" is no week/],
    ['late', /"late" is no week/],
  ])('refuses %s', (asked, message) => {
    expect(() => rolled('2026-w48', asked, now)).toThrow(WeekOutOfRange);
    expect(() => rolled('2026-w48', asked, now)).toThrow(message);
  });

  it('refuses to go back when the committed week is ahead of the clock, and next goes over the end of the year', () => {
    expect(() => rolled('2027-w01', undefined, now)).toThrow(/2026-w53 is before 2027-w01/);
    expect(rolled('2026-w53', 'next', now)).toBe('2027-w01');
  });
});

describe('weeksWithTable', () => {
  it('is without gap or overlap, in any year', () => {
    const weeks = fc.integer({ min: 0, max: 4_000 }).map((index) => weekAfter('2000-w01', index));
    fc.assert(
      fc.property(weeks, fc.integer({ min: 1, max: 60 }), (week, retention) => {
        const names = weeksWithTable(week, retention);
        expect(names).toHaveLength(retention + 4);
        expect(new Set(names).size).toBe(names.length);
        expect(names.at(-3)).toBe(week);
        for (const [index, name] of names.slice(1).entries())
          expect(startOf(name) - startOf(names[index] ?? '')).toBe(604_800_000);
        // What rolling by one week changes.
        const rolledNames = weeksWithTable(weekAfter(week, 1), retention);
        expect(rolledNames.slice(0, -1)).toEqual(names.slice(1));
      }),
    );
  });
});

describe('the committed week', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-week-'));
  const file = join(folder, 'week.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is written as it is read, and as the formatter leaves it', () => {
    writeWeek('2026-w49', file);
    expect(readFileSync(file, 'utf8')).toBe('{ "week": "2026-w49" }\n');
    expect(readWeek(file)).toBe('2026-w49');
  });

  it.each(['{}', '[]', 'null', '{"week":7}', '{"week":"2026-w60"}', '{"wek":"2026-w49"}', 'not json'])(
    'is refused when the file holds %s',
    (text) => {
      writeFileSync(file, text);
      expect(() => readWeek(file)).toThrow(WeekOutOfRange);
    },
  );
});
