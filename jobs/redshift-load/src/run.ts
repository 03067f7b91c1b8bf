import { isTenantId, type TenantId } from '@sluice/core/layout';
import { OutOfService } from '@sluice/core/failure';
import { readLoadId } from './load-id.ts';
import type { LoadServices } from './services.ts';
import { isLostRace } from './state/documents.ts';
import { commonPartition } from './state/keys.ts';
import { drainTenant } from './steps/drain-tenant.ts';
import { registerLoads } from './steps/register-loads.ts';

/** Why the orchestrator runs: the clock, a published manifest, or the end of a batch with the name that it was submitted with. */
export type Wake =
  { readonly kind: 'schedule' | 'published' } | { readonly kind: 'statement'; readonly name: string };

/** Tenants at a time. */
const atOnce = 8;

const openTenants = async ({ states }: LoadServices): Promise<readonly TenantId[]> => {
  const open: TenantId[] = [];
  for await (const { key } of states.rows(commonPartition)) {
    const tenant = key.startsWith('open/') ? key.slice('open/'.length) : '';
    if (isTenantId(tenant)) open.push(tenant);
  }
  return open;
};

/** An outage is for the next wake, and a lost race for who won; neither is another tenant's matter. */
const drain = async (tenant: TenantId, services: LoadServices): Promise<void> => {
  try {
    await drainTenant(tenant, services);
  } catch (error) {
    if (isLostRace(error)) return;
    if (!(error instanceof OutOfService)) throw error;
    services.log?.(`the loads of tenant ${tenant} go on at the next wake`, error);
  }
};

const drainAll = async (tenants: readonly TenantId[], services: LoadServices): Promise<void> => {
  const faults: unknown[] = [];
  const waiting = tenants.values();
  const work = async (): Promise<void> => {
    for (const tenant of waiting) await drain(tenant, services).catch((error: unknown) => faults.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tenants.length) }, work));
  if (faults.length > 0) throw faults[0];
};

/**
 * Takes all loads as far as they go without waiting. Any number may run at once, and die anywhere: the stored states, and in the end the
 * warehouse's own manifest, make each load once. Throws OutOfService when the loads cannot be read at all, and what a bug of ours throws
 * once all tenants had their turn.
 */
export const run = async (wake: Wake, services: LoadServices): Promise<void> => {
  if (wake.kind === 'statement') {
    const name = readLoadId(wake.name);
    return name === undefined ? undefined : drain(name.tenant, services);
  }
  await registerLoads(services);
  await drainAll(await openTenants(services), services);
};
