import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@sluice/core/ports';

export interface PaceOptions {
  readonly clock: Clock;
  /** Numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  /** Resolves after that many milliseconds. @default a timer */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** How often something is sent at most. @default 8 */
  readonly attempts?: number;
  /**
   * After this time nothing is sent any more, ms. With one call's time-out on top it stays below the 30 s that the front door has.
   * @default 8,000
   */
  readonly budgetMs?: number;
}

/** How long to go on, and how long to wait in between. */
export interface Pace {
  /** False when the time is up. */
  readonly isOpen: () => boolean;
  /** Waits before the next attempt; false, at once, when there is no attempt or no time left. */
  readonly pause: () => Promise<boolean>;
}

/** A shard's throughput is counted by the second: waiting much longer than that gains nothing. */
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Starts the budget. Pauses have full jitter: anything up to twice the longest pause before, so that senders do not meet again. */
export const startPace = (options: PaceOptions): Pace => {
  const { clock, random, sleep = setTimeout, attempts = 8, budgetMs = 8_000 } = options;
  const end = clock.now() + budgetMs;
  let attempt = 1;
  return {
    isOpen: () => clock.now() < end,
    pause: async () => {
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
      const pauseMs = Math.ceil(random() * longest);
      attempt += 1;
      if (attempt > attempts || clock.now() + pauseMs >= end) return false;
      await sleep(pauseMs);
      return true;
    },
  };
};
