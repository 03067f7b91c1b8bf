import type { ReplayTarget } from '@sluice/core/archive';
import type { Stage } from '@sluice/core/ports';
import { kinesisStream } from '../stream/kinesis-stream.ts';
import type { PaceOptions } from '../shared/pace.ts';
import { kinesisCapacity, type KinesisCapacityOptions } from './kinesis-capacity.ts';

export interface KinesisTargetsOptions
  extends PaceOptions, Omit<KinesisCapacityOptions, 'streamName' | 'clock'> {
  /** The names of this environment's streams. */
  readonly streams: Readonly<Record<Stage, string>>;
}

const namePattern = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * Where a replay can go: the stream of the stage, or another one of the account by its name, as far as the function's role lets it.
 * Undefined for what is no name of a stream.
 */
export const kinesisTargets =
  (options: KinesisTargetsOptions) =>
  (stage: Stage, into: string | undefined): ReplayTarget | undefined => {
    const streamName = into ?? options.streams[stage];
    if (!namePattern.test(streamName)) return undefined;
    return {
      stream: kinesisStream({ ...options, client: options.kinesis, streamName }),
      capacity: kinesisCapacity({ ...options, streamName }),
    };
  };
