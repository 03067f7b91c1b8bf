/** What an event source mapping is set to (the names are AWS's, with their units). */
export interface MappingSettings {
  readonly batchRecords: number;
  /** A Lambda event holds 6 MB of JSON with the data in base64: about 4.5 MB. */
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
  batchBytes: 4_500_000,
  windowMs: 0,
  maximumAttempts: 1_000,
  firstBackoffMs: 20,
  longestBackoffMs: 10_000,
};
