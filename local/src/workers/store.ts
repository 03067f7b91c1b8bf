import { store } from '@sluice/store';
import { openArchive } from '@sluice/embedded/archive';
import { openChunkStore } from '@sluice/embedded/chunk-store';
import { openErrorSink } from '@sluice/embedded/error-sink';
import { openObjectStore } from '@sluice/embedded/object-store';
import { folders } from '../folders.ts';
import { startConsumer, type ConsumerOptions } from './consumer.ts';
import type { ToWorker } from './protocol.ts';
import type { StageThread } from './stage-main.ts';
import { shardNames, type ThreadParts } from './thread.ts';
import { startTrimming } from './trimming.ts';

/**
 * A chunk holds the events of one batch: waiting a little while traffic is low makes them larger and fewer, and costs a fifth of the
 * second in which an event is to be visible.
 */
const storeWindowMs = 200;

/** Reads the staged stream: archives it, and stores chunks in the near-line store. */
export const startStore = async ({ settings, clock, log, tell }: ThreadParts): Promise<StageThread> => {
  const at = folders(settings.data);
  const objects = await openObjectStore(at.objects);
  const chunks = openChunkStore(at.nearLine);
  const errors = await openErrorSink({ folder: at.objects, clock, owner: 'store' });
  const archive = await openArchive({ folder: at.objects, clock, owner: 'staged' });

  const services = { chunks, objects, errors, clock, retentionWeeks: settings.retentionWeeks };
  const stream = at.stream('staged');
  const common: Omit<ConsumerOptions, 'name' | 'invoke'> = {
    streamFolder: stream,
    checkpointFolder: at.checkpoints,
    shards: shardNames(settings.shards),
    settings: { windowMs: storeWindowMs },
    objects,
    clock,
    log,
    random: Math.random,
  };
  const consumers = [
    startConsumer({
      ...common,
      name: 'archive-staged',
      invoke: async (records) => (await archive.append('staged', records), noFailures),
    }),
    startConsumer({
      ...common,
      name: 'store',
      invoke: (records) => store(records, services),
      onDone: (shard, sequence) => {
        tell({ type: 'done', consumer: 'store', shard, sequence });
      },
    }),
  ];
  const trimmer = startTrimming({ settings, stream, consumers, clock, log });
  const durable = (shard: string, sequence: number): void => {
    for (const consumer of consumers) consumer.durable(shard, sequence);
  };
  settings.staged.on('message', (message: ToWorker) => {
    if (message.type === 'durable') durable(message.shard, message.sequence);
  });
  return {
    durable,
    stop: async () => {
      trimmer.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await Promise.all([errors.close(), archive.close(), chunks.close()]);
    },
  };
};

const noFailures = { batchItemFailures: [] };
