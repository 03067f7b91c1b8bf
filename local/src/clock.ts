import type { Clock } from '@sluice/core/ports';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
