import { join } from 'node:path';
import type { TenantId } from '@sluice/core/layout';
import type { ChunkStore, Clock, ObjectStore, SchemaStore } from '@sluice/core/ports';
import type { Needs, TableSpec } from '../engine/protocol.ts';
import { startChild, type Child } from '../process/child.ts';
import { SqlError } from '../sql-session.ts';
import type { TimeRange } from '../sql/scope.ts';
import type { QueryLimits } from './limits.ts';
import { holdsDropped, markHeld, newHeads } from './listing.ts';
import { syncLake } from './lake.ts';
import { askHolding } from './holding.ts';
import { lakeInFolder, type LakeSource, type LetGo } from './lake-source.ts';
import { loadHeads } from './loading.ts';
import { type EngineFolders, openSpool, type Spool } from './spool.ts';
import { declareIn, fileIn, meetingOf, type Tables } from './tables.ts';

export interface TenantStores {
  readonly chunks: ChunkStore;
  readonly schemas: SchemaStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  /** Where there is a lake. */
  readonly lake?: LakeSource;
}

interface Running {
  readonly child: Child;
  readonly spool: Spool;
  readonly tables: Tables;
}

/** What was asked for, and how to let go of what it reads. */
export interface Read<T> {
  readonly answer: T;
  readonly letGo: LetGo;
}

/** The engine of one tenant: a process that is started when it is needed and holds what was loaded. */
export interface TenantEngine {
  /** The process, started if need be. */
  child(): Promise<Child>;
  /** Makes sure that the table exists in the engine as declared now, without loading. */
  declare(spec: TableSpec): Promise<unknown>;
  /** Loads what the table lacks in a range; `changed` when the schema was written meanwhile and the caller must begin again. */
  sync(spec: TableSpec, range: TimeRange, schemaVersion: number): Promise<'loaded' | 'changed'>;
  /** Asks the process for what may read files of the lake, with those held that it needs, until they are let go. */
  reading<T extends object>(ask: (there: readonly string[]) => Promise<T | Needs>): Promise<Read<T>>;
  /** The process with the PostgreSQL catalogue. */
  catalogue(): Promise<Child>;
  /** The last use, epoch ms. */
  readonly usedAt: number;
  readonly touch: () => void;
  end(reason: SqlError): Promise<void>;
}

const engineMain = new URL('../engine/engine-main.ts', import.meta.url);
const catalogueMain = new URL('../pg/catalogue-main.ts', import.meta.url);

/** Beyond DuckDB's own limit: the process, results on their way, the parser. */
const overheadMegabytes = 600;
const catalogueMegabytes = 1500;

const watch = (child: Child, limitMegabytes: number): void => {
  const timer = setInterval(() => {
    if (child.ended) {
      clearInterval(timer);
      return;
    }
    if (child.memory() > limitMegabytes)
      child.kill(
        new SqlError('53200', `out of memory: the engine may use ${limitMegabytes} MB; ask for less at once`),
      );
  }, 500);
  timer.unref();
};

const start = async (
  folders: EngineFolders,
  limits: QueryLimits,
  lakeFolder: string | undefined,
): Promise<Running> => {
  const spool = await openSpool(folders);
  const settings = {
    spoolFolder: spool.folder,
    ...(lakeFolder === undefined ? {} : { lakeFolder }),
    tempFolder: spool.tempFolder,
    memoryMegabytes: limits.memoryMegabytes,
    threads: limits.threads,
  };
  const child = await startChild(engineMain, settings, 512);
  watch(child, limits.memoryMegabytes + overheadMegabytes);
  return { child, spool, tables: new Map() };
};

const startCatalogue = async (template: string): Promise<Child> => {
  const child = await startChild(catalogueMain, { template }, 512);
  watch(child, catalogueMegabytes);
  return child;
};

/** Something that is started when it is first needed, and again when it has ended. */
const restarting = <T>(begin: () => Promise<T>, ended: (value: T) => boolean) => {
  let started: Promise<T> | undefined;
  let last: T | undefined;
  return {
    get: (): Promise<T> => {
      if (started !== undefined && (last === undefined || !ended(last))) return started;
      last = undefined;
      const mine = begin();
      started = mine;
      mine.then(
        (value) => {
          last = value;
        },
        () => {
          if (started === mine) started = undefined;
        },
      );
      return mine;
    },
    drop: async (): Promise<T | undefined> => {
      const held = started;
      started = undefined;
      last = undefined;
      return held?.catch(() => undefined);
    },
  };
};

