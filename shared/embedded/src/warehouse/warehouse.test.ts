import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { warehouseContract } from '@sluice/testing/contracts/warehouse';
import { openWarehouse, type EmbeddedWarehouse } from './index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sluice-warehouse-'));
const options = {
  file: path.join(folder, 'db', 'warehouse.duckdb'),
  readFolder: path.join(folder, 'objects'),
};
let opened: EmbeddedWarehouse | undefined;
afterAll(async () => {
  await opened?.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = async () => ({ warehouse: (opened ??= await openWarehouse(options)) });
const reopen = async () => {
  await opened?.close();
  opened = undefined;
  return open();
};

warehouseContract('DuckDB', open, reopen);

it('a statement reaches no file outside of the folder that loads are read from', async () => {
  writeFileSync(path.join(folder, 'secret.csv'), 'a\n1\n');
  const { warehouse } = await open();
  const statements = [`SELECT * FROM read_csv('${path.join(folder, 'secret.csv')}')`];
  const { id } = await warehouse.submit({ statements, clientToken: 'reads-a-secret', name: 'a test' });
  expect(await warehouse.describe(id)).toMatchObject({
    state: 'failed',
    failure: { class: 'ours', code: 'Denied' },
  });
});

it('a file that another process has open is out of service', async () => {
  const options = { file: path.join(folder, 'a-folder'), readFolder: folder };
  const { mkdirSync } = await import('node:fs');
  mkdirSync(options.file);
  await expect(openWarehouse(options)).rejects.toMatchObject({ name: 'OutOfService' });
});
