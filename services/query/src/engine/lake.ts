import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, rowsOf } from './duckdb.ts';
import { describeFiles, identities, lakeView, oldRows } from './lake-sql.ts';
import { identityOf, visible } from './load-sql.ts';
import type { LakeTableFile, TableSpec } from './protocol.ts';
import type { TimeRange } from '../sql/scope.ts';

/** What a table knows of the lake. */
export interface LakeOfTable {
  files: readonly LakeTableFile[];
  /** Names of unknown fields in the files. */
  names: ReadonlySet<string>;
  /** The files that have rows which a row of the table takes the place of. */
  overPaths: ReadonlySet<string>;
  /** Views by the files that they read. */
  readonly views: Map<string, string>;
}

export const noLake = (): LakeOfTable => ({
  files: [],
  names: new Set(),
  overPaths: new Set(),
  views: new Map(),
});

const overOf = (engineName: string): string => `${engineName}_over`;

const pathsOf = (files: readonly LakeTableFile[]): readonly string[] => files.map(({ path }) => path);

/** Those that can hold a row of a time in the range. */
const filesIn = (files: readonly LakeTableFile[], { from, to }: TimeRange): readonly LakeTableFile[] =>
  files.filter(({ firstTimestamp, lastTimestamp }) => firstTimestamp <= to && lastTimestamp >= from);

const timesOf = async (connection: DuckDBConnection, table: string): Promise<TimeRange | undefined> => {
  const [row] = await rowsOf(
    connection,
    `SELECT min("timestamp"), max("timestamp") FROM ${identifier(table)}`,
  );
  return row?.[0] === null || row === undefined ? undefined : { from: Number(row[0]), to: Number(row[1]) };
};

/** The files that rows of a table must be compared with: those that can hold one of the same time. */
const filesToMeet = async (
  connection: DuckDBConnection,
  rows: string,
  among: readonly LakeTableFile[],
): Promise<readonly LakeTableFile[]> => {
  if (among.length === 0) return [];
  const times = await timesOf(connection, rows);
  return times === undefined ? [] : filesIn(among, times);
};

/** Paths of the files that are not there. */
const missing = (files: readonly LakeTableFile[], there: ReadonlySet<string>): readonly string[] =>
  pathsOf(files).filter((path) => !there.has(path));

/** What {@link settle} of rows that are about to go into the table needs and is not there. */
export const needsToSettle = async (
  connection: DuckDBConnection,
  lake: LakeOfTable,
  rows: string,
  there: ReadonlySet<string>,
): Promise<readonly string[]> => missing(await filesToMeet(connection, rows, lake.files), there);

/**
 * Compares rows of a table with files of the lake: a row that the files have, or have a later one of, goes; those of the files' rows that one of
 * the table's is later than are noted by where they stand. So a statement reads files as they are but for those
 * few.
 * @param rows the table itself, or the table of rows that are about to go into it
 */
