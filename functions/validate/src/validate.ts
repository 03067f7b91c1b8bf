import type {
  BatchReport,
  ChunkStore,
  Clock,
  DeliveredRecord,
  ErrorSink,
  EventStream,
} from '@sluice/core/ports';
import { consume } from '@sluice/core/stream';
import type { CachedSchemas } from '@sluice/core/tenant-schema';
import { Validating } from './validating.ts';

export interface ValidateServices {
  readonly schemas: CachedSchemas;
  readonly staged: EventStream;
  readonly errors: ErrorSink;
  /** For the error chunks that `errors.stream` reads. */
  readonly chunks: ChunkStore;
  readonly clock: Clock;
}

/** Raw records into staged records, bad events into error records. Reports where the next batch starts. */
export const validate = (
  records: readonly DeliveredRecord[],
  services: ValidateServices,
): Promise<BatchReport> => consume(records, new Validating(services));
