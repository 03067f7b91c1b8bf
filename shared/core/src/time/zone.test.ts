import fc from 'fast-check';
import { expect, it } from 'vitest';
import { zoned } from './joda.cjs';
import { zoneNamed } from './zone.ts';

const { Instant, LocalDateTime, ZoneId, ZoneOffset } = zoned();

it.each([
  'Europe/Berlin',
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Monrovia',
  'UTC-8',
  '+05:30',
  'EST',
])('agrees with js-joda on %s, also around the changes of its clock', (name) => {
  const zone = zoneNamed(name);
  if (!zone.ok) throw new Error(zone.reason);
  const id = ZoneId.of(name);
  const changes = [1900, 1916, 1945, 1972, 1981, 2016, 2030].flatMap((year) => {
    const found: number[] = [];
    for (let hour = Date.UTC(year, 0, 1) / 1000; hour < Date.UTC(year + 1, 0, 1) / 1000; hour += 3600) {
      const at = (second: number) => id.rules().offset(Instant.ofEpochSecond(second)).totalSeconds();
      if (at(hour) !== at(hour + 3600)) found.push((hour + at(hour)) * 1000);
    }
    return found;
  });
  const near = changes.length === 0 ? [0] : changes;
  const local = fc.oneof(
    fc.integer({ min: Date.UTC(1880, 0), max: Date.UTC(2060, 0) }),
    fc
      .tuple(fc.constantFrom(...near), fc.integer({ min: -7_300_000, max: 7_300_000 }))
      .map(([at, by]) => at + by),
  );
  fc.assert(
    fc.property(local, (at) => {
      const date = LocalDateTime.ofEpochSecond(Math.floor(at / 1000), 0, ZoneOffset.UTC);
      const expected = date.atZone(id).toInstant().toEpochMilli() + (((at % 1000) + 1000) % 1000);
      expect(zone.toInstant(at)).toBe(expected);
    }),
    { numRuns: 1500 },
  );
});
