import type { MetricLoad } from '@sluice/core/lake';
import { OutOfService } from '@sluice/core/failure';
import type { TenantId } from '@sluice/core/layout';
import { fitted } from './fitted.ts';
import { readLoadId } from './load-id.ts';
import type { LoadServices } from './services.ts';
import { isLostRace, type Document } from './state/documents.ts';
import { loadKey } from './state/keys.ts';
import { again, newLoad, type LoadState } from './state/load-state.ts';
import { tenantDocuments, type TenantDocuments } from './state/tenant-documents.ts';
import { listLoadedLoads, type LoadedLoads } from './steps/list-loaded-loads.ts';
import { markOpen, registeredUpTo } from './steps/register-loads.ts';

/** What was found of one tenant. Everything but `again` and `noted` is for a person: each is an alarm. */
export interface Reconciled {
  readonly tenant: TenantId;
  /** Published, and not in the warehouse though nothing was to be done any more: they load again. */
  readonly again: readonly string[];
  /** In the warehouse, and not known to be: now they are. */
  readonly noted: readonly string[];
  /** In the warehouse, and in no published manifest. */
  readonly unpublished: readonly string[];
  /** In the warehouse more than once. */
  readonly twice: readonly string[];
}

interface Comparing {
  readonly tenant: TenantId;
  readonly published: readonly MetricLoad[];
  readonly loaded: LoadedLoads;
  readonly documents: TenantDocuments;
  readonly now: number;
}

/** What was stored since the warehouse was asked may be newer than its answer; what is under way is not over. */
const isLost = (found: Document<LoadState> | undefined, { at }: LoadedLoads): boolean =>
  found === undefined || (found.value.state === 'loaded' && found.value.at < at);

const isUnnoted = ({ value }: Document<LoadState>): boolean =>
  value.state === 'failed' || value.state === 'refused';

const repair = async (load: MetricLoad, comparing: Comparing): Promise<'again' | 'noted' | undefined> => {
  const { documents, loaded, now } = comparing;
  const name = readLoadId(load.loadId);
  if (name === undefined) return undefined;
  const key = loadKey(name);
  const found = await documents.loads.get(key);
  if (loaded.times.has(load.loadId)) {
    if (found === undefined || !isUnnoted(found)) return undefined;
    await documents.loads.put(key, found, { ...again(found.value, now), state: 'loaded', retryAt: null });
    return 'noted';
  }
  if (!isLost(found, loaded)) return undefined;
  await documents.loads.put(
    key,
    found,
    found === undefined ? newLoad(load, name, now) : again(found.value, now),
  );
  return 'again';
};

const compare = async (comparing: Comparing): Promise<Reconciled> => {
  const { tenant, published, loaded } = comparing;
  const done: Record<'again' | 'noted', string[]> = { again: [], noted: [] };
  for (const load of published) {
    const what = await repair(load, comparing);
    if (what !== undefined) done[what].push(load.loadId);
  }
  const known = new Set(published.map(({ loadId }) => loadId));
  const unpublished = [...loaded.times.keys()].filter((id) => !known.has(id));
  const twice = [...loaded.times].filter(([, times]) => times > 1).map(([id]) => id);
  return { tenant, ...done, unpublished, twice };
};

const publishedOf = async (above: number, services: LoadServices) => {
  const upTo = await registeredUpTo(services.states);
  const byTenant = new Map<TenantId, MetricLoad[]>();
  for await (const { sequence, loads } of services.published.after(above)) {
    if (sequence > upTo) break;
    for (const published of loads) {
      const load = fitted(published, services.dialect);
      byTenant.set(load.tenant, [...(byTenant.get(load.tenant) ?? []), load]);
    }
  }
  return byTenant;
};

const reconcileTenant = async (
  tenant: TenantId,
  published: readonly MetricLoad[],
  above: number,
  services: LoadServices,
): Promise<Reconciled | undefined> => {
  const { states, clock } = services;
  const documents = tenantDocuments(states, tenant);
  if ((await documents.tenant()).value.prepared === 0) return undefined; // its first load has yet to begin
  const loaded = await listLoadedLoads(tenant, above, services);
  // Of an older question: another window.
  if (loaded?.above !== above) return undefined;
  const found = await compare({ tenant, published, loaded, documents, now: clock.now() });
  if (found.again.length > 0) await markOpen(states, tenant, clock.now());
  return found;
};

/**
 * Above which sequence loads are compared each day: the last 1,000 to 2,000, some weeks. In steps of 1,000, so that the calls of a day, of
 * which the second reads what the first asked, ask the same.
 */
export const comparedAbove = (sequence: number): number =>
  Math.max(0, Math.floor((sequence - 1_000) / 1_000) * 1_000);

/**
 * Compares what was published above a sequence with what the warehouse has, and repairs the stored states, so that the next `run` loads
 * what is missing: never twice, as each load looks into the warehouse first. Tenants whose warehouse has not answered yet are left out:
 * they are in the result of a later call. Throws OutOfService when the published loads cannot be read.
 */
export const reconcile = async (above: number, services: LoadServices): Promise<readonly Reconciled[]> => {
  const found: Reconciled[] = [];
  for (const [tenant, published] of await publishedOf(above, services))
    try {
      const one = await reconcileTenant(tenant, published, above, services);
      if (one !== undefined) found.push(one);
    } catch (error) {
      if (!isLostRace(error) && !(error instanceof OutOfService)) throw error;
      services.log?.(`tenant ${tenant} is reconciled at the next wake`, error);
    }
  for (const { tenant, unpublished, twice } of found)
    if (unpublished.length + twice.length > 0)
      services.log?.(
        `the warehouse and the lake disagree for tenant ${tenant}: not published ${unpublished.join(', ') || 'none'}; more than once ${twice.join(', ') || 'none'}`,
      );
  return found;
};
