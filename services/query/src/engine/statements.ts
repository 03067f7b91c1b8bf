import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api';
import { SqlError, type Column, type SqlType, type SqlValue } from '../sql-session.ts';
import { checkRewritten } from '../sql/check.ts';
import type { TableMention } from '../sql/context.ts';
import { placesOf, type Places } from '../sql/places.ts';
import { checkStatement, rewrite, type CheckedStatement, type Rewritten } from '../sql/rewrite.ts';
import type { EngineTable } from '../sql/scope.ts';
import { parseTree } from '../sql/tree.ts';
import { identifier, oneText } from './duckdb.ts';
import { interruptsOf, type Interrupts } from './interrupts.ts';
import type { Answers, Bound } from './protocol.ts';
import { sqlTypeOf, textFormat } from './values.ts';

const serialize =
  'SELECT json_serialize_sql($1::VARCHAR, skip_default := false, skip_empty := false, skip_null := false)::VARCHAR';

interface Cursor {
  readonly result: DuckDBResult;
  readonly types: readonly SqlType[];
  waiting: SqlValue[][];
  ended: boolean;
}

/** A statement with a connection of its own, so that it can be interrupted alone and its rows fetched while others run. */
export interface OpenStatement {
  readonly checked: CheckedStatement;
  readonly places: Places;
  readonly connection: DuckDBConnection;
  readonly interrupts: Interrupts;
  cursor: Cursor | undefined;
  /** True while its connection is in a transaction that holds what it reads as it was. */
  isPinned: boolean;
  /** Files of the lake that are there for it. */
  reads: readonly string[];
}

/** Parses and checks a text. */
export const parseStatement = async (
  instance: DuckDBInstance,
  sql: string,
  sessionFunctions: ReadonlySet<string>,
): Promise<OpenStatement> => {
  const connection = await instance.connect();
  try {
    const checked = checkStatement(sql, await oneText(connection, serialize, sql), sessionFunctions);
    return {
      checked,
      places: placesOf(sql),
      connection,
      interrupts: interruptsOf(connection),
      cursor: undefined,
      isPinned: false,
      reads: [],
    };
  } catch (error) {
    connection.disconnectSync();
    throw error;
  }
};

const sameMention = (a: TableMention, b: TableMention): boolean =>
  a.name === b.name && a.schema === b.schema && a.catalog === b.catalog && a.quoted === b.quoted;

/** Resolves a statement's names against the tables that the service found for its mentions. */
export const planStatement = (
  statement: OpenStatement,
  bound: Bound,
  tableOf: (key: string) => EngineTable | undefined,
): Rewritten =>
  rewrite(
    statement.checked,
    bound.parameters,
    (mention) => {
      const index = statement.checked.mentions.findIndex((one) => sameMention(one, mention));
      const key = bound.keys[index];
      return key === null || key === undefined ? undefined : tableOf(key);
    },
    bound.facts,
  );

/** The text that runs: written by the engine from the rewritten tree, then parsed and judged once more. */
const finalText = async (statement: OpenStatement, rewritten: Rewritten): Promise<string> => {
  const text = await oneText(statement.connection, 'SELECT json_deserialize_sql($1::JSON)', rewritten.tree);
  const tree = parseTree(await oneText(statement.connection, serialize, text));
  checkRewritten(tree, rewritten.engineTables);
  return text;
};

const columnsOf = (
  count: number,
  name: (i: number) => string,
  type: (i: number) => SqlType,
): readonly Column[] => Array.from({ length: count }, (_, i) => ({ name: name(i), type: type(i) }));

/** Binds a statement and gives its columns. */
export const describeStatement = async (
  statement: OpenStatement,
  rewritten: Rewritten,
): Promise<Answers['describe']> => {
  const prepared = await statement.connection.prepare(await finalText(statement, rewritten));
  try {
    const type = (i: number) => sqlTypeOf(prepared.columnType(i));
    return {
      columns: columnsOf(prepared.columnCount, (i) => rewritten.columnName(prepared.columnName(i)), type),
    };
  } finally {
    prepared.destroySync();
  }
};

/** Starts a statement; its rows are fetched as they are asked for. */
export const openStatement = (
  statement: OpenStatement,
  rewritten: Rewritten,
): Promise<{ readonly columns: readonly Column[] }> =>
  statement.interrupts.during(() => startStatement(statement, rewritten));

const startStatement = async (
  statement: OpenStatement,
  rewritten: Rewritten,
): Promise<{ readonly columns: readonly Column[] }> => {
  const text = await finalText(statement, rewritten);
  statement.interrupts.check();
  const result = await statement.connection.stream(text);
  const types = result.columnTypes().map(sqlTypeOf);
  statement.cursor = { result, types, waiting: [], ended: false };
  return {
    columns: columnsOf(
      result.columnCount,
      (i) => rewritten.columnName(result.columnName(i)),
      (i) => types[i] ?? 'text',
    ),
  };
};

const readChunk = async (cursor: Cursor): Promise<void> => {
  const chunk = await cursor.result.fetchChunk();
  if (chunk === null || chunk.rowCount === 0) {
    cursor.ended = true;
    return;
  }
  const rows = chunk
    .getRows()
    .map((row) => row.map((value, i) => textFormat(value, cursor.types[i] ?? 'text')));
  cursor.waiting = cursor.waiting.length === 0 ? rows : [...cursor.waiting, ...rows];
};

/** Bytes of one answer to the service: wide rows come in smaller portions than were asked for. */
const portionBytes = 4_000_000;

const take = (cursor: Cursor, maxRows: number): SqlValue[][] => {
  let bytes = 0;
  let count = 0;
  while (count < maxRows && count < cursor.waiting.length && bytes < portionBytes) {
    for (const value of cursor.waiting[count] ?? []) bytes += value?.length ?? 0;
    count++;
  }
  const rows = cursor.waiting.slice(0, count);
  cursor.waiting = cursor.waiting.slice(count);
  return rows;
};

/** The next rows, at least one unless there are no more. */
export const fetchRows = async (statement: OpenStatement, maxRows: number): Promise<Answers['fetch']> => {
  const { cursor } = statement;
  if (cursor === undefined) throw new SqlError('34000', 'the statement has no open result');
  await statement.interrupts.during(async () => {
    while (!cursor.ended && cursor.waiting.length < maxRows && cursor.waiting.length < 8192) {
      statement.interrupts.check();
      await readChunk(cursor);
    }
  });
  const rows = take(cursor, maxRows);
  return { rows, done: cursor.ended && cursor.waiting.length === 0 };
};

/** From now on the statement sees these relations as they are now: what is loaded, moved or dropped later does not reach it. */
export const pin = async (statement: OpenStatement, relations: readonly string[]): Promise<void> => {
  await statement.connection.run('BEGIN TRANSACTION');
  statement.isPinned = true;
  // A transaction begins where it first looks.
  for (const name of relations) await statement.connection.run(`SELECT 1 FROM ${identifier(name)} LIMIT 0`);
};

export const unpin = async (statement: OpenStatement): Promise<void> => {
  if (!statement.isPinned) return;
  statement.isPinned = false;
  await statement.connection.run('ROLLBACK');
};

/** The rows that were not fetched are not wanted any more. */
export const endCursor = async (statement: OpenStatement): Promise<void> => {
  statement.cursor = undefined;
  await unpin(statement);
};

export const endStatement = (statement: OpenStatement): void => {
  statement.cursor = undefined;
  statement.connection.disconnectSync();
};
