/** us-east-1, dollars (CAPACITY 2.2 and 2.3). */
export const unitHour = { writes: 0.000_65, reads: 0.000_13 } as const;

/** A unit paid per request. */
export const requestUnit = { writes: 0.625e-6, reads: 0.125e-6 } as const;

/** A metric asked of GetMetricData. */
export const metricRead = 0.01 / 1_000;

/** A run of a function of 256 MB (arm) for 100 ms, and its request. */
export const functionRun = 0.25 * 0.1 * 0.000_013_333_4 + 0.2e-6;

/** A standard alarm for a minute, of 730 hours a month. */
export const alarmMinute = 0.1 / (730 * 60);

/** State in DynamoDB, paid per request: units of 4 KB to read, of 1 KB to write. */
export const stateRead = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4_096)) * requestUnit.reads;
export const stateWrite = (bytes: number): number =>
  Math.max(1, Math.ceil(bytes / 1_024)) * requestUnit.writes;

/** The least that a unit can cost: provisioned, and every second of it used. */
export const leastUnit = { writes: unitHour.writes / 3_600, reads: unitHour.reads / 3_600 } as const;
