import type { FailureClass } from '@sluice/core/failure';

export interface Retry {
  /** Tries at most; after that a person has to ask. */
  readonly attempts: number;
  /** Pauses after the first failures, ms; the last one for all that follow. */
  readonly delaysMs: readonly number[];
}

const minute = 60_000;

/**
 * What to do when a try of a load failed, by the class that the warehouse's adapter gave.
 * `retryable` is a conflict, a time-out, a node that went away: it passes, within a day. `customer` is a file or value that does not fit:
 * twice, as the object store may have been at fault. `ours` is a statement or a permission: as often as an operator may be mending it.
 */
export const retryPolicy: Readonly<Record<FailureClass, Retry>> = {
  retryable: { attempts: 30, delaysMs: [5_000, 15_000, minute, 5 * minute, 15 * minute, 60 * minute] },
  customer: { attempts: 2, delaysMs: [minute] },
  ours: { attempts: 5, delaysMs: [minute, 5 * minute, 30 * minute] },
};

/** When to try again after so many failures in a row, epoch ms; null when only a person does. */
export const retryAt = (kind: FailureClass, failures: number, now: number): number | null => {
  const { attempts, delaysMs } = retryPolicy[kind];
  if (failures >= attempts) return null;
  return now + (delaysMs[failures - 1] ?? delaysMs.at(-1) ?? 0);
};
