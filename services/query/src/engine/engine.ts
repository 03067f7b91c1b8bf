import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SqlError } from '../sql-session.ts';
import { always, type EngineTable, type TimeRange } from '../sql/scope.ts';
import { engineTableOf } from './columns.ts';
import { identifier, rowsOf } from './duckdb.ts';
import { forgetLake, needsOf, relationFor, takeFiles } from './lake.ts';
import { canGrow, createLoaded, grow, loadFiles, type LoadedTable } from './loader.ts';
import type { Answers, Bound, Request, RequestOf, TableSpec } from './protocol.ts';
import {
  describeStatement,
  endCursor,
  endStatement,
  fetchRows,
  openStatement,
  parseStatement,
  pin,
  planStatement,
  unpin,
  type OpenStatement,
} from './statements.ts';

/** All that an engine process holds. */
export interface Engine {
  readonly instance: DuckDBInstance;
  /** The one connection that writes, in order. */
  readonly writer: DuckDBConnection;
  readonly tables: Map<string, LoadedTable>;
  readonly statements: Map<number, OpenStatement>;
  next: number;
  writing: Promise<unknown>;
}

export const createEngine = async (instance: DuckDBInstance): Promise<Engine> => ({
  instance,
  writer: await instance.connect(),
  tables: new Map(),
  statements: new Map(),
  next: 1,
  writing: Promise.resolve(),
});

const inTurn = <T>(engine: Engine, work: () => Promise<T>): Promise<T> => {
  const turn = engine.writing.then(work, work);
  engine.writing = turn.catch(() => undefined);
  return turn;
};

const forget = async (engine: Engine, key: string): Promise<void> => {
  const table = engine.tables.get(key);
  if (table === undefined) return;
  engine.tables.delete(key);
  await forgetLake(engine.writer, table.engineName, table.lake);
  await engine.writer.run(`DROP TABLE IF EXISTS ${identifier(table.engineName)}`);
};

const declare = async (engine: Engine, spec: TableSpec): Promise<Answers['declare']> => {
  const held = engine.tables.get(spec.key);
  if (held !== undefined && canGrow(held.spec, spec)) {
    await grow(engine.writer, held, spec);
    return { kept: true };
  }
  await forget(engine, spec.key);
  engine.tables.set(spec.key, await createLoaded(engine.writer, spec, `sluice_table_${engine.next++}`));
  return { kept: false };
};

const tableOf = (engine: Engine, key: string): LoadedTable => {
  const table = engine.tables.get(key);
  if (table === undefined) throw new SqlError('XX000', `the engine holds no table ${key}`);
  return table;
};

const shownTable = (
  engine: Engine,
  key: string,
  relations?: ReadonlyMap<string, string>,
): EngineTable | undefined => {
  const table = engine.tables.get(key);
  if (table === undefined) return undefined;
  const names =
    table.lake.names.size === 0 ? table.unknown : new Set([...table.unknown, ...table.lake.names]);
  return engineTableOf(table.spec, relations?.get(key) ?? table.engineName, names);
};

const statementOf = (engine: Engine, id: number): OpenStatement => {
  const statement = engine.statements.get(id);
  if (statement === undefined) throw new SqlError('26000', 'the prepared statement does not exist any more');
  return statement;
};

const parse = async (engine: Engine, request: RequestOf<'parse'>): Promise<Answers['parse']> => {
  const statement = await parseStatement(engine.instance, request.sql, new Set(request.sessionFunctions));
  const id = engine.next++;
  engine.statements.set(id, statement);
  const { parameterCount, mentions } = statement.checked;
  return { statement: id, parameterCount, mentions };
};

const plan = (engine: Engine, bound: Bound, relations?: ReadonlyMap<string, string>) =>
  planStatement(statementOf(engine, bound.statement), bound, (key) => shownTable(engine, key, relations));

/** What a statement reads of tables that have files of the lake, by key; the statement sees them as they are now until its rows are fetched. */
const relationsOf = async (
  engine: Engine,
  statement: OpenStatement,
  ranges: ReadonlyMap<string, TimeRange>,
): Promise<{ readonly names: ReadonlyMap<string, string>; readonly files: number }> => {
  const names = new Map<string, string>();
  let files = 0;
  for (const [key, range] of ranges) {
    const { spec, engineName, lake } = tableOf(engine, key);
    const newName = (): string => `sluice_lake_${engine.next++}`;
    const relation = await relationFor(engine.writer, spec, engineName, lake, range, newName);
    files += relation.files;
    if (relation.files > 0) names.set(key, relation.name);
  }
  if (names.size > 0) await pin(statement, [...names.values()]);
  return { names, files };
};

