import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hourOf, hourPath, startOfHour } from './index.ts';

const hourMs = 3_600_000;

it('names the UTC hour of an instant', () => {
  expect(hourOf(Date.parse('2026-11-23T03:59:59.999Z'))).toBe('2026-11-23T03');
  expect(hourOf(Date.parse('2026-11-23T04:00:00Z'))).toBe('2026-11-23T04');
  expect(hourPath(Date.parse('2026-11-23T04:00:00Z'))).toBe('2026/11/23/04');
  expect(hourOf(-1)).toBe('1969-12-31T23');
});

it('begins where the last hour ended, and is undone by startOfHour', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (at) => {
      const start = startOfHour(hourOf(at));
      expect(start).toBe(Math.floor(at / hourMs) * hourMs);
      expect(hourOf(start)).toBe(hourOf(at));
      expect(hourOf(start - 1)).not.toBe(hourOf(at));
    }),
  );
});
