import { OutOfService, SluiceError } from '@sluice/core/failure';
import type { MetricLoad } from '@sluice/core/lake';
import { readFacts } from '../facts.ts';
import type { Effect } from '../moves.ts';
import { plan, type LoadEvent } from '../plan.ts';
import type { LoadServices } from '../services.ts';
import { isLostRace, type Document } from '../state/documents.ts';
import { tenantKey } from '../state/keys.ts';
import type { LoadState } from '../state/load-state.ts';
import type { TenantDocuments } from '../state/tenant-documents.ts';
import { findLoad } from './find-load.ts';
import { proveFiles } from './prove-files.ts';
import { submitBatch } from './submit-batch.ts';

/** Effects of one pass: a load with many columns to widen goes on at the next wake. */
const effectsAtMost = 500;

/** What became of a load for now. */
export type Driven = 'waiting' | 'settled';

interface Driving {
  readonly services: LoadServices;
  readonly documents: TenantDocuments;
  readonly load: MetricLoad;
}

const notePrepared = async ({ documents }: Driving, prepared: number): Promise<void> => {
  const tenant = await documents.tenant();
  await documents.tenants.put(tenantKey, tenant, { ...tenant.value, prepared });
};

/** Does what was planned; what happened is the next event, undefined when there is nothing more to do now. */
const carryOut = async (
  effect: Effect,
  state: LoadState,
  driving: Driving,
): Promise<LoadEvent | undefined> => {
  const { services, load } = driving;
  switch (effect.do) {
    case 'prove':
      return { kind: 'proved', fault: await proveFiles(load, services.files) };
    case 'submit':
      return state.work === null ? { kind: 'lost' } : submitBatch(state, state.work, load, services);
    case 'describe':
      return { kind: 'progress', progress: await services.warehouse.describe(effect.id) };
    case 'read-facts':
      return { kind: 'facts', facts: await readFacts(services.warehouse, effect.id) };
    case 'note-prepared':
      await notePrepared(driving, effect.version);
      return { kind: 'prepared' };
    case 'wait':
    case 'settled':
      return undefined;
  }
};

/** What calling again does not mend fails the load; an outage, a lost race and a bug of ours go to the caller. */
const attempt = async (
  effect: Effect,
  state: LoadState,
  driving: Driving,
): Promise<LoadEvent | undefined> => {
  try {
    return await carryOut(effect, state, driving);
  } catch (error) {
    if (!(error instanceof SluiceError) || error instanceof OutOfService || isLostRace(error)) throw error;
    return { kind: 'fault', failure: error };
  }
};

const gone: LoadEvent = {
  kind: 'fault',
  failure: { class: 'ours', code: 'NotPublished', message: 'the manifest that published it is not there' },
};

/**
 * Takes a load as far as it goes without waiting: plans, stores, does, and so on. Throws OutOfService, and SluiceError `LostRace` when
 * another drives it.
 */
export const driveLoad = async (
  key: string,
  stored: Document<LoadState>,
  documents: TenantDocuments,
  services: LoadServices,
): Promise<Driven> => {
  const { clock, dialect } = services;
  const found = await findLoad(services, stored.value);
  const load = found ?? { ...stored.value, schemaVersion: 0, columns: [], files: [] };
  const driving = { services, documents, load };
  let document = stored;
  let event: LoadEvent | undefined = found === undefined ? gone : { kind: 'woken' };
  let effect: Effect = { do: 'wait' };
  for (let i = 0; event !== undefined && i < effectsAtMost; i += 1) {
    const { prepared } = (await documents.tenant()).value;
    const planned = plan(document.value, event, { now: clock.now(), load, dialect, prepared });
    if (planned.next !== document.value) document = await documents.loads.put(key, document, planned.next);
    ({ effect } = planned);
    event = await attempt(effect, document.value, driving);
  }
  tellPerson(stored.value, document.value, services);
  return effect.do === 'settled' ? 'settled' : 'waiting';
};

/** Once, when it stops trying by itself. An alarm counts these lines (infra's alarms.ts, `load-failed`); the reason may hold values, and is in `load status`. */
const tellPerson = (
  before: LoadState,
  { state, retryAt, loadId, reason }: LoadState,
  { log }: LoadServices,
): void => {
  const waits = (state === 'failed' && retryAt === null) || state === 'refused';
  if (state === 'loaded' && before.state !== 'loaded' && reason !== null)
    log?.(`a load left rows out: ${loadId}; its reason is in the load status`);
  if (waits && state !== before.state) log?.(`a load needs a person: ${loadId} is ${state}`);
};
