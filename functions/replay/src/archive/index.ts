export type { Damage } from './progress.ts';
export { replayArchive, type ArchiveReplayed, type ReplayArchiveOptions } from './replay-archive.ts';
export { replayUndelivered, type UndeliveredReplayed } from './undelivered.ts';
export { defaultLateHours, replayIdOf, type ArchiveRequest } from './request.ts';
export type { ArchiveServices, ArchiveSettings } from './services.ts';
