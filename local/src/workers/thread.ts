import type { Clock } from '@sluice/core/ports';
import type { Log } from '../log.ts';
import type { FromWorker, WorkerSettings } from './protocol.ts';

/** What a stage's thread is made with. */
export interface ThreadParts {
  readonly settings: WorkerSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1), for the jitter of retries. */
  readonly random: () => number;
  readonly tell: (message: FromWorker) => void;
}

/** The shards of a stream of one machine. */
export const shardNames = (shards: number): readonly string[] =>
  Array.from({ length: shards }, (_, i) => `shard-${i}`);
