import { SluiceError, type Outcome } from '../failure/index.ts';
import type { BatchReport, DeliveredRecord } from '../ports/event-stream.ts';

/** What became of one write, and the position in the batch of the first record that it holds something of. */
export interface Effect {
  readonly position: number;
  readonly outcome: Outcome;
}

/** The work of a stream consumer, cut where the loop needs it. */
export interface Stage {
  /**
   * Takes one record in; no side effects yet. Bad events become error records among its output and never throw.
   * Throws a SluiceError of class `retryable` when something it needs is away.
   */
  take(record: DeliveredRecord, position: number): Promise<void>;
  /** Makes all side effects of what was taken; each is durable or a failed outcome. */
  flush(): Promise<readonly Effect[]>;
}

/**
 * The one loop of all stream consumers: in order, stop at the first infrastructure failure and report its sequence number, which is
 * where the next batch starts. What was written of later records is written again then: every effect is idempotent.
 * Any other error is a fault of the code and is thrown: the event source mapping isolates the record by bisecting.
 */
export const consume = async (records: readonly DeliveredRecord[], stage: Stage): Promise<BatchReport> => {
  let stop = records.length;
  for (const [position, record] of records.entries()) {
    try {
      await stage.take(record, position);
    } catch (error) {
      if (!(error instanceof SluiceError && error.class === 'retryable')) throw error;
      stop = position;
      break;
    }
  }
  for (const { position, outcome } of await stage.flush())
    if (!outcome.ok && position < stop) stop = position;
  const first = records[stop];
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.sequence }] };
};
