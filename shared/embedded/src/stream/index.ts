export { openLogStream, type LogStream, type LogStreamOptions } from './log-stream.ts';
export { LogReader } from './log-reader.ts';
export { trimShard } from './trim.ts';
