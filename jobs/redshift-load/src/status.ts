import type { Tenant } from '@sluice/core/ports';
import type { LoadServices } from './services.ts';
import { tenantDocuments } from './state/tenant-documents.ts';

/** How far a tenant's loads are. */
export interface LoadStatus {
  readonly tenant: string;
  readonly loads: readonly {
    readonly load: string;
    readonly metric: string;
    readonly state: string;
    readonly files: number;
    readonly rows: number;
    readonly failures: number;
    readonly reason: string | null;
    /** Epoch ms; null when nothing is to be tried, or only when a person asks. */
    readonly retryAt: number | null;
    /** When this was last changed, epoch ms. */
    readonly at: number;
  }[];
}

/** The loads of a tenant that are not done, and the newest that are. Throws OutOfService. */
export const statusOf = async (tenant: Tenant, { states }: LoadServices): Promise<LoadStatus> => {
  const found = await tenantDocuments(states, tenant.id).all();
  return {
    tenant: tenant.name,
    loads: [...found.values()].map(({ value }) => ({
      load: value.loadId,
      metric: value.metricName,
      state: value.state,
      files: value.files,
      rows: value.rows,
      failures: value.failures,
      reason: value.reason,
      retryAt: value.state === 'failed' ? value.retryAt : null,
      at: value.at,
    })),
  };
};
