import { openAcceptedLedger, type EmbeddedAcceptedLedger } from '@sluice/embedded/accepted';
import { openChunkStore, type EmbeddedChunkStore } from '@sluice/embedded/chunk-store';
import { openDirectory, type OpenDirectory } from '@sluice/embedded/directory';
import { openObjectStore } from '@sluice/embedded/object-store';
import { openSealedCounts, type EmbeddedSealedCounts } from '@sluice/embedded/sealed-counts';
import { openStateStore, type EmbeddedStateStore } from '@sluice/embedded/state-store';
import { openSchemaStore, type EmbeddedSchemaStore } from '@sluice/embedded/schema-store';
import { openLogStream, type LogStream } from '@sluice/embedded/stream';
import { lakeLog, type LakeLog } from '@sluice/core/lake';
import type { ObjectStore } from '@sluice/core/ports';
import { systemClock } from './clock.ts';
import type { LocalConfig } from './config.ts';
import { folders } from './folders.ts';
import type { Pipeline } from './workers/pipeline.ts';

/** What the front door's process has open. */
export interface Stores {
  readonly directory: OpenDirectory;
  readonly schemas: EmbeddedSchemaStore;
  readonly chunks: EmbeddedChunkStore;
  readonly objects: ObjectStore;
  readonly ledger: EmbeddedAcceptedLedger;
  readonly sealed: EmbeddedSealedCounts;
  readonly raw: LogStream;
  readonly state: EmbeddedStateStore;
  readonly lakeLog: LakeLog;
  close(): Promise<void>;
}

const openRaw = async ({ data, shards }: LocalConfig, pipeline: Pipeline): Promise<LogStream> => {
  const raw = await openLogStream({
    folder: folders(data).stream('raw'),
    shards,
    clock: systemClock,
    onDurable: (shard, sequence) => {
      pipeline.durable(shard, sequence);
    },
  });
  for (const shard of raw.shards) pipeline.durable(shard, raw.last(shard));
  return raw;
};

/** Opens the stores, and the raw stream, whose new records wake the pipeline. */
export const openStores = async (
  config: LocalConfig,
  masterKey: Uint8Array,
  pipeline: Pipeline,
): Promise<Stores> => {
  const at = folders(config.data);
  const directory = openDirectory({ path: at.directory, masterKey });
  const schemas = openSchemaStore(at.schemas);
  const chunks = openChunkStore(at.nearLine);
  const objects = await openObjectStore(at.objects);
  const state = openStateStore(at.state);
  const ledger = openAcceptedLedger(at.ledger);
  const sealed = openSealedCounts(at.sealed);
  const raw = await openRaw(config, pipeline);
  return {
    directory,
    schemas,
    chunks,
    objects,
    ledger,
    sealed,
    raw,
    state,
    lakeLog: lakeLog(state, objects),
    close: async () => {
      await raw.close();
      const databases = [directory, schemas, chunks, ledger, sealed, state];
      await Promise.all(databases.map((database) => database.close()));
    },
  };
};
