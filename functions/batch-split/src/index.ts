/** Splits files of events into records of the raw stream. */
export { runJob } from './run-job.ts';
export { handleQueue, type QueueEvent, type QueueReport } from './handle-queue.ts';
export { JobQueue, type JobQueueOptions } from './in-process.ts';
export type { SplitServices, SplitSettings } from './services.ts';
