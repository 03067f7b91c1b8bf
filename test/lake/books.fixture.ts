import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { WarehouseBooksServices } from '@sluice/core/books';
import type { LakeFile } from '@sluice/core/lake';
import { undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import { hourOf } from '@sluice/core/time';
import { embeddedLakeRows } from '@sluice/embedded/lake';
import { warehouseRows } from '@sluice/core/warehouse';
import { openWarehouse } from '@sluice/embedded/warehouse';
import { runEtl } from '@sluice/etl';
import { aWorld } from '@sluice/etl/testing';
import { duckdb, fileProof, run, type Dialect, type LoadServices } from '@sluice/redshift-load';
import { aBooksWorld, aStoredChunk, aTally, putChunks, type AnEvent } from '@sluice/testing/factories/books';
import { memoryStateStore } from '@sluice/testing/memory/state-store';

const publishedBy = (lake: WarehouseBooksServices['lake']['log']): LoadServices['published'] => ({
  async *after(sequence) {
    for (let next = sequence + 1; ; next++) {
      const manifest = await lake.manifest(next);
      if (manifest === undefined) return;
      yield { sequence: next, loads: manifest.loads };
    }
  },
});

const storesOf = async (limits: Partial<Dialect['limits']>) => {
  const world = await aWorld();
  const { lake: log, objects, schemas } = world.services;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-books-'));
  const warehouse = await openWarehouse({
    file: join(folder, 'warehouse.duckdb'),
    readFolder: world.folder,
  });
  const plain = duckdb((key) => join(world.folder, key));
  const dialect: Dialect = { ...plain, limits: { ...plain.limits, ...limits } };
  const clock = { now: () => Date.UTC(2026, 10, 24) };
  const loads: LoadServices = {
    clock,
    states: memoryStateStore(),
    published: publishedBy(log),
    objects,
    files: fileProof(objects),
    warehouse,
    dialect,
  };
  const rows = warehouseRows({ warehouse, dialect, clock, wait: () => Promise.resolve() });
  const memory = { ...aBooksWorld(), objects, schemas };
  const services: WarehouseBooksServices = {
    ...memory,
    lake: { log, rows: embeddedLakeRows(world.folder) },
    warehouse: { use: (work) => work(rows) },
  };
  const close = async () => {
    await warehouse.close();
    world.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { world, memory, services, loads, warehouse, close };
};

/** Runs SQL that rewrites a file of the lake: `{}` stands for its rows. */
const rewrite = async (path: string, select: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = select.replaceAll('{}', `read_parquet('${path}', hive_partitioning = false)`);
  await connection.run(`COPY (${rows}) TO '${path}.new' (FORMAT parquet)`);
  connection.disconnectSync();
  instance.closeSync();
  renameSync(`${path}.new`, path);
};

/** All that the books compare, on real engines: staged lines go to the near-line store, the archive, or both. */
export const aSite = async (limits: Partial<Dialect['limits']> = {}) => {
  const { world, memory, services, loads, warehouse, close } = await storesOf(limits);
  const tenant = await world.tenant();
  let asked = 0;
  const linesOf = (events: readonly AnEvent[]): string[] =>
    events.map((event) =>
      gunzipSync(aStoredChunk('late', [event]).body)
        .toString()
        .trimEnd(),
    );
  return {
    tenant,
    world,
    memory,
    services,
    close,
    /** Counts a record of so many events as accepted. */
    accept: async (events: number, receivedAt: number) => {
      const tally = aTally(tenant, { events, receivedAt });
      await memory.ledger.add([tally]);
      return tally;
    },
    store: async (table: string, ...events: readonly AnEvent[]): Promise<void> => {
      for (const event of events) await putChunks(memory.chunks, aStoredChunk(table, [event]));
    },
    archive: (...events: readonly AnEvent[]): void => {
      if (events.length > 0) world.archive(linesOf(events));
    },
    batch: () => runEtl(world.services),
    load: () => run({ kind: 'schedule' }, loads),
    files: async (): Promise<readonly LakeFile[]> => (await services.lake.log.snapshot()).files,
    rewrite: (file: LakeFile, select: string) => rewrite(join(world.folder, file.key), select),
    /** Runs SQL in the warehouse; `{}` stands for the table of the metric. */
    inWarehouse: async (sql: string, metric = undeclaredMetricId('pump')): Promise<void> => {
      const table = `"t_${tenant.toLowerCase()}"."${metric.toLowerCase()}"`;
      const statements = [sql.replaceAll('{}', table)];
      const { id } = await warehouse.submit({ statements, clientToken: `asked-${asked++}`, name: 'a test' });
      const progress = await warehouse.describe(id);
      if (progress.state !== 'finished') throw new Error(JSON.stringify(progress));
    },
  };
};

export type Site = Awaited<ReturnType<typeof aSite>>;
export type { AnEvent, TenantId };
export { hourOf };
