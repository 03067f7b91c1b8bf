/** API.md 2 and DESIGN.md 5; the reasons are in AWS-FACTS 1.2, 1.5. Bytes unless the name says otherwise. */
export const limits = {
  eventsPerRequest: 500,
  requestBytes: 5_000_000,
  eventBytes: 999_488,
  depth: 64,
  keyBytes: 256,
  metricNameBytes: 256,
  /** A stream record with its key: valid under Kinesis' old and new limits. */
  recordBytes: 1_000_000,
  /** Below DynamoDB's 400 KB by a margin for names and numbers. */
  chunkBytes: 390_000,
  keysPerDevice: 2,
  eventIdCharacters: 128,
} as const;

export const defaultQuota = { ratePerSecond: 200, burst: 500 } as const;

/** Weekly tables are kept this long by default. */
export const defaultRetentionWeeks = 8;
