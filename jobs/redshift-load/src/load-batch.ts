import { hash } from 'node:crypto';
import type { MetricLoad } from '@sluice/core/lake';
import { warehouseLimits } from '@sluice/core/ports';
import { columnsOf } from './columns.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Facts } from './facts.ts';
import { viewOf } from './naming/view.ts';
import { addColumn } from './sql/add-column.ts';
import { createTable } from './sql/create-table.ts';
import { createView } from './sql/create-view.ts';
import { dropOlder } from './sql/drop-older.ts';
import { dropRepeated } from './sql/drop-repeated.ts';
import { dropStage } from './sql/drop-stage.ts';
import { dropView } from './sql/drop-view.ts';
import { forgetView } from './sql/forget-view.ts';
import { guardNotLoaded } from './sql/guard-not-loaded.ts';
import { guardRowCount } from './sql/guard-row-count.ts';
import { guardUnique } from './sql/guard-unique.ts';
import { mergeStage } from './sql/merge-stage.ts';
import { recordLoad, type Recorded } from './sql/record-load.ts';
import { recordView } from './sql/record-view.ts';
import { widenColumn } from './sql/widen-column.ts';
import type { TablePlan } from './table-plan.ts';
import { targetOf, type Target } from '@sluice/core/warehouse';

/** A statement with what it is for, so that a failure can be told by its number. */
export interface NamedStatement {
  readonly name: string;
  readonly sql: string;
}

const named = (name: string, sql: string): NamedStatement => ({ name, sql });

const lock = ({ lock }: Dialect, target: Target): readonly NamedStatement[] =>
  lock === undefined ? [] : [named('lock', lock(target))];

/** Nothing when the view is as it should be, or so wide that its statement would not fit a call. */
const viewStatements = (load: MetricLoad, facts: Facts, dialect: Dialect, target: Target) => {
  const before = facts.views.find(({ metric }) => metric === load.metric);
  const view = viewOf(load, facts.views);
  const sql = createView(dialect, target, view);
  const digest = hash('sha256', sql, 'hex');
  if (before?.digest === digest || Buffer.byteLength(sql) > dialect.limits.statementBytes) return [];
  return [
    ...(before === undefined ? [] : [named('drop the old view', dropView(target, before.name))]),
    named('drop the view', dropView(target, view.name)),
    named('create the view', sql),
    named('forget the old view', forgetView(target, load.metric)),
    named('record the view', recordView(target, { metric: load.metric, name: view.name, digest })),
  ];
};

/** The transaction without the columns it adds. */
const coreBatch = (load: MetricLoad, facts: Facts, plan: TablePlan, dialect: Dialect, record: Recorded) => {
  const target = targetOf(load.tenant, load.metric);
  const columns = columnsOf(load);
  const before = [
    ...lock(dialect, target),
    named('guard: not loaded yet', guardNotLoaded(dialect, target, load.loadId)),
    ...(plan.create ? [named('create the table', createTable(dialect, target, columns))] : []),
  ];
  const after = [
    named('create the stage', dialect.createStage(target)),
    ...(load.files.length === 0 ? [] : [named('copy the files', dialect.fillStage(load, columns))]),
    named('guard: as many rows as the manifest names', guardRowCount(dialect, load.rows)),
    named('drop repeated rows', dropRepeated()),
    named('guard: one row of each event', guardUnique(dialect)),
    named('drop rows that are not newer', dropOlder(target)),
    named('record the load', recordLoad(target, load, record)),
    named('merge', mergeStage(target, plan.columns)),
    ...viewStatements(load, facts, dialect, target),
    named('drop the stage', dropStage()),
  ];
  return { target, before, after };
};

/** How many columns the load's transaction can add. */
const room = (core: { readonly before: readonly unknown[]; readonly after: readonly unknown[] }): number =>
  warehouseLimits.statements - core.before.length - core.after.length;

/** The load (AWS-FACTS 1.10): one transaction whose number of statements does not depend on the number of files. */
export const loadBatch = (
  load: MetricLoad,
  facts: Facts,
  plan: TablePlan,
  dialect: Dialect,
  record: Recorded,
): readonly NamedStatement[] => {
  const { target, before, after } = coreBatch(load, facts, plan, dialect, record);
  const adds = plan.add.map((column) => named(`add ${column.name}`, addColumn(dialect, target, column)));
  return [...before, ...adds, ...after];
};

/** Columns that do not fit the load's transaction, as a transaction before it; empty when all fit. */
export const addBatch = (
  load: MetricLoad,
  facts: Facts,
  plan: TablePlan,
  dialect: Dialect,
): readonly NamedStatement[] => {
  const core = coreBatch(load, facts, plan, dialect, { sequence: 0, token: '', at: 0 });
  if (plan.add.length <= room(core)) return [];
  const locks = lock(dialect, core.target);
  const adds = plan.add.slice(0, warehouseLimits.statements - locks.length);
  return [
    ...locks,
    ...adds.map((column) => named(`add ${column.name}`, addColumn(dialect, core.target, column))),
  ];
};

/** The first column to widen, a batch of its own; empty when there is none. */
export const widenBatch = (
  load: MetricLoad,
  plan: TablePlan,
  dialect: Dialect,
): readonly NamedStatement[] => {
  const target = targetOf(load.tenant, load.metric);
  return plan.widen
    .slice(0, 1)
    .map((column) => named(`widen ${column.name}`, widenColumn(dialect, target, column)));
};