export const settle = async (
  connection: DuckDBConnection,
  spec: TableSpec,
  engineName: string,
  lake: LakeOfTable,
  rows: string,
  among: readonly LakeTableFile[] = lake.files,
): Promise<void> => {
  const files = await filesToMeet(connection, rows, among);
  if (files.length === 0) return;
  const { key, order } = identityOf(spec);
  const place = (alias: string): string =>
    `row(${order
      .split(', ')
      .map((column) => `${alias}.${column}`)
      .join(', ')})`;
  const table = identifier(rows);
  await connection.run(`CREATE OR REPLACE TEMP TABLE met_lake AS
    SELECT held.rowid AS held_row, ${place('held')} > ${place('lake')} AS newer, ${key
      .split(', ')
      .map((column) => `held.${column}`)
      .join(
        ', ',
      )}, lake.path, lake.row FROM (${identities(spec, pathsOf(files))}) lake JOIN ${table} held USING (${key})`);
  await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT held_row FROM met_lake WHERE NOT newer)`);
  const over = identifier(overOf(engineName));
  // A row of the table that the files have by now no longer stands in for theirs. Rows about to go in never did.
  if (rows === engineName && lake.overPaths.size > 0)
    await connection.run(
      `DELETE FROM ${over} WHERE (${key}) IN (SELECT (${key}) FROM met_lake WHERE NOT newer)`,
    );
  const met = await rowsOf(connection, 'SELECT DISTINCT path FROM met_lake WHERE newer');
  if (met.length > 0) {
    await connection.run(`INSERT INTO ${over} SELECT ${key}, path, row FROM met_lake WHERE newer`);
    lake.overPaths = new Set([...lake.overPaths, ...met.map(([path]) => String(path))]);
    lake.views.clear();
  }
  await connection.run('DROP TABLE met_lake');
};

const columnsOf = async (
  connection: DuckDBConnection,
  files: readonly LakeTableFile[],
): Promise<ReadonlySet<string>> => {
  const old = files.filter(({ isCurrent }) => !isCurrent);
  if (old.length === 0) return new Set();
  return new Set((await rowsOf(connection, describeFiles(pathsOf(old)))).map(([name]) => String(name)));
};

export interface TakenFiles {
  readonly files: readonly LakeTableFile[];
  /** Of unknown fields in them. */
  readonly names: readonly string[];
  /** Paths of files that can be read now. */
  readonly there: ReadonlySet<string>;
}

/** Takes what files the table has by now; rows that they have too go. Takes none when it must read some that are not there: their paths. */
export const takeFiles = async (
  connection: DuckDBConnection,
  spec: TableSpec,
  engineName: string,
  lake: LakeOfTable,
  { files, names, there }: TakenFiles,
): Promise<readonly string[]> => {
  if (JSON.stringify(files) === JSON.stringify(lake.files)) return [];
  const known = new Set(pathsOf(lake.files));
  const added = files.filter(({ path }) => !known.has(path));
  const needs = missing(await filesToMeet(connection, engineName, added), there);
  if (needs.length > 0) return needs;
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${identifier(overOf(engineName))} ("timestamp" BIGINT, event_id VARCHAR, path VARCHAR, row BIGINT)`,
  );
  lake.files = files;
  lake.names = new Set(names);
  for (const view of lake.views.values()) await connection.run(`DROP VIEW IF EXISTS ${identifier(view)}`);
  lake.views.clear();
  await settle(connection, spec, engineName, lake, engineName, added);
  return [];
};

export const forgetLake = async (
  connection: DuckDBConnection,
  engineName: string,
  lake: LakeOfTable,
): Promise<void> => {
  for (const view of lake.views.values()) await connection.run(`DROP VIEW IF EXISTS ${identifier(view)}`);
  await connection.run(`DROP TABLE IF EXISTS ${identifier(overOf(engineName))}`);
};

/** Views of one table at a time; more are made again when they are needed. */
const mostViews = 32;

/** What {@link relationFor} a range reads, and is not there. */
export const needsOf = (lake: LakeOfTable, range: TimeRange, there: ReadonlySet<string>): readonly string[] =>
  missing(filesIn(lake.files, range), there);

/** What a statement reads that needs a range of a table: the table, or a view of it and of the files that can hold rows of the range. */
export const relationFor = async (
  connection: DuckDBConnection,
  spec: TableSpec,
  engineName: string,
  lake: LakeOfTable,
  range: TimeRange,
  newName: () => string,
): Promise<{ readonly name: string; readonly files: number }> => {
  const files = filesIn(lake.files, range);
  if (files.length === 0) return { name: engineName, files: 0 };
  const signature = files.map(({ path }) => path).join('\n');
  const known = lake.views.get(signature);
  if (known !== undefined) return { name: known, files: files.length };
  const name = newName();
  const { overPaths } = lake;
  // Of these files alone: others need not be on this machine.
  const there = await columnsOf(connection, files);
  await connection.run(
    lakeView(name, spec, { engineName, over: overOf(engineName), overPaths, files, there }),
  );
  const [oldest] = lake.views.keys();
  if (lake.views.size >= mostViews && oldest !== undefined) lake.views.delete(oldest);
  lake.views.set(signature, name);
  return { name, files: files.length };
};

/** Rows of files as rows to be loaded. */
export const selectLake = async (
  connection: DuckDBConnection,
  spec: TableSpec,
  paths: readonly string[],
): Promise<string> => {
  const there = new Set((await rowsOf(connection, describeFiles(paths))).map(([name]) => String(name)));
  return `SELECT * FROM (${oldRows(spec, paths, there)}) WHERE true${visible(spec, 'sent_name', 'received_at')}`;
};
