import type { TenantId } from '@sluice/core/layout';
import type { StateStore } from '@sluice/core/ports';
import { documents, type Document, type Documents } from './documents.ts';
import { isLoadKey, tenantKey, tenantPartition } from './keys.ts';
import { readLoadState, writeLoadState, type LoadState } from './load-state.ts';
import { newTenantState, readTenantState, writeTenantState, type TenantState } from './tenant-state.ts';

/** What is stored of one tenant's loads. */
export interface TenantDocuments {
  readonly tenants: Documents<TenantState>;
  readonly loads: Documents<LoadState>;
  /** The tenant's own; a fresh one when there is none. */
  tenant(): Promise<Document<TenantState>>;
  /** All loads that are kept, in ascending order of sequence and metric, by key. */
  all(): Promise<ReadonlyMap<string, Document<LoadState>>>;
  remove(key: string, version: number): Promise<void>;
}

export const tenantDocuments = (states: StateStore, tenant: TenantId): TenantDocuments => {
  const partition = tenantPartition(tenant);
  const tenants = documents(states, partition, readTenantState, writeTenantState);
  return {
    tenants,
    loads: documents(states, partition, readLoadState, writeLoadState),
    tenant: async () => (await tenants.get(tenantKey)) ?? { value: newTenantState, version: 0 },
    all: async () => {
      const found = new Map<string, Document<LoadState>>();
      for await (const { key, version, value } of states.rows(partition))
        if (isLoadKey(key)) found.set(key, { value: readLoadState(value), version });
      return found;
    },
    remove: async (key, version) => {
      await states.remove(partition, key, version);
    },
  };
};
