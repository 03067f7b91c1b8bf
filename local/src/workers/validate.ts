import { validate } from '@sluice/validate';
import { cachedSchemas } from '@sluice/core/tenant-schema';
import { openAcceptedLedger } from '@sluice/embedded/accepted';
import { openArchive } from '@sluice/embedded/archive';
import { openChunkStore } from '@sluice/embedded/chunk-store';
import { openErrorSink } from '@sluice/embedded/error-sink';
import { openObjectStore } from '@sluice/embedded/object-store';
import { openSchemaStore } from '@sluice/embedded/schema-store';
import { openLogStream } from '@sluice/embedded/stream';
import { folders } from '../folders.ts';
import { startConsumer } from './consumer.ts';
import type { StageThread } from './stage-main.ts';
import { startTrimming } from './trimming.ts';
import { shardNames, type ThreadParts } from './thread.ts';

/** Reads the raw stream: archives it, counts what the front door took, and validates. Writes the staged stream. */
export const startValidate = async ({ settings, clock, log, tell }: ThreadParts): Promise<StageThread> => {
  const at = folders(settings.data);
  const objects = await openObjectStore(at.objects);
  const chunks = openChunkStore(at.nearLine);
  const schemas = openSchemaStore(at.schemas);
  const errors = await openErrorSink({ folder: at.objects, clock, owner: 'validate' });
  const archive = await openArchive({ folder: at.objects, clock, owner: 'raw' });
  const ledger = openAcceptedLedger(at.ledger);
  const announce = (shard: string, sequence: number): void => {
    settings.staged.postMessage({ type: 'durable', shard, sequence });
    tell({ type: 'staged', shard, last: sequence });
  };
  const staged = await openLogStream({
    folder: at.stream('staged'),
    shards: settings.shards,
    clock,
    onDurable: announce,
  });
  for (const shard of staged.shards) announce(shard, staged.last(shard));

  const services = { schemas: cachedSchemas(schemas, clock), staged, errors, chunks, clock };
  const common = {
    streamFolder: at.stream('raw'),
    checkpointFolder: at.checkpoints,
    shards: shardNames(settings.shards),
    objects,
    clock,
    log,
    random: Math.random,
  };
  const consumers = [
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
      invoke: async (records) => (await ledger.add(records.flatMap(({ tally }) => tally ?? [])), noFailures),
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
  const trimmer = startTrimming({ settings, stream: at.stream('raw'), consumers, clock, log });
  return {
    durable: (shard, sequence) => {
      for (const consumer of consumers) consumer.durable(shard, sequence);
    },
    stop: async () => {
      trimmer.stop();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await Promise.all([
        staged.close(),
        errors.close(),
        archive.close(),
        chunks.close(),
        ledger.close(),
        schemas.close(),
      ]);
    },
  };
};

const noFailures = { batchItemFailures: [] };
