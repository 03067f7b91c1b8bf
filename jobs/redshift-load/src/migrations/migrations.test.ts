import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aTenantId } from '@sluice/testing/factories/directory';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { askOf, theEngine } from '../redshift.fixture.ts';
import { schemaName } from '@sluice/core/warehouse';
import { migrate, migrations, newestMigration } from './index.ts';

/** What the catalogue says of a schema, a line for each column: as in `schema.txt`, which shows a change of it in review. */
const dumpOf = async (schema: string): Promise<string> => {
  const rows = await askOf(await theEngine())(
    `SELECT table_name || '.' || column_name || ' ' || data_type || COALESCE('(' || character_maximum_length || ')', '') || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END FROM information_schema.columns WHERE table_schema = '${schema}' ORDER BY table_name, ordinal_position`,
  );
  return rows.map(([line]) => `${String(line)}\n`).join('');
};

it('all migrations, run once or twice, give the schema that is checked in', async () => {
  const engine = await theEngine();
  const tenant = aTenantId();
  const checkedIn = readFileSync(new URL('./schema.txt', import.meta.url), 'utf8');
  for (let i = 0; i < 2; i += 1) {
    expect(await engine.run(migrate(tenant, 0), memoryObjectStore())).toMatchObject({ ok: true });
    expect(await dumpOf(schemaName(tenant))).toBe(checkedIn);
  }
  const versions = await askOf(engine)(`SELECT version FROM "${schemaName(tenant)}"."load_migration"`);
  expect(versions).toEqual(migrations.map(({ version }) => [version]));
});

it('are numbered from 1 without gaps, fit one batch, and none runs for a schema that has them', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1));
  expect(migrate(aTenantId(), 0).length).toBeLessThanOrEqual(40);
  expect(migrate(aTenantId(), newestMigration)).toEqual([]);
});
