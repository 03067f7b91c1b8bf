import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { openObjectStore } from '@sluice/embedded/object-store';
import { openWarehouse, type EmbeddedWarehouse } from '@sluice/embedded/warehouse';
import { duckdb } from './dialects/duckdb.ts';
import { run } from './run.ts';
import type { LoadServices } from './services.ts';
import { aLake, aWorld, type Ask, type WarehouseWorld } from './testing.fixture.ts';

const folders: string[] = [];
const opened: EmbeddedWarehouse[] = [];
afterAll(async () => {
  for (const warehouse of opened) await warehouse.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let asked = 0;

/** SQL through the port, each under a token of its own. */
const askOf =
  (warehouse: EmbeddedWarehouse): Ask =>
  async (sql) => {
    const clientToken = `asked-${(asked += 1)}`;
    const { id } = await warehouse.submit({ statements: [sql], clientToken, name: 'a test' });
    const progress = await warehouse.describe(id);
    if (progress.state !== 'finished') throw new Error(JSON.stringify(progress));
    return ((await warehouse.rows(id, 0)) ?? []).map((row) => [...row.values()]);
  };

/** A warehouse file and an object store of its own. */
export const aDuckDbWorld = async (): Promise<WarehouseWorld> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-loads-'));
  folders.push(folder);
  const readFolder = path.join(folder, 'objects');
  const warehouse = await openWarehouse({ file: path.join(folder, 'warehouse.duckdb'), readFolder });
  opened.push(warehouse);
  const lake = aLake(await openObjectStore(readFolder));
  const world = aWorld(
    warehouse,
    duckdb((key) => path.join(readFolder, key)),
    lake,
  );
  const settle = (services: LoadServices = world.services) => run({ kind: 'schedule' }, services);
  return { ...world, ask: askOf(warehouse), settle };
};
