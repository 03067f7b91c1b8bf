import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SqlError } from '../sql-session.ts';
import type { EngineTable } from '../sql/scope.ts';
import { engineTableOf } from './columns.ts';
import { countOf, identifier } from './duckdb.ts';
import { canGrow, createLoaded, grow, loadFiles, type LoadedTable } from './loader.ts';
import type { Answers, Bound, Request, RequestOf, TableSpec } from './protocol.ts';
import {
  describeStatement,
  endStatement,
  fetchRows,
  openStatement,
  parseStatement,
  planStatement,
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

const shownTable = (engine: Engine, key: string): EngineTable | undefined => {
  const table = engine.tables.get(key);
  return table && engineTableOf(table.spec, table.engineName, table.unknown);
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

const plan = (engine: Engine, bound: Bound) =>
  planStatement(statementOf(engine, bound.statement), bound, (key) => shownTable(engine, key));

const columns = async (engine: Engine, key: string): Promise<Answers['columns']> => {
  const table = tableOf(engine, key);
  const names = (shownTable(engine, key)?.columns ?? []).map((column) => column.name);
  return {
    names,
    rows: await countOf(engine.writer, `SELECT count(*) FROM ${identifier(table.engineName)}`),
  };
};

const end = (engine: Engine, id: number): void => {
  const statement = engine.statements.get(id);
  engine.statements.delete(id);
  if (statement !== undefined) endStatement(statement);
};

/** What fails here is no fault of the statement that waits for it, and its text names files of ours. */
const load = async (engine: Engine, { key, files }: RequestOf<'load'>): Promise<number> => {
  const table = tableOf(engine, key);
  try {
    return await loadFiles(engine.writer, table, files);
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
      return inTurn(engine, async () => ({
        rows: await load(engine, request),
      }));
    case 'plan':
      return { ranges: [...plan(engine, request).ranges].map(([key, range]) => [key, range.from, range.to]) };
    case 'describe':
      return describeStatement(statementOf(engine, request.statement), plan(engine, request));
    case 'open':
      return openStatement(statementOf(engine, request.statement), plan(engine, request));
    case 'fetch':
      return fetchRows(statementOf(engine, request.statement), request.maxRows);
    case 'endCursor':
      statementOf(engine, request.statement).cursor = undefined;
      return null;
    case 'endStatement':
      end(engine, request.statement);
      return null;
    case 'interrupt':
      engine.statements.get(request.statement)?.interrupts.ask();
      return null;
    case 'columns':
      return inTurn(engine, () => columns(engine, request.key));
    case 'shadow':
    case 'pgDescribe':
    case 'pgQuery':
      throw new SqlError('XX000', `the engine does not do ${request.op}`);
  }
};
