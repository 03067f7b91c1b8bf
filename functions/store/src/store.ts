import { consume } from '@sluice/core/stream';
import type {
  BatchReport,
  ChunkStore,
  Clock,
  DeliveredRecord,
  ErrorSink,
  ObjectStore,
} from '@sluice/core/ports';
import { Storing } from './storing.ts';

export interface StoreServices {
  readonly chunks: ChunkStore;
  readonly objects: ObjectStore;
  readonly errors: ErrorSink;
  readonly clock: Clock;
  readonly retentionWeeks: number;
}

/** Staged records into chunks of the near-line store, by tenant, metric and hour. Reports where the next batch starts. */
export const store = (records: readonly DeliveredRecord[], services: StoreServices): Promise<BatchReport> =>
  consume(records, new Storing(services));
