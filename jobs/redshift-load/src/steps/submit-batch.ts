import { SluiceError } from '@sluice/core/failure';
import type { MetricLoad } from '@sluice/core/lake';
import { batchOf } from '../batch.ts';
import { readFacts } from '../facts.ts';
import type { LoadEvent } from '../plan.ts';
import type { LoadServices } from '../services.ts';
import type { LoadState, Work } from '../state/load-state.ts';

const isReused = (error: unknown): boolean => error instanceof SluiceError && error.code === 'TokenReused';

/**
 * Submits the work whose token is stored. The statements are made again, of the same facts: others than those that the token was stored
 * for are never submitted under it. Throws OutOfService.
 */
export const submitBatch = async (
  state: LoadState,
  work: Work,
  load: MetricLoad,
  { warehouse, dialect, objects }: LoadServices,
): Promise<LoadEvent> => {
  const facts = state.look === null ? undefined : await readFacts(warehouse, state.look);
  const { statements, digest } = batchOf(work, { load, dialect, facts });
  if (statements.length === 0 || digest !== work.digest) return { kind: 'lost' };
  const manifest = work.kind === 'load' ? dialect.manifestOf(load) : undefined;
  if (manifest !== undefined) await objects.put(manifest.key, Buffer.from(manifest.text));
  try {
    const { id } = await warehouse.submit({ statements, clientToken: work.token, name: state.loadId });
    return { kind: 'submitted', id };
  } catch (error) {
    if (isReused(error)) return { kind: 'lost' };
    throw error;
  }
};
