export { firstTimestamp, isTimestamp, lastTimestamp } from './civil.ts';
export * from './hour.ts';
export type { Compiled } from './joda-pattern.ts';
export { compilePattern } from './pattern.ts';
export { timestampReader, type ReadTimestamp, type TimestampResult } from './reader.ts';
export * from './week.ts';
