import { limits } from '../layout/limits.ts';

/**
 * Bounds of one tenant's schema, far above use and there to protect the store and the caches: a schema is one item of the store, read whole
 * by every worker. Counts keep single lists readable and one change small; `storedBytes` is what keeps the item below 390 KB.
 */
export const schemaLimits = {
  /** Metric names, field names and aliases, UTF-8: those of an event's keys and of a metric's name, since they are matched against them. */
  nameBytes: Math.min(limits.keyBytes, limits.metricNameBytes),
  metrics: 1_000,
  fieldsPerMetric: 1_000,
  /** Other names of one metric or one field, and timestamp aliases of a metric. */
  aliases: 100,
  /** Patterns of a tenant or of a metric. An event without a match tries all of them. */
  timestampPatterns: 20,
  patternBytes: 512,
  metricKeys: 20,
  /** The schema as JSON with a reserve for the tombstones of what it declares: below DynamoDB's item by a margin for its envelope. */
  storedBytes: 380_000,
} as const;
