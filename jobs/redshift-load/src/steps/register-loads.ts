import type { MetricLoad } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import type { StateStore } from '@sluice/core/ports';
import { fitted } from '../fitted.ts';
import { readLoadId } from '../load-id.ts';
import type { LoadServices } from '../services.ts';
import { parseFields } from '../state/fields.ts';
import { commonPartition, cursorKey, loadKey, openKey, tenantPartition } from '../state/keys.ts';
import { newLoad, writeLoadState } from '../state/load-state.ts';

/** Up to which manifest loads are known, and the version that this was read at. */
const readCursor = async (states: StateStore) => {
  const row = await states.get(commonPartition, cursorKey);
  return row === undefined
    ? { sequence: 0, version: 0 }
    : { sequence: parseFields(row.value).number('sequence'), version: row.version };
};

/** The sequence up to which manifests are registered. Throws OutOfService. */
export const registeredUpTo = async (states: StateStore): Promise<number> =>
  (await readCursor(states)).sequence;

/** After the load's row: who drains the tenant meanwhile cannot take the mark away any more, or has seen the load. */
export const markOpen = async (states: StateStore, tenant: TenantId, at: number): Promise<void> => {
  for (;;) {
    const before = (await states.get(commonPartition, openKey(tenant)))?.version ?? 0;
    // Differs from any other writer's, so that a mark that another set is not taken for this one.
    const value = JSON.stringify({ v: 1, at, before });
    if ((await states.replace(commonPartition, openKey(tenant), before, value)) === 'stored') return;
  }
};

/** A row that is there already is from a life before, or from who races with this one. */
const register = async (
  loads: readonly MetricLoad[],
  { states, clock, log, dialect }: LoadServices,
): Promise<ReadonlySet<TenantId>> => {
  const tenants = new Set<TenantId>();
  for (const load of loads) {
    const name = readLoadId(load.loadId);
    if (name === undefined) {
      log?.(
        `a published load has the id ${JSON.stringify(load.loadId.slice(0, 200))}, which is none: left out`,
      );
      continue;
    }
    const value = writeLoadState(newLoad(fitted(load, dialect), name, clock.now()));
    await states.replace(tenantPartition(name.tenant), loadKey(name), 0, value);
    tenants.add(name.tenant);
  }
  return tenants;
};

/**
 * Makes a row for each load that was published since the last time, then moves the cursor: a crash in between registers again, which
 * changes nothing. Gives the sequence it came to. Throws OutOfService.
 */
export const registerLoads = async (services: LoadServices): Promise<number> => {
  const { published, states, clock } = services;
  const cursor = await readCursor(states);
  let { sequence, version } = cursor;
  for await (const manifest of published.after(sequence)) {
    for (const tenant of await register(manifest.loads, services))
      await markOpen(states, tenant, clock.now());
    ({ sequence } = manifest);
    const value = JSON.stringify({ v: 1, sequence });
    if ((await states.replace(commonPartition, cursorKey, version, value)) === 'conflict') return sequence;
    version += 1;
  }
  return sequence;
};
