/** Dollars, us-east-1 (CAPACITY 2). */
export const shardMinute = 0.015 / 60;
/** GetMetricData, a metric. */
export const metricRead = 0.01 / 1_000;
/** An alarm on one metric, a minute of it: $0.10 a month. */
export const alarmMinute = 0.1 / (30 * 1_440);
/** One run of a function of 256 MB for 0.2 s, arm. */
export const functionRun = 0.2e-6 + 0.2 * 0.25 * 0.0000133334;
/** A strongly consistent read of a small item, and a write of 1 KB, on demand. */
export const stateRead = 0.125e-6;
export const stateWrite = 0.625e-6;
/** On-demand streams: an hour, and a GB in. */
export const onDemandMinute = 0.04 / 60;
export const onDemandGigabyte = 0.08;
/** Bytes of a record in all simulations: on-demand rounds up to 1 KB. */
export const recordBytes = 1_024;
