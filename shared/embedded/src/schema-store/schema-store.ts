import type { RootDatabase } from 'lmdb';
import type { TenantId } from '@sluice/core/layout';
import type { SchemaStore } from '@sluice/core/ports';
import { emptySchema, type SchemaChange, type TenantSchema } from '@sluice/core/tenant-schema';
import { readChange, readSchema } from './rows.ts';
import { openRoot, openTables, reading, writing, type Tables } from './tables.ts';

export interface EmbeddedSchemaStore extends SchemaStore {
  /** Waits for writes under way, then closes the environment if it is our own. */
  close(): Promise<void>;
}

const current = ({ schemas }: Tables, tenant: TenantId): TenantSchema => {
  const text = schemas.get(tenant);
  return text === undefined ? emptySchema : readSchema(text, tenant);
};

const replace = (
  tables: Tables,
  tenant: TenantId,
  expectedVersion: number,
  next: TenantSchema,
  change: SchemaChange,
): 'stored' | 'conflict' => {
  if (current(tables, tenant).version !== expectedVersion) return 'conflict';
  // Inside a transaction a put is done when it returns; its promise is the transaction's.
  void tables.schemas.put(tenant, JSON.stringify(next));
  void tables.changes.put([tenant, next.version], JSON.stringify(change));
  return 'stored';
};

const newestFirst = ({ changes }: Tables, tenant: TenantId): SchemaChange[] => {
  const range = { start: [tenant, Number.MAX_SAFE_INTEGER], end: [tenant, 0], reverse: true };
  return Array.from(changes.getRange(range), ({ value }) => readChange(value, tenant));
};

/**
 * Opens the schema store of one machine. Any number of threads and processes may have it open; each sees at once what the others stored,
 * and of writers over one version exactly one wins.
 * @param where the folder of an environment of its own, or an open environment, which the caller then closes
 */
export const openSchemaStore = (where: string | RootDatabase): EmbeddedSchemaStore => {
  const root = typeof where === 'string' ? openRoot(where) : where;
  const tables = openTables(root);
  return {
    get: (tenant) => reading(tables, () => current(tables, tenant)),
    replace: (tenant, expectedVersion, next, change) =>
      writing(tables, () => replace(tables, tenant, expectedVersion, next, change)),
    history: (tenant) => reading(tables, () => newestFirst(tables, tenant)),
    close: async () => {
      await root.flushed;
      if (typeof where === 'string') await root.close();
    },
  };
};
