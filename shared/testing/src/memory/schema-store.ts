import type { TenantId } from '@sluice/core/layout';
import type { SchemaStore } from '@sluice/core/ports';
import { emptySchema, type SchemaChange, type TenantSchema } from '@sluice/core/tenant-schema';

interface Held {
  readonly schema: TenantSchema;
  /** Newest first. */
  readonly changes: readonly SchemaChange[];
}

/** A schema store that lives as long as the process. Gives copies, so that no caller changes what is stored. */
export const memorySchemaStore = (): SchemaStore => {
  const held = new Map<TenantId, Held>();
  return {
    get: async (tenant) => structuredClone(held.get(tenant)?.schema ?? emptySchema),
    replace: async (tenant, expectedVersion, next, change) => {
      const { schema, changes } = held.get(tenant) ?? { schema: emptySchema, changes: [] };
      if (schema.version !== expectedVersion) return 'conflict';
      held.set(tenant, structuredClone({ schema: next, changes: [change, ...changes] }));
      return 'stored';
    },
    history: async (tenant) => structuredClone(held.get(tenant)?.changes ?? []),
  };
};
