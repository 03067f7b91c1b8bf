import type { Failure } from '../failure/index.ts';
import type { TenantId } from '../layout/index.ts';

/** `raw` holds events as they were sent, `staged` holds validated events. */
export type Stage = 'raw' | 'staged';

/** What the books count at the front door: how many events of which tenant a record holds. */
export interface Tally {
  readonly tenant: TenantId;
  readonly recordId: string;
  /** Arrival of the request, epoch ms. */
  readonly receivedAt: number;
  readonly events: number;
}

/** One entry of a stream: a gzip member of newline-ended lines, at most 1,000,000 bytes with its key. */
export interface StreamRecord {
  /** At most 256 characters; only its hash matters (it picks the shard). */
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Only on records of the raw stream. */
  readonly tally?: Tally;
}

export type PutOutcome =
  | { readonly ok: true; readonly shard: string; readonly sequence: string }
  | { readonly ok: false; readonly failure: Failure };

export interface EventStream {
  /**
   * Appends the records; an outcome per record, in order. `ok` means durable. Some may fail while others succeed,
   * and a record whose put timed out may have been stored all the same: consumers must stand duplicates.
   * Never throws for an infrastructure fault: it is an outcome.
   */
  put(records: readonly StreamRecord[]): Promise<readonly PutOutcome[]>;
}

/** A record as a consumer is handed it. Sequence numbers grow within a shard; nothing else is promised of order. */
export interface DeliveredRecord extends StreamRecord {
  readonly shard: string;
  /** Decimal digits; compare as numbers (BigInt), never as text. */
  readonly sequence: string;
  /** When the stream took it, epoch ms. */
  readonly arrivedAt: number;
}

/** What a function answers to an event source mapping: the lowest sequence is where the next batch starts. */
export interface BatchReport {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}
