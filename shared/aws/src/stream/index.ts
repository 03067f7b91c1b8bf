export { kinesisStream, type KinesisStreamOptions } from './kinesis-stream.ts';
export { deliveredFrom, type KinesisEvent } from './delivered.ts';
