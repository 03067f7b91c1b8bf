import { hash } from 'node:crypto';
import type { TenantId } from '@sluice/core/layout';
import { identifier } from '@sluice/core/warehouse';
import type { LoadServices } from '../services.ts';
import { listLoaded } from '@sluice/core/warehouse';
import { documents } from '../state/documents.ts';
import { reconcileKey, tenantPartition } from '../state/keys.ts';
import { readReconcileState, writeReconcileState } from '../state/reconcile-state.ts';
import { schemaName } from '@sluice/core/warehouse';

/** The warehouse's own manifest of a tenant above a sequence. */
export interface LoadedLoads {
  /** When it was asked, epoch ms. */
  readonly at: number;
  readonly above: number;
  /** How often each load is recorded: once. */
  readonly times: ReadonlyMap<string, number>;
}

/** An answer is kept for a day, and a question that old is asked anew. */
const oldMs = 23 * 3_600_000;

const ask = async (tenant: TenantId, above: number, { states, clock }: LoadServices) => {
  const kept = documents(states, tenantPartition(tenant), readReconcileState, writeReconcileState);
  const found = await kept.get(reconcileKey);
  if (found?.value.done === false && clock.now() - found.value.at < oldMs) return { found, kept };
  const at = clock.now();
  const token = hash('sha256', `${tenant}/reconcile/${found?.version ?? 0}/${at}/${above}`, 'hex');
  return { found: await kept.put(reconcileKey, found, { token, above, at, done: false }), kept };
};

/**
 * Which loads the warehouse has. Undefined while it has not answered: ask again at the next wake. Throws OutOfService, SluiceError
 * `LostRace` when another asks, and with the warehouse's reason when it cannot tell.
 */
export const listLoadedLoads = async (
  tenant: TenantId,
  above: number,
  services: LoadServices,
): Promise<LoadedLoads | undefined> => {
  const { warehouse } = services;
  const { found, kept } = await ask(tenant, above, services);
  const { token, at, above: asked } = found.value;
  const statements = [listLoaded(identifier(schemaName(tenant)), asked)];
  const { id } = await warehouse.submit({ statements, clientToken: token, name: `reconcile-${tenant}` });
  const progress = await warehouse.describe(id);
  if (progress.state === 'submitted' || progress.state === 'started') return undefined;
  await kept.put(reconcileKey, found, { ...found.value, done: true });
  if (progress.state === 'failed' || progress.state === 'aborted')
    services.log?.(`the warehouse cannot tell what it has of tenant ${tenant}: ${progress.failure.message}`);
  const rows = progress.state === 'finished' ? await warehouse.rows(id, 0) : undefined;
  if (rows === undefined) return undefined;
  const times = rows.map((row) => [row.get('load_id') ?? '', Number(row.get('times'))] as const);
  return { at, above: asked, times: new Map(times) };
};
