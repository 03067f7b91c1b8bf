import {
  binMs,
  enoughFor,
  growthOf,
  mostOfWeek,
  otherDays,
  seasonsOf,
  type History,
} from '@sluice/core/capacity';
import { worthOf } from './worth.ts';
import { defaultThrottledUnitPrice, type StreamSettings } from './settings.ts';
import type { ScaleState } from './state.ts';

/** How often the history is read, and the next hours are planned. */
export const planEveryMs = 30 * 60_000;
/** How often the margin and the floor are thought over: days go into them, so that hours change little. */
const worthEveryBins = 36;
const plannedBins = 24;

/** What the margins and the floor are by the last days; as they were, where they were found a moment ago. */
const worthNow = (state: ScaleState, history: History, bin: number, settings: StreamSettings) => {
  if (bin - state.worthBin < worthEveryBins) return {};
  const price = settings.throttledUnitPrice ?? defaultThrottledUnitPrice;
  const growth = growthOf(history);
  const { floor, quantile } = worthOf(history, { growth, price, spread: state.spread });
  return { worthBin: bin, growth, floor: Math.min(settings.max, floor), quantile };
};

/** With what the next two hours want by other days, and what is worth having at all times. */
export const planAhead = (
  state: ScaleState,
  history: History,
  now: number,
  settings: StreamSettings,
): ScaleState => {
  const bin = Math.floor(now / binMs);
  const seasons = seasonsOf(history);
  const next = { ...state, ...worthNow(state, history, bin, settings) };
  return {
    ...next,
    weekMost: mostOfWeek(history),
    plannedBin: bin,
    planned: Array.from({ length: plannedBins }, (_, i) =>
      Number(enoughFor(otherDays(seasons, bin, bin + i), next.quantile).toFixed(3)),
    ),
  };
};
