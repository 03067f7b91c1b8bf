import type { Outcome } from '../failure/index.ts';
import type { ErrorRecord } from '../forms/index.ts';

/**
 * The delivery of error records to the four error stores (stage × malformed or commit), for archive and notices.
 * Queries do not read it: they read the error chunks of the near-line store.
 */
export interface ErrorSink {
  /** An outcome per record, in order; `ok` means durable. Putting a record twice is allowed. */
  put(records: readonly ErrorRecord[]): Promise<readonly Outcome[]>;
}
