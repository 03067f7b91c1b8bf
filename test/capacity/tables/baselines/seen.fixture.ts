import type { SideSeen, TableSeen } from '../policy.ts';

/** A side as it is seen: units/s of its newest minutes, newest first; undefined: not told. */
export const sideOf = (
  provisioned: number,
  units: readonly (number | undefined)[],
  throttled: readonly number[] = [],
): SideSeen => {
  const mean = (values: readonly (number | undefined)[], length: number, before: number): number =>
    Array.from({ length }, (_, i) => values[before + i] ?? 0).reduce((sum, value) => sum + value, 0) / length;
  return {
    provisioned,
    consumed: (length, before = 0) => mean(units, length, before),
    throttled: (length, before = 0) => mean(throttled, length, before),
    datum: (before) => units[before],
  };
};

/** So many minutes alike. */
export const steady = (units: number, minutes = 60): readonly number[] => Array<number>(minutes).fill(units);

const noon = Date.UTC(2026, 0, 7, 12);

/** A quiet table at noon of a Wednesday that was never changed. */
export const seenWith = (changes: Partial<TableSeen>): TableSeen => ({
  minute: 6_000,
  now: noon,
  decreasesToday: 0,
  lastDecreaseAt: undefined,
  lastIncrease: Number.NEGATIVE_INFINITY,
  decreaseAllowed: true,
  since: 3_600,
  writes: sideOf(1_000, steady(600)),
  reads: sideOf(100, steady(60)),
  consumedOfAll: () => 1_000,
  ...changes,
});
