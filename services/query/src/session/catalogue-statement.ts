import type { ShadowTable } from '../engine/protocol.ts';
import { catalogueColumns, declaredTable, errorsTable, undeclaredTable } from '../catalogue/tables.ts';
import { withNewNames } from '../pg/older-names.ts';
import type { Statement } from '../sql-session.ts';
import { always } from '../sql/scope.ts';
import type { SessionContext } from './context.ts';
import { rowsCursor } from './cursors.ts';
import { columnsIn } from './data-columns.ts';

/** The columns of an undeclared metric come from its data; beyond so many such metrics only `timestamp` is shown of the rest. */
const loadedForColumns = 20;

const undeclaredColumns = async (
  context: SessionContext,
  name: string,
  version: number,
): Promise<ShadowTable['columns'] | undefined> => {
  const schema = await context.stores.schemas.get(context.tenant);
  const spec = undeclaredTable(schema, name);
  await context.engine.sync(spec, always, version);
  const { names, isEmpty } = await columnsIn(context, spec.key);
  if (isEmpty) return undefined;
  return names.map((column, i) => ({ name: column, type: i === 0 ? 'LONG' : 'STRING' }));
};

const shadowTables = async (context: SessionContext): Promise<readonly ShadowTable[]> => {
  const schema = await context.stores.schemas.get(context.tenant);
  const specs = [errorsTable, ...schema.metrics.map((metric) => declaredTable(schema, metric))];
  const tables: ShadowTable[] = specs.map((spec) => ({
    schema: spec.schema,
    name: spec.name,
    columns: catalogueColumns(spec),
  }));
  for (const [i, name] of (await context.finder.undeclared(schema)).entries()) {
    const columns =
      i < loadedForColumns
        ? await undeclaredColumns(context, name, schema.version)
        : catalogueColumns(undeclaredTable(schema, name));
    if (columns !== undefined) tables.push({ schema: 'public', name, columns });
  }
  return tables;
};

/** A metadata query of psql or a driver, answered from the tenant's shadow catalogue. */
export const prepareCatalogue = async (context: SessionContext, asked: string): Promise<Statement> => {
  const sql = withNewNames(asked);
  context.run.begin();
  const tables = await shadowTables(context);
  const child = await context.engine.catalogue();
  // A query here cannot be interrupted: cancelling ends the process after the grace time.
  const run = <T>(work: () => Promise<T>) =>
    context.run.run({ child, budgetMs: context.statementMs, interrupt: () => Promise.resolve(), work });
  await run(() => child.ask({ op: 'shadow', tables }));
  const { columns, parameterCount } = await run(() => child.ask({ op: 'pgDescribe', sql }));
  return {
    columns,
    parameterCount,
    tag: 'SELECT',
    execute: async (parameters) => {
      context.run.begin();
      return rowsCursor((await run(() => child.ask({ op: 'pgQuery', sql, parameters }))).rows);
    },
    close: () => Promise.resolve(),
  };
};