/** Opens a statement: planned once for its ranges, and again over the relations that hold them. */
const open = async (engine: Engine, request: RequestOf<'open'>): Promise<Answers['open']> => {
  const statement = statementOf(engine, request.statement);
  const there = new Set(request.there);
  statement.reads = request.there;
  const relations = await inTurn(engine, async () => {
    await unpin(statement);
    const { ranges } = plan(engine, request);
    const needs = [...ranges].flatMap(([key, range]) => needsOf(tableOf(engine, key).lake, range, there));
    return needs.length > 0 ? { needs } : relationsOf(engine, statement, ranges);
  });
  if ('needs' in relations) return relations;
  const { names, files: lakeFiles } = relations;
  return { ...(await openStatement(statement, plan(engine, request, names))), lakeFiles };
};

/** Rows of a metric that was deleted are hidden by when they came: their files must be read. All others show what they have. */
const hidesRows = ({ kind, name, tombstones }: TableSpec): boolean =>
  kind === 'undeclared' && tombstones.some((tombstone) => tombstone.name === name);

const isEmpty = async (engine: Engine, key: string): Promise<boolean> => {
  const { spec, engineName, lake } = tableOf(engine, key);
  if (lake.files.length > 0 && !hidesRows(spec)) return false;
  const newName = (): string => `sluice_lake_${engine.next++}`;
  const relation = await relationFor(engine.writer, spec, engineName, lake, always, newName);
  return (await rowsOf(engine.writer, `SELECT 1 FROM ${identifier(relation.name)} LIMIT 1`)).length === 0;
};

const columns = async (engine: Engine, { key, there }: RequestOf<'columns'>): Promise<Answers['columns']> => {
  const { spec, lake } = tableOf(engine, key);
  const needs = hidesRows(spec) ? needsOf(lake, always, new Set(there)) : [];
  if (needs.length > 0) return { needs };
  const names = (shownTable(engine, key)?.columns ?? []).map((column) => column.name);
  return { names, isEmpty: await isEmpty(engine, key) };
};

const end = (engine: Engine, id: number): void => {
  const statement = engine.statements.get(id);
  engine.statements.delete(id);
  if (statement !== undefined) endStatement(statement);
};

/** What fails here is no fault of the statement that waits for it, and its text names files of ours. */
const load = async (engine: Engine, request: RequestOf<'load'>): Promise<Answers['load']> => {
  const { key } = request;
  const table = tableOf(engine, key);
  try {
    return await loadFiles(engine.writer, table, request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/^(Out of Memory|INTERRUPT)/i.test(message)) throw error;
    process.stderr.write(
      `${JSON.stringify({ part: 'engine', message: 'a chunk cannot be read', table: key, error: message })}\n`,
    );
    throw new SqlError(
      'XX001',
      'a stored chunk of a table of this statement cannot be read; ask the operator',
    );
  }
};

const takeLake = async (
  engine: Engine,
  { key, files, names, there }: RequestOf<'lake'>,
): Promise<Answers['lake']> => {
  const { spec, engineName, lake } = tableOf(engine, key);
  const taken = { files, names, there: new Set(there) };
  const needs = await takeFiles(engine.writer, spec, engineName, lake, taken);
  return needs.length > 0 ? { needs } : { files: files.length };
};

/** Does one request. Throws SqlError, or what DuckDB throws. */
export const handle = async (engine: Engine, request: Request): Promise<Answers[Request['op']]> => {
  switch (request.op) {
    case 'parse':
      return parse(engine, request);
    case 'declare':
      return inTurn(engine, () => declare(engine, request.spec));
    case 'forget':
      await inTurn(engine, () => forget(engine, request.key));
      return null;
    case 'load':
      return inTurn(engine, () => load(engine, request));
    case 'plan':
      return { ranges: [...plan(engine, request).ranges].map(([key, range]) => [key, range.from, range.to]) };
    case 'describe':
      return describeStatement(statementOf(engine, request.statement), plan(engine, request));
    case 'lake':
      return inTurn(engine, () => takeLake(engine, request));
    case 'open':
      return open(engine, request);
    case 'fetch':
      return fetchRows(statementOf(engine, request.statement), request.maxRows);
    case 'endCursor':
      await endCursor(statementOf(engine, request.statement));
      return null;
    case 'endStatement':
      end(engine, request.statement);
      return null;
    case 'interrupt':
      engine.statements.get(request.statement)?.interrupts.ask();
      return null;
    case 'columns':
      return inTurn(engine, () => columns(engine, request));
    case 'shadow':
    case 'pgDescribe':
    case 'pgQuery':
      throw new SqlError('XX000', `the engine does not do ${request.op}`);
  }
};
