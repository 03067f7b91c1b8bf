/** What an event source mapping is set to (the names are AWS's, with their units). */
export interface MappingSettings {
  readonly batchRecords: number;
  /** Compressed; a Lambda event holds about 4.5 MB of it (6 MB of JSON, the data in base64). */
  readonly batchBytes: number;
  /** How long a batch that is not full waits for more records. */
  readonly windowMs: number;
  /** Tries of one record before it goes to the on-failure store. */
  readonly maximumAttempts: number;
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
}

/** 1,000 tries at 10 s outlast an outage of two and a half hours; the on-failure store takes what is left, for replay. */
export const defaultMapping: MappingSettings = {
  batchRecords: 500,
  // About 15,000 events of 200 bytes as sent: large enough that a batch's fixed costs do not show, small enough for 30 MB of heap.
  batchBytes: 600_000,
  windowMs: 0,
  maximumAttempts: 1_000,
  firstBackoffMs: 20,
  longestBackoffMs: 10_000,
};
