import { hash } from 'node:crypto';
import type { MetricLoad } from '@sluice/core/lake';
import type { Dialect } from './dialects/dialect.ts';
import { factStatements, type Facts } from './facts.ts';
import { addBatch, loadBatch, widenBatch, type NamedStatement } from './load-batch.ts';
import { parseLoadId } from './load-id.ts';
import { migrate } from './migrations/index.ts';
import type { Work } from './state/load-state.ts';
import { planTable } from './table-plan.ts';

export interface BatchContext {
  readonly load: MetricLoad;
  readonly dialect: Dialect;
  /** Absent where the batch needs none. */
  readonly facts: Facts | undefined;
}

/** What is submitted for a piece of work. */
export interface Batch {
  readonly statements: readonly string[];
  readonly names: string;
  readonly digest: string;
}

const plain = (name: string, statements: readonly string[]): readonly NamedStatement[] =>
  statements.map((sql) => ({ name, sql }));

const tableBatch = (
  { kind, token, at }: Pick<Work, 'kind' | 'token' | 'at'>,
  load: MetricLoad,
  facts: Facts,
  dialect: Dialect,
): readonly NamedStatement[] => {
  const plan = planTable(load, facts, dialect);
  if ('proposal' in plan) return [];
  if (kind === 'widen') return widenBatch(load, plan, dialect);
  if (kind === 'add') return addBatch(load, facts, plan, dialect);
  const { sequence } = parseLoadId(load.loadId);
  return loadBatch(load, facts, plan, dialect, { sequence, token, at });
};

const namedStatements = (
  work: Pick<Work, 'kind' | 'token' | 'at'>,
  { load, dialect, facts }: BatchContext,
): readonly NamedStatement[] => {
  if (work.kind === 'prepare') return plain('prepare the schema', migrate(load.tenant, 0));
  if (work.kind === 'look') return plain('look at the table', factStatements(load, dialect));
  return facts === undefined ? [] : tableBatch(work, load, facts, dialect);
};

/** The statements of a piece of work: the same for the same facts, in whichever life they are made. Empty without the facts it needs. */
export const batchOf = (work: Pick<Work, 'kind' | 'token' | 'at'>, context: BatchContext): Batch => {
  const statements = namedStatements(work, context);
  const texts = statements.map(({ sql }) => sql);
  return {
    statements: texts,
    names: statements.map(({ name }) => name).join('|'),
    digest: hash('sha256', JSON.stringify(texts), 'hex'),
  };
};
