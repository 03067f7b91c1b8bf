import type { Clock } from '@sluice/core/ports';
import { trimShard } from '@sluice/embedded/stream';
import type { Log } from '../log.ts';
import type { Consumer } from './consumer.ts';
import type { WorkerSettings } from './protocol.ts';
import { shardNames } from './thread.ts';

const everyMs = 10 * 60_000;

export interface TrimmingOptions {
  readonly settings: WorkerSettings;
  /** Folder of the stream. */
  readonly stream: string;
  /** All consumers of the stream. */
  readonly consumers: readonly Consumer[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Drops what every consumer is done with and is older than the stream's retention, every ten minutes. */
export const startTrimming = ({
  settings,
  stream,
  consumers,
  clock,
  log,
}: TrimmingOptions): { stop(): void } => {
  const trim = async (): Promise<void> => {
    const before = clock.now() - settings.streamRetentionHours * 3_600_000;
    for (const shard of shardNames(settings.shards)) {
      const through = Math.min(...consumers.map((consumer) => consumer.doneWith(shard)));
      await trimShard(stream, shard, through, before);
    }
  };
  const timer = setInterval(() => {
    trim().catch((error: unknown) => {
      log('the stream could not be trimmed; it grows until it can', { error: String(error) });
    });
  }, everyMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
};
