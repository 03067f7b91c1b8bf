/** Files of events over HTTP (API.md 4). */
export { handleBatch } from './handle-batch.ts';
export type { BatchServices, BucketReading } from './services.ts';
