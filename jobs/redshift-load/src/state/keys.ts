import type { TenantId } from '@sluice/core/layout';
import type { LoadName } from '../load-id.ts';

/** The partition of one tenant's loads. */
export const tenantPartition = (tenant: TenantId): string => `load/${tenant}`;

/** Ascending by sequence: 15 digits hold every sequence that a number does. */
export const loadKey = ({ sequence, metric }: Pick<LoadName, 'sequence' | 'metric'>): string =>
  `load/${String(sequence).padStart(15, '0')}-${metric}`;

export const isLoadKey = (key: string): boolean => key.startsWith('load/');

export const tenantKey = 'tenant';
export const reconcileKey = 'reconcile';

/** The partition of what holds for all tenants. */
export const commonPartition = 'load';
/** Up to which manifest loads are registered. */
export const cursorKey = 'cursor';
/** There while a tenant has loads that are not done. */
export const openKey = (tenant: TenantId): string => `open/${tenant}`;
