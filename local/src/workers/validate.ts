import { count } from '@sluice/count';
import { validate } from '@sluice/validate';
import type { Clock } from '@sluice/core/ports';
import { cachedSchemas } from '@sluice/core/tenant-schema';
import { openAcceptedLedger } from '@sluice/embedded/accepted';
import { openArchive } from '@sluice/embedded/archive';
import { openChunkStore } from '@sluice/embedded/chunk-store';
import { openErrorSink } from '@sluice/embedded/error-sink';
import { openSchemaStore } from '@sluice/embedded/schema-store';
import { openObjectStore } from '@sluice/embedded/object-store';
import { openLogStream, type LogStream } from '@sluice/embedded/stream';
import { folders } from '../folders.ts';
import { handBackTo } from './hand-back.ts';
import { consumerOf, noFailures, startConsumer, type Consumer } from './consumer.ts';
import type { WorkerSettings } from './protocol.ts';
import type { StageThread } from './stage-main.ts';
import { startTrimming } from './trimming.ts';
import type { ThreadParts } from './thread.ts';

/** Reads the raw stream: archives it, counts what the front door took, and validates. Writes the staged stream. */
export const startValidate = async (parts: ThreadParts): Promise<StageThread> => {
  const { settings, clock, log } = parts;
  const stores = await openStores(parts);
  const consumers = startConsumers(parts, stores);
  const stream = folders(settings.data).stream('raw');
  const trimmer = startTrimming({ settings, stream, consumers, clock, log });
  return {
    durable: (shard, sequence) => {
      for (const consumer of consumers) consumer.durable(shard, sequence);
    },
    handBack: handBackTo(consumers),
    writes: stores.staged,
    stop: async () => {
      trimmer.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      const { staged, errors, archive, chunks, ledger, schemas } = stores;
      await Promise.all([staged, errors, archive, chunks, ledger, schemas].map((store) => store.close()));
    },
  };
};

type Stores = Awaited<ReturnType<typeof openStores>>;

const openStores = async ({ settings, clock, tell }: ThreadParts) => {
  const at = folders(settings.data);
  return {
    objects: await openObjectStore(at.objects),
    chunks: openChunkStore(at.nearLine),
    schemas: openSchemaStore(at.schemas),
    errors: await openErrorSink({ folder: at.objects, clock, owner: 'validate' }),
    archive: openArchive({ folder: at.objects, clock, owner: 'raw' }),
    ledger: openAcceptedLedger(at.ledger),
    staged: await openStaged(settings, clock, tell),
  };
};

/** The staged stream, which tells the store thread and the main thread of every record that becomes durable. */
const openStaged = async (
  { staged, data, shards }: WorkerSettings,
  clock: Clock,
  tell: ThreadParts['tell'],
): Promise<LogStream> => {
  const announce = (shard: string, sequence: number): void => {
    staged.postMessage({ type: 'durable', shard, sequence });
    tell({ type: 'staged', shard, last: sequence });
  };
  const stream = await openLogStream({
    folder: folders(data).stream('staged'),
    shards,
    clock,
    onDurable: announce,
  });
  for (const shard of stream.shards) announce(shard, stream.last(shard));
  return stream;
};

const startConsumers = (parts: ThreadParts, stores: Stores): readonly Consumer[] => {
  const { archive, ledger } = stores;
  const { clock, tell, log } = parts;
  const logError = (message: string, error: unknown): void => {
    log(message, { error: String(error) });
  };
  const services = { ...stores, schemas: cachedSchemas(stores.schemas, clock), clock };
  const common = consumerOf(parts, 'raw', stores.objects);
  return [
    startConsumer({
      ...common,
      name: 'archive-raw',
      settings: { windowMs: 200 },
      invoke: async (records) => (await archive.append('raw', records), noFailures),
    }),
    startConsumer({
      ...common,
      name: 'accepted',
      settings: { windowMs: 200 },
      invoke: (records) => count(records, { ledger, log: logError }),
    }),
    startConsumer({
      ...common,
      name: 'validate',
      invoke: (records) => validate(records, services),
      onDone: (shard, sequence) => {
        tell({ type: 'done', consumer: 'validate', shard, sequence });
      },
    }),
  ];
};
