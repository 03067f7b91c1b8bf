import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binMs,
  binsPerDay,
  binValue,
  emptyHistory,
  enoughFor,
  extended,
  forecast,
  growthOf,
  mostOfWeek,
  otherDays,
  readHistory,
  seasonsOf,
  written,
  type History,
} from './index.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 0, 5);
const seen = (values: readonly number[], from = start) =>
  values.map((units, i) => ({ at: from + i * binMs, units }));

describe('a history', () => {
  it('keeps the most of each bin, what is not told as such, and no more than 22 days', () => {
    const history = extended(emptyHistory, [
      { at: start, units: 1 },
      { at: start + minuteMs, units: 3 },
      { at: start + 2 * binMs, units: 2 },
    ]);
    const bin = start / binMs;
    expect([0, 1, 2, 3].map((i) => binValue(history, bin + i))).toEqual([3, Number.NaN, 2, Number.NaN]);
    const later = extended(history, [{ at: start + 30 * binsPerDay * binMs, units: 7 }]);
    expect(later.values).toHaveLength(22 * binsPerDay);
    expect(binValue(later, bin)).toBeNaN();
    expect(mostOfWeek(later)).toBe(7);
  });

  it('is the same whatever parts it is told in, and after being written and read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 60 }),
        fc.nat(),
        (values, cut) => {
          const all = seen(values);
          const at = cut % values.length;
          const parts = extended(extended(emptyHistory, all.slice(0, at)), all.slice(at));
          expect(parts).toEqual(extended(emptyHistory, all));
          expect(readHistory(written(parts))).toEqual(parts);
        },
      ),
    );
  });

  it('is begun anew where it cannot be read', () => {
    for (const text of [undefined, '', '[]', '{"lastBin":"1"}', 'null'])
      expect(readHistory(text)).toEqual(emptyHistory);
  });
});

/** Days of a quiet stream with an hour of 10 at noon; on the last day it is `factor` times all that. */
const noons = (days: number, factor = 1): History => {
  const values: number[] = [];
  for (let bin = 0; bin < days * binsPerDay; bin += 1) {
    const ofDay = bin % binsPerDay;
    const noon = ofDay >= 144 && ofDay < 156 ? 10 : 1;
    values.push(bin >= (days - 1) * binsPerDay ? factor * noon : noon);
  }
  return extended(emptyHistory, seen(values));
};

describe('other days', () => {
  const noonOf = (day: number) => start / binMs + day * binsPerDay + 150;

  it('tell what this hour wants, from three days on', () => {
    for (const [days, most] of [
      [2, 0],
      [3, 10],
      [8, 10],
    ] as const) {
      const history = noons(days);
      const found = otherDays(seasonsOf(history), history.lastBin + 1, noonOf(days));
      expect(enoughFor(found, 0.6), `${days} days`).toBe(most);
    }
  });

  it('count by how much today differs from them, half to one and a half', () => {
    for (const [factor, most] of [
      [1.2, 12],
      [4, 15],
      [0.1, 5],
    ] as const) {
      const history = noons(8, factor);
      const found = otherDays(seasonsOf(history), history.lastBin + 1, noonOf(8));
      expect(enoughFor(found, 0.6)).toBeCloseTo(most, 5);
    }
  });

  it('of which one was high are enough for all when all are asked for', () => {
    const values = Array.from({ length: 8 * binsPerDay }, (_, bin) =>
      bin === 2 * binsPerDay + 150 ? 50 : 1,
    );
    const history = extended(emptyHistory, seen(values));
    const found = otherDays(seasonsOf(history), history.lastBin + 1, noonOf(8));
    expect([0.6, 1].map((quantile) => enoughFor(found, quantile))).toEqual([1, 50]);
  });
});

describe('the margin', () => {
  it('of a calm stream is least, of a wild one most, and without a day of history in between', () => {
    const calm = Array.from({ length: 2 * binsPerDay }, () => 10);
    const wild = Array.from({ length: 2 * binsPerDay }, (_, i) => (i % 4 === 0 ? 40 : 10));
    expect(growthOf(extended(emptyHistory, seen(calm)))).toBe(1.03);
    expect(growthOf(extended(emptyHistory, seen(wild)))).toBe(1.5);
    expect(growthOf(extended(emptyHistory, seen(calm.slice(0, 100))))).toBe(1.25);
  });
});

describe('the forecast', () => {
  const minutes = (values: readonly number[]) =>
    values.map((units, i) => ({ at: start + i * minuteMs, units }));
  const now = start + 8 * minuteMs;

  it('is the most of the last three minutes where nothing rises, or too little is told', () => {
    expect(forecast(minutes([5, 5, 5, 4, 5, 4]), now, 0)).toBe(5);
    expect(forecast(minutes([9, 1]), now, 0)).toBe(9);
    expect(forecast([], now, 0)).toBe(0);
  });

  it('goes on with a rise, to the double at most, and not far beyond the last week before it was there', () => {
    const rise = minutes([1, 2, 3, 4, 5, 6]);
    expect(forecast(rise, now, 0)).toBeCloseTo(12 / 1.05, 9);
    expect(forecast(rise, now, 7)).toBeCloseTo(7.7, 9);
    expect(forecast(rise, now, 3)).toBeGreaterThan(6);
  });

  it('is never below what is wanted now', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 6 }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (values, most) => {
          const found = forecast(minutes(values), now, most);
          const peak = Math.max(...values.slice(-3));
          expect(found).toBeLessThanOrEqual(2 * peak);
          if (peak > 1.1 * most || most >= peak) expect(found).toBeGreaterThanOrEqual(peak);
        },
      ),
    );
  });
});
