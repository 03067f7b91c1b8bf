import type { TenantId } from '@sluice/core/layout';
import type { LoadServices } from '../services.ts';
import type { Document } from '../state/documents.ts';
import { commonPartition, openKey, tenantKey } from '../state/keys.ts';
import type { LoadState } from '../state/load-state.ts';
import { tenantDocuments, type TenantDocuments } from '../state/tenant-documents.ts';
import { driveLoad } from './drive-load.ts';
import { isOpen, nextLoad } from './next-load.ts';

/** Rows of loaded loads that are kept for people. The truth about all is in the warehouse. */
const keptLoaded = 100;

const isOver = ({ state }: LoadState): boolean =>
  state === 'loaded' || state === 'refused' || state === 'failed';

const removeOld = async (
  documents: TenantDocuments,
  loads: ReadonlyMap<string, Document<LoadState>>,
): Promise<void> => {
  const loaded = [...loads].filter(([, { value }]) => value.state === 'loaded');
  for (const [key, { version }] of loaded.slice(0, -keptLoaded)) await documents.remove(key, version);
};

/** Key of the load that holds the tenant: the one that does already, or the one whose turn it is. Throws SluiceError `LostRace`. */
const claim = async (
  documents: TenantDocuments,
  loads: ReadonlyMap<string, Document<LoadState>>,
  now: number,
): Promise<string | undefined> => {
  const tenant = await documents.tenant();
  const { active } = tenant.value;
  const held = active === null ? undefined : loads.get(active);
  if (active !== null && held !== undefined && !isOver(held.value)) return active;
  const next = nextLoad(loads, now);
  if (next !== active && (next !== undefined || active !== null))
    await documents.tenants.put(tenantKey, tenant, { ...tenant.value, active: next ?? null });
  return next;
};

/**
 * Loads of one tenant, one after the other, until one has to wait or none is due. Throws OutOfService, and SluiceError `LostRace` when
 * another drives the same tenant.
 */
export const drainTenant = async (tenant: TenantId, services: LoadServices): Promise<void> => {
  const { states, clock } = services;
  const documents = tenantDocuments(states, tenant);
  for (;;) {
    const mark = await states.get(commonPartition, openKey(tenant));
    const loads = await documents.all();
    const key = await claim(documents, loads, clock.now());
    const load = key === undefined ? undefined : loads.get(key);
    if (key === undefined || load === undefined) {
      await removeOld(documents, loads);
      if (mark !== undefined && !isOpen(loads))
        await states.remove(commonPartition, openKey(tenant), mark.version);
      return;
    }
    if ((await driveLoad(key, load, documents, services)) === 'waiting') return;
  }
};
