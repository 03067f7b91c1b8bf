import { lakeCoverage } from '@sluice/core/lake';
import { quotas } from '@sluice/core/quota';
import { cachedSchemas } from '@sluice/core/tenant-schema';
import type { MintServices } from '@sluice/meta';
import type { QueryService } from '@sluice/query';
import { systemClock } from './clock.ts';
import { deepBooks } from './deep-books.ts';
import { jsonLog } from './log.ts';
import { pendingOf } from './pending.ts';
import { archiveReplay } from './replay.ts';
import type { Batch } from './etl/batch.ts';
import type { Functions } from './routes.ts';
import type { Stores } from './stores.ts';
import type { Pipeline } from './workers/pipeline.ts';

const log = jsonLog(systemClock, 'ingest');

/** The functions with their services: the composition that each handler makes for itself on AWS. */
export const functionsOf = (
  stores: Stores,
  pipeline: Pipeline,
  query: QueryService,
  minting: MintServices & { readonly data: string; readonly retentionWeeks: number; readonly batch: Batch },
): Omit<Functions, 'files' | 'loads'> => {
  const { directory, schemas, chunks, objects, ledger, sealed, raw } = stores;
  const { newUlid, retentionWeeks, clock } = minting;
  const pending = pendingOf(minting.data, stores, pipeline);
  const deep = deepBooks(minting.data, stores, minting.batch);
  const books = { directory, ledger, chunks, objects, schemas, sealed, pending, ...deep };
  return {
    ingest: {
      directory,
      schemas: cachedSchemas(schemas, clock),
      quotas: quotas(clock),
      stream: raw,
      clock,
      newUlid,
      log: (message, error) => {
        log(message, { error });
      },
    },
    schema: { schemas, directory, clock, newUlid },
    meta: { ...minting, directory, states: stores.state, planCapacity: undefined },
    query: { query, directory },
    progress: { directory, raw, pipeline },
    books,
    ageOff: { ...books, clock, retentionWeeks, coverage: lakeCoverage(stores.lakeLog, objects) },
    etl: { directory, objects, lake: stores.lakeLog, run: minting.batch.run },
    replay: {
      directory,
      objects,
      handBack: pipeline.handBack,
      archive: archiveReplay(minting.data, stores, pipeline),
    },
  };
};
