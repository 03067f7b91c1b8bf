import { store } from '@sluice/store';
import { openArchive } from '@sluice/embedded/archive';
import { openChunkStore } from '@sluice/embedded/chunk-store';
import { openErrorSink } from '@sluice/embedded/error-sink';
import { openObjectStore } from '@sluice/embedded/object-store';
import { folders } from '../folders.ts';
import { handBackTo } from './hand-back.ts';
import { consumerOf, noFailures, startConsumer, type Consumer } from './consumer.ts';
import type { ToWorker } from './protocol.ts';
import type { StageThread } from './stage-main.ts';
import type { ThreadParts } from './thread.ts';
import { startTrimming } from './trimming.ts';

/**
 * A chunk holds the events of one batch: waiting a little while traffic is low makes them larger and fewer, and costs a fifth of the
 * second in which an event is to be visible.
 */
const storeWindowMs = 200;

/** Reads the staged stream: archives it, and stores chunks in the near-line store. */
export const startStore = async (parts: ThreadParts): Promise<StageThread> => {
  const { settings, clock, log } = parts;
  const stores = await openStores(parts);
  const consumers = startConsumers(parts, stores);
  const stream = folders(settings.data).stream('staged');
  const trimmer = startTrimming({ settings, stream, consumers, clock, log });
  const durable = (shard: string, sequence: number): void => {
    for (const consumer of consumers) consumer.durable(shard, sequence);
  };
  settings.staged.on('message', (message: ToWorker) => {
    if (message.type === 'durable') durable(message.shard, message.sequence);
  });
  return {
    durable,
    handBack: handBackTo(consumers),
    stop: async () => {
      trimmer.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await Promise.all([stores.errors.close(), stores.archive.close(), stores.chunks.close()]);
    },
  };
};

type Stores = Awaited<ReturnType<typeof openStores>>;

const openStores = async ({ settings, clock }: ThreadParts) => {
  const at = folders(settings.data);
  return {
    objects: await openObjectStore(at.objects),
    chunks: openChunkStore(at.nearLine),
    errors: await openErrorSink({ folder: at.objects, clock, owner: 'store' }),
    archive: openArchive({ folder: at.objects, clock, owner: 'staged' }),
  };
};

const startConsumers = (parts: ThreadParts, stores: Stores): readonly Consumer[] => {
  const { settings, clock, tell } = parts;
  const services = { ...stores, clock, retentionWeeks: settings.retentionWeeks };
  const common = { ...consumerOf(parts, 'staged', stores.objects), settings: { windowMs: storeWindowMs } };
  return [
    startConsumer({
      ...common,
      name: 'archive-staged',
      invoke: async (records) => (await stores.archive.append('staged', records), noFailures),
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
};
