import { seededRandom } from '@sluice/testing/faults/random';
import { usualSpread, type Series } from './series.ts';

const day = 1_440;
const mondayMs = Date.UTC(2026, 0, 5);

/** Shape of a minute: 1 is the level that is scaled later. `random` gives 0 to 1. */
type Shape = (minute: number, random: () => number) => number;

/** Two hours of a rush: up to 20 times in 3 minutes, and back by half every 20. */
const flash = (minute: number): number => {
  const since = (minute % (3 * day)) - 1_000;
  if (since < 0) return 1;
  return 1 + 19 * Math.min(1, since / 3) * 2 ** -(Math.max(0, since - 3) / 20);
};

/** A week of an office: quiet nights, half on Saturday and Sunday. */
const weekly = (minute: number): number => {
  const weekend = Math.floor(minute / day) % 7 >= 5 ? 0.5 : 1;
  return weekend * (0.35 + 0.65 * Math.max(0, Math.sin(((minute % day) / day - 0.25) * 2 * Math.PI)) ** 0.8);
};

const shapes: readonly (readonly [name: string, days: number, shape: Shape, spread?: readonly number[]])[] = [
  ['steady', 14, (_, random) => 1 + 0.05 * (random() - 0.5)],
  ['ramp', 14, (minute) => 0.1 + (0.9 * (minute % (7 * day))) / (7 * day)],
  ['flash-crowd-x20', 18, flash],
  // A batch job: 40 minutes from nothing, three times a day, never at quite the same minute.
  ['on-off-from-zero', 14, (minute) => ((minute + 7 * Math.floor(minute / day)) % 480 < 40 ? 1 : 0)],
  // 1.6 times the minute's mean in one fifth of its seconds: no metric of a minute shows it.
  [
    'sub-minute-bursts',
    14,
    (minute, random) => weekly(minute) * (1 + 0.1 * random()),
    [0.6, 0.75, 0.95, 1.1, 1.6],
  ],
  ['weekly', 28, (minute, random) => weekly(minute) * (1 + 0.1 * (random() - 0.5))],
];

/** The generated series, not yet scaled; the same for the same seed. */
export const generatedSeries = (seed: number): readonly Series[] =>
  shapes.map(([name, days, shape, spread = usualSpread], i) => {
    const random = seededRandom(seed + i);
    const demand = Float64Array.from({ length: days * day }, (_, minute) => shape(minute, random));
    return { name, start: mondayMs, demand, spread };
  });
