import type { TenantId } from '@sluice/core/layout';
import { identifier, type Identifier } from '@sluice/core/warehouse';
import { opsTable, schemaName } from '@sluice/core/warehouse';
import { createOpsTables } from './0001-create-ops-tables.ts';

/** A step of the ops tables. TypeScript rather than `.sql`: a bundle holds no loose files. */
export interface Migration {
  readonly version: number;
  readonly statements: (schema: Identifier) => readonly string[];
}

export const migrations: readonly Migration[] = [createOpsTables];

export const newestMigration = Math.max(...migrations.map(({ version }) => version));

/** The statements, of one transaction, that bring a tenant's schema from a version to the newest; 0 is nothing. */
export const migrate = (tenant: TenantId, from: number): readonly string[] => {
  const schema = identifier(schemaName(tenant));
  const table = opsTable(schema, 'migrations');
  return migrations
    .filter(({ version }) => version > from)
    .flatMap(({ version, statements }) => [
      ...statements(schema),
      `INSERT INTO ${table} SELECT ${version} WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE version = ${version})`,
    ]);
};
