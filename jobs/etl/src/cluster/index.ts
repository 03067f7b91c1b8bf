/** The batch on a cluster, one step a wake. */
export { wakeAll } from './wake-all.ts';
export { currentRun } from './current-run.ts';
export { markPublished, type MarkRead } from './mark-read.ts';
export type { ClusterServices, JobRunner, JobState } from './ports.ts';
