import type { DeliveredRecord, Stage } from './event-stream.ts';

/**
 * All records of a stage, in the object store, as `.json.gz` objects that `zcat` reads: the records' gzip members one after the other.
 * On AWS a delivery stream writes it; on one machine a consumer of the stream does.
 */
export interface Archive {
  /** Durable when it resolves. Appending the same record twice is allowed: readers dedupe by (recordId, index). */
  append(stage: Stage, records: readonly DeliveredRecord[]): Promise<void>;
}
