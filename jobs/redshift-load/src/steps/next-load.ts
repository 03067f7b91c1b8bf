import type { Document } from '../state/documents.ts';
import type { LoadState } from '../state/load-state.ts';

type Loads = ReadonlyMap<string, Document<LoadState>>;

const isDue = ({ state, retryAt }: LoadState, now: number): boolean =>
  state !== 'refused' && (state !== 'failed' || (retryAt !== null && retryAt <= now));

/**
 * Key of the load whose turn it is: the first by sequence whose metric has no earlier load that is not loaded. A load that failed or was
 * refused holds up its own metric alone. Undefined when there is nothing to do now.
 */
export const nextLoad = (loads: Loads, now: number): string | undefined => {
  const heldUp = new Set<string>();
  for (const [key, { value }] of loads) {
    if (value.state === 'loaded' || heldUp.has(value.metric)) continue;
    if (isDue(value, now)) return key;
    heldUp.add(value.metric);
  }
  return undefined;
};

/** Whether a load waits for its time: one that only a person tries again does not, nor do those behind it. */
export const isOpen = (loads: Loads): boolean => {
  const heldUp = new Set<string>();
  for (const { value } of loads.values()) {
    if (value.state === 'loaded' || heldUp.has(value.metric)) continue;
    if (isDue(value, Infinity)) return true;
    heldUp.add(value.metric);
  }
  return false;
};
