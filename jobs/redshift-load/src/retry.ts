import type { Tenant } from '@sluice/core/ports';
import type { LoadServices } from './services.ts';
import { again } from './state/load-state.ts';
import { tenantDocuments } from './state/tenant-documents.ts';
import { markOpen } from './steps/register-loads.ts';

/**
 * Makes failed and refused loads due again, all of a tenant or one; gives their ids. They are tried at the next wake, by which each looks
 * whether it is loaded already. Throws OutOfService, and SluiceError `LostRace` when one changes meanwhile.
 */
export const retry = async (
  tenant: Tenant,
  loadId: string | undefined,
  { states, clock }: LoadServices,
): Promise<readonly string[]> => {
  const documents = tenantDocuments(states, tenant.id);
  const retried: string[] = [];
  for (const [key, found] of await documents.all()) {
    const { value } = found;
    const isOver = value.state === 'failed' || value.state === 'refused';
    if (!isOver || (loadId !== undefined && loadId !== value.loadId)) continue;
    await documents.loads.put(key, found, { ...again(value, clock.now()), failures: 0, reason: null });
    retried.push(value.loadId);
  }
  if (retried.length > 0) await markOpen(states, tenant.id, clock.now());
  return retried;
};
