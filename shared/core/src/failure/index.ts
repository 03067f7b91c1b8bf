/**
 * Failure classes (DESIGN.md 8). Each adapter decides in one table which class an error of its service is.
 *
 * - `retryable`: infrastructure; try again, the event is untouched
 * - `customer`: the data is at fault; it becomes an error record of kind `malformed`
 * - `ours`: a fault of our own code that retrying cannot mend; it becomes an error record of kind `commit`
 */
export type FailureClass = 'retryable' | 'customer' | 'ours';

/** Why one item was not taken. `code` is stable and for machines, `message` is for people. */
export interface Failure {
  readonly class: FailureClass;
  readonly code: string;
  readonly message: string;
}

/** What became of one item of a batch, in the order of the batch. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: Failure };

export const done: Outcome = { ok: true };

export const failed = (failure: Failure): Outcome => ({ ok: false, failure });

export { OutOfService, SluiceError } from './errors.ts';
