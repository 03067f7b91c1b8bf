export { consumers, type Consumer } from './consumers.ts';
export { readGivenUp, type GivenUp } from './given-up.ts';
export { handleReplay, type ReplayHttpServices } from './handle-replay.ts';
export {
  replayGivenUp,
  type NotReplayed,
  type Replayed,
  type ReplayOptions,
  type ReplayServices,
} from './replay.ts';
export {
  replayArchive,
  replayUndelivered,
  type ArchiveReplayed,
  type ArchiveRequest,
  type ArchiveServices,
  type ArchiveSettings,
  type UndeliveredReplayed,
} from './archive/index.ts';