const catalogueIn = (folder: string) =>
  restarting(
    () => startCatalogue(join(folder, 'catalogue.tar')),
    (child) => child.ended,
  );

const dropIfStale = async (running: Running, spec: TableSpec, chunks: ChunkStore): Promise<void> => {
  const table = running.tables.get(spec.key);
  if (table === undefined || !(await holdsDropped(chunks, table.held))) return;
  running.tables.delete(spec.key);
  await running.child.ask({ op: 'forget', key: spec.key });
};

const loadInto = async (
  tenant: TenantId,
  running: Running,
  spec: TableSpec,
  range: TimeRange,
  more: {
    readonly stores: TenantStores;
    readonly files: number;
    readonly schemaVersion: number;
    onLoaded(): void;
  },
): Promise<'loaded' | 'changed'> => {
  const { chunks, schemas, objects, lake } = more.stores;
  const { child, spool } = running;
  await dropIfStale(running, spec, chunks);
  const table = await declareIn(running, spec);
  const { held, told } = table;
  const heads = await newHeads(chunks, tenant, spec, range, held);
  // Read after the listing: every event listed was validated under this schema or an earlier one.
  if ((await schemas.get(tenant)).version !== more.schemaVersion) return 'changed';
  await loadHeads(
    spec.key,
    heads,
    { chunks, objects, spool, files: more.files, meeting: lake && meetingOf(table, lake) },
    child,
    (loaded) => {
      markHeld(held, loaded);
      more.onLoaded();
    },
  );
  // After the listing: what was dropped since is in the lake that is read now.
  if (lake !== undefined) await syncLake(tenant, spec, { child, held, lake, told });
  return 'loaded';
};

/** An engine that was told of no files asks for none. */
const noLake = lakeInFolder('');

const queue = () => {
  let turn: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };
};

/** After these the engine's tables and what is known of them may not agree any more: it starts anew. */
const isLost = (error: unknown): error is SqlError =>
  error instanceof SqlError && ['53200', 'XX000', 'XX001'].includes(error.sqlstate);

const guard = async <T>(engine: Running, work: (engine: Running) => Promise<T>): Promise<T> => {
  try {
    return await work(engine);
  } catch (error) {
    if (isLost(error)) engine.child.kill(error);
    throw error;
  }
};

const endAll = async (
  running: Running | undefined,
  catalogue: Child | undefined,
  reason: SqlError,
): Promise<void> => {
  running?.child.kill(reason);
  catalogue?.kill(reason);
  await running?.spool.close();
};

/** An engine for one tenant, not started yet; `folders` are its own, `template` is where the catalogue's start is kept for all. */
export const tenantEngine = (
  tenant: TenantId,
  folders: EngineFolders & { readonly template: string },
  stores: TenantStores,
  limits: QueryLimits,
): TenantEngine => {
  const running = restarting(
    () => start(folders, limits, stores.lake?.folder(tenant)),
    ({ child }) => child.ended,
  );
  const catalogue = catalogueIn(folders.template);
  const inTurn = queue();
  let usedAt = stores.clock.now();
  const touch = () => {
    usedAt = stores.clock.now();
  };
  const guarded = <T>(work: (engine: Running) => Promise<T>): Promise<T> =>
    inTurn(async () => guard(await running.get(), work));
  return {
    child: async () => (await running.get()).child,
    declare: (spec) => guarded((engine) => declareIn(engine, spec)),
    sync: (spec, range, schemaVersion) =>
      guarded((engine) =>
        loadInto(tenant, engine, spec, range, {
          stores,
          files: limits.threads,
          schemaVersion,
          onLoaded: touch,
        }),
      ),
    reading: async (ask) =>
      askHolding({ lake: stores.lake ?? noLake, fileAt: fileIn((await running.get()).tables) }, ask),
    catalogue: () => catalogue.get(),
    get usedAt() {
      return usedAt;
    },
    touch,
    end: async (reason) => endAll(await running.drop(), await catalogue.drop(), reason),
  };
};
