import { randomBytes, randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { NewUlid } from '@sluice/core/ports';
import { runBooks } from '@sluice/books';
import { loadMasterKey, deriveKey } from '@sluice/embedded/directory';
import { createQueryService, lakeInFolder, lakeSource } from '@sluice/query';
import { bootstrapOperator, operatorKey, randomKeys } from '@sluice/meta';
import { inUrl, listening, makeDataFolder } from './cannot.ts';
import { systemClock } from './clock.ts';
import type { LocalConfig } from './config.ts';
import { startEdge, type Edge } from './edge/index.ts';
import { folders } from './folders.ts';
import { functionsOf } from './functions.ts';
import { writeInstanceFile, type InstanceFile } from './instance/file.ts';
import { lockFolder } from './instance/lock.ts';
import { jsonLog } from './log.ts';
import { route, type Functions } from './routes.ts';
import { startFiles } from './files.ts';
import { loadCalls } from './loads.ts';
import { startBatch, type Batch } from './etl/batch.ts';
import { startSql } from './sql.ts';
import { spoolFolder } from './spool.ts';
import { openStores, type Stores } from './stores.ts';
import { startPipeline } from './workers/pipeline.ts';

/** A running instance. */
export interface Sluice {
  readonly instance: InstanceFile;
  /** Drains: finishes requests, queries and batches under way. */
  stop(): Promise<void>;
}

/**
 * Starts everything on one machine, on one data folder. Rejects when the folder is in use, a port is taken, or a store cannot be opened.
 * @param died called when a part fails for good: the process is to end, and a restart continues from what is on disk
 */
export const start = async (config: LocalConfig, died: (error: unknown) => void): Promise<Sluice> => {
  makeDataFolder(config.data);
  const lock = await lockFolder(config.data);
  const masterKey = await loadMasterKey(config.data);
  const pipeline = await startPipeline(config, died);
  const stores = await openStores(config, masterKey, pipeline);
  const query = await createQueryService({
    ...stores,
    clock: systemClock,
    lake: lakeSource(stores.lakeLog, lakeInFolder(folders(config.data).objects)),
    spoolFolder: spoolFolder(config.data),
    spillFolder: folders(config.data).spill,
  });
  const batch: Batch = startBatch(config, jsonLog(systemClock, 'batch'), async () => {
    await runBooks({ ...functions.books, log: jsonLog(systemClock, 'books') });
  });
  const files = await startFiles(config, stores, {
    newUlid: minting.newUlid,
    log: jsonLog(systemClock, 'files'),
  });
  const functions: Functions = {
    ...functionsOf(stores, pipeline, query, { ...minting, ...config, batch }),
    files: files.services,
    loads: loadCalls(config.data, stores, batch),
  };
  const { directory } = stores;
  const sql = await startSql({ config, directory, query, mockSecret: deriveKey(masterKey, 'sql-login') });
  const edge = await startFrontDoor(config, directory, functions);
  return {
    instance: await describe(config, stores, edge, sql),
    stop: async () => {
      await Promise.all([edge.close(), sql.close(), batch.stop()]);
      await files.stop();
      await query.close();
      await pipeline.stop();
      await stores.close();
      await lock.release();
    },
  };
};

/** The HTTP server, before the functions. */
const startFrontDoor = (
  config: LocalConfig,
  directory: Stores['directory'],
  functions: Functions,
): Promise<Edge> => {
  const { host, httpPort: port, region, origins } = config;
  const starting = startEdge({
    host,
    port,
    region,
    directory,
    clock: systemClock,
    newRequestId: () => minting.newUlid(systemClock.now()),
    handle: (event) => route(event, functions),
    log: ({ message, requestId, error }) => {
      log(message, {
        requestId,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    },
    origins,
  });
  return listening(starting, config, port, 'SLUICE_HTTP_PORT');
};

const log = jsonLog(systemClock, 'front door');

/** Random numbers from a pool: asking the system for every character of an id took 0.2 ms a request (measured). */
const pooledRandom = (): (() => number) => {
  const pool = Buffer.alloc(8_192);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += 4;
    return pool.readUInt32LE(at - 4) / 2 ** 32;
  };
};

const ulidMaker = (): NewUlid => {
  const next = monotonicFactory(pooledRandom());
  return (at) => next(at);
};

/** What new ids, keys and secrets are made of. */
const minting = {
  clock: systemClock,
  newUlid: ulidMaker(),
  randomBytes: (n: number) => randomBytes(n),
  keyMint: randomKeys((n) => randomBytes(n)),
};

/** Writes `sluice.json`, with the operator's key: made at the first start, the same ever after. */
const describe = async (
  config: LocalConfig,
  { directory }: Stores,
  edge: { readonly host: string; readonly port: number },
  sql: { readonly host: string; readonly port: number },
): Promise<InstanceFile> => {
  const key = (await bootstrapOperator(directory, minting)) ?? (await operatorKey(directory));
  if (key === undefined) throw new Error('the operator has no key; the directory folder is damaged');
  const instance: InstanceFile = {
    http: `http://${inUrl(edge.host)}:${edge.port}`,
    sql: { host: sql.host, port: sql.port },
    admin: { accessKeyId: key.id, secretAccessKey: key.secret },
  };
  writeInstanceFile(folders(config.data).instance, instance);
  return instance;
};
