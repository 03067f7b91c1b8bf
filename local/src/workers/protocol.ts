import type { MessagePort } from 'node:worker_threads';
import type { BatchReport, DeliveredRecord, PutOutcome, Stage, StreamRecord } from '@sluice/core/ports';

/** What a stage's thread is started with. */
export interface WorkerSettings {
  /** The stream that it reads: `raw` runs validate, `staged` runs store. */
  readonly stage: Stage;
  readonly data: string;
  readonly shards: number;
  readonly retentionWeeks: number;
  readonly streamRetentionHours: number;
  /** Between the validate thread, which writes the staged stream, and the store thread, which reads it. */
  readonly staged: MessagePort;
}

/** Records of a shard are on disk up to a sequence number. */
export interface Durable {
  readonly type: 'durable';
  readonly shard: string;
  readonly sequence: number;
}

/** To the thread: new records, a record for one of its consumers' functions, records for the stream that it writes, or finish the batch under way and stop. */
export type ToWorker =
  | Durable
  | {
      readonly type: 'hand-back';
      readonly id: number;
      readonly consumer: string;
      readonly record: DeliveredRecord;
    }
  | { readonly type: 'put'; readonly id: number; readonly records: readonly StreamRecord[] }
  | { readonly type: 'stop' };

/** From the thread. `done`: a consumer is done with records up to a sequence number. The first two answer `hand-back`, the next one `put`. */
export type FromWorker =
  | { readonly type: 'handed-back'; readonly id: number; readonly report: BatchReport }
  | { readonly type: 'not-handed-back'; readonly id: number; readonly error: string }
  | { readonly type: 'was-put'; readonly id: number; readonly outcomes: readonly PutOutcome[] }
  | { readonly type: 'ready' }
  | { readonly type: 'staged'; readonly shard: string; readonly last: number }
  | { readonly type: 'done'; readonly consumer: string; readonly shard: string; readonly sequence: number };
