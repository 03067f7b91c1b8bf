import { hash } from 'node:crypto';
import { OutOfService, SluiceError } from '@sluice/core/failure';
import type { MetricLoad } from '@sluice/core/lake';
import type { Tenant } from '@sluice/core/ports';
import { factStatements, readFacts, type Facts } from './facts.ts';
import { addBatch, loadBatch, widenBatch, type NamedStatement } from './load-batch.ts';
import { migrate, newestMigration } from './migrations/index.ts';
import type { LoadServices } from './services.ts';
import type { LoadState } from './state/load-state.ts';
import { tenantDocuments } from './state/tenant-documents.ts';
import { findLoad } from './steps/find-load.ts';
import { loadFault } from './load-fault.ts';
import { planTable } from './table-plan.ts';

/** What the next load of a metric will do, before it does it. */
export interface LoadPreview {
  readonly load: string;
  readonly metric: string;
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
  /** Loads of the same metric that wait behind it. */
  readonly behind: number;
  /** Why it will not be, or null. */
  readonly refused: string | null;
  /** Batches in their order; each is one transaction. */
  readonly batches: readonly { readonly statements: readonly NamedStatement[] }[];
}

/** Metrics whose next load is shown: each is a question to the warehouse. */
const shownAtMost = 20;

/** A question is the same for a minute, so that asking again gets the answer of the one before. */
const minute = 60_000;

const empty: Facts = { columns: new Map(), loaded: undefined, views: [] };

const factsOf = async (load: MetricLoad, { warehouse, dialect, clock }: LoadServices): Promise<Facts> => {
  const asked = Math.floor(clock.now() / minute);
  const clientToken = hash('sha256', `${load.loadId}/preview/${asked}`, 'hex');
  const statements = factStatements(load, dialect);
  const { id } = await warehouse.submit({ statements, clientToken, name: `preview-${load.loadId}` });
  const progress = await warehouse.describe(id);
  if (progress.state === 'failed') throw new SluiceError(progress.failure);
  const facts = progress.state === 'finished' ? await readFacts(warehouse, id) : undefined;
  if (facts === undefined) throw new OutOfService('the warehouse has not answered yet: ask again');
  return facts;
};

/** Widenings and added columns are seen as if done, one batch after the other. */
const batchesOf = (load: MetricLoad, facts: Facts, { dialect, clock }: LoadServices) => {
  const plan = planTable(load, facts, dialect);
  if ('proposal' in plan) return { refused: plan.proposal, batches: [] };
  const batches = plan.widen.map((column) => widenBatch(load, { ...plan, widen: [column] }, dialect));
  let rest = plan;
  for (let before = addBatch(load, facts, rest, dialect); before.length > 0;) {
    batches.push(before);
    const names = new Set(before.map(({ name }) => name));
    rest = { ...rest, add: rest.add.filter(({ name }) => !names.has(`add ${name}`)) };
    before = addBatch(load, facts, rest, dialect);
  }
  const record = { sequence: 0, token: '', at: clock.now() };
  batches.push(loadBatch(load, facts, rest, dialect, record));
  return { refused: null, batches };
};

const previewOf = async (
  state: LoadState,
  prepared: number,
  behind: number,
  services: LoadServices,
): Promise<LoadPreview> => {
  const load = await findLoad(services, state);
  const fault = load === undefined ? 'the manifest that published it is not there' : loadFault(load);
  const shown = {
    load: state.loadId,
    metric: state.metricName,
    files: state.files,
    rows: state.rows,
    behind,
  };
  if (load === undefined || fault !== undefined)
    return { ...shown, bytes: 0, refused: fault ?? null, batches: [] };
  const bytes = load.files.reduce((sum, file) => sum + file.bytes, 0);
  const isNew = prepared < newestMigration;
  const { refused, batches } = batchesOf(load, isNew ? empty : await factsOf(load, services), services);
  const first = isNew
    ? [migrate(load.tenant, prepared).map((sql) => ({ name: 'prepare the schema', sql }))]
    : [];
  return { ...shown, bytes, refused, batches: [...first, ...batches].map((statements) => ({ statements })) };
};

/**
 * What the next load of each metric of a tenant will do: statements, files, rows. Changes nothing. Throws OutOfService when the warehouse
 * has not answered yet, or is away.
 */
export const preview = async (tenant: Tenant, services: LoadServices): Promise<readonly LoadPreview[]> => {
  const documents = tenantDocuments(services.states, tenant.id);
  const open = [...(await documents.all()).values()]
    .map(({ value }) => value)
    .filter(({ state }) => state !== 'loaded');
  const byMetric = Map.groupBy(open, ({ metric }) => metric);
  const { prepared } = (await documents.tenant()).value;
  const previews: LoadPreview[] = [];
  for (const [next, ...behind] of [...byMetric.values()].slice(0, shownAtMost))
    if (next !== undefined) previews.push(await previewOf(next, prepared, behind.length, services));
  return previews;
};
