import { floorOf } from './floor.ts';
import { growthOf } from './growth.ts';
import { binMs, binsPerDay, type History } from './history.ts';
import { seasonal } from './seasonal.ts';
import { defaultThrottledUnitPrice, type StreamSettings } from './settings.ts';

/** How often the history is read, and the next hours are planned. */
export const planEveryMs = 30 * 60_000;
const plannedBins = 24;

const weekMostOf = ({ values }: History): number =>
  values.subarray(-7 * binsPerDay).reduce((most, value) => (value > most ? value : most), 0);

/** What the next two hours want by other days, and what is worth having at all times. */
export const planAhead = (history: History, now: number, spread: number, settings: StreamSettings) => {
  const bin = Math.floor(now / binMs);
  const price = settings.throttledUnitPrice ?? defaultThrottledUnitPrice;
  const growth = growthOf(history);
  return {
    growth,
    weekMost: weekMostOf(history),
    floor: Math.min(settings.max, floorOf(history, { headroom: spread * growth, price, spread })),
    plannedBin: bin,
    planned: Array.from({ length: plannedBins }, (_, i) =>
      Number(seasonal(history, bin, bin + i, bin + i + 1).toFixed(3)),
    ),
  };
};
