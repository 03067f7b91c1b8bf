import type { TenantId } from '../layout/index.ts';
import type { SchemaChange, TenantSchema } from '../tenant-schema/index.ts';

/** The schema of each tenant, with its history. */
export interface SchemaStore {
  /** The current schema; a tenant nobody has written a schema for has the empty one, version 0. Throws OutOfService. */
  get(tenant: TenantId): Promise<TenantSchema>;
  /**
   * Stores `next` and its `change` in one step if the stored version is still `expectedVersion`; `next.version` is `expectedVersion + 1`.
   * `conflict` means that someone else was first and nothing was stored. Throws OutOfService.
   */
  replace(
    tenant: TenantId,
    expectedVersion: number,
    next: TenantSchema,
    change: SchemaChange,
  ): Promise<'stored' | 'conflict'>;
  /** Every change, newest first. */
  history(tenant: TenantId): Promise<readonly SchemaChange[]>;
}
