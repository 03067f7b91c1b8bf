import type { DuckDBConnection } from '@duckdb/node-api';
import { countOf, identifier, rowsOf } from './duckdb.ts';
import { createTable, fieldColumn, fromUnknown, identityOf, selectFiles } from './load-sql.ts';
import { needsToSettle, noLake, selectLake, settle, type LakeOfTable } from './lake.ts';
import type { Answers, FieldSpec, RequestOf, TableSpec } from './protocol.ts';

/** A table of the engine, with what is in it: one row for each visible event, duplicates and corrected rows already gone. */
export interface LoadedTable {
  spec: TableSpec;
  readonly engineName: string;
  /** Names of unknown fields seen in the data. */
  readonly unknown: Set<string>;
  readonly lake: LakeOfTable;
}

const transaction = async (connection: DuckDBConnection, work: () => Promise<void>): Promise<void> => {
  await connection.run('BEGIN TRANSACTION');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
};

/** Creates the table of a spec, empty. */
export const createLoaded = async (
  connection: DuckDBConnection,
  spec: TableSpec,
  engineName: string,
): Promise<LoadedTable> => {
  await connection.run(createTable(spec, engineName));
  return { spec, engineName, unknown: new Set(), lake: noLake() };
};

const sameField = (a: FieldSpec | undefined, b: FieldSpec): boolean =>
  a !== undefined &&
  a.id === b.id &&
  a.type === b.type &&
  JSON.stringify(a.names) === JSON.stringify(b.names);

/** True when a table can become that of `next` by adding columns alone. */
export const canGrow = (from: TableSpec, next: TableSpec): boolean =>
  from.kind === next.kind &&
  JSON.stringify([from.metricIds, from.tombstones]) === JSON.stringify([next.metricIds, next.tombstones]) &&
  from.fields.every((field, index) => sameField(next.fields[index], field));

/** Adds the columns of new fields; rows that came before get the value they hold among their unknown fields. */
export const grow = async (
  connection: DuckDBConnection,
  table: LoadedTable,
  next: TableSpec,
): Promise<void> => {
  const name = identifier(table.engineName);
  for (const field of next.fields.slice(table.spec.fields.length)) {
    await connection.run(`ALTER TABLE ${name} ADD COLUMN ${fieldColumn(field)}`);
    const names = field.names.filter((one) => table.unknown.has(one));
    if (names.length > 0)
      await connection.run(`UPDATE ${name} SET ${identifier(field.id)} = ${fromUnknown(field, names)}`);
  }
  table.spec = next;
  table.lake.views.clear();
};

const stage = async (
  connection: DuckDBConnection,
  spec: TableSpec,
  files: readonly string[],
  from: 'chunks' | 'lake',
): Promise<void> => {
  if (from === 'lake') {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE staged AS ${await selectLake(connection, spec, files)}`,
    );
    return;
  }
  const create = (exact: boolean) =>
    connection.run(`CREATE OR REPLACE TEMP TABLE staged AS ${selectFiles(spec, files, exact)}`);
  try {
    await create(true);
  } catch (error) {
    if (!(error instanceof Error) || !/transform|convert|cast/i.test(error.message)) throw error;
    await create(false);
  }
};

/** Keeps the last of the rows of one identity among those just read. */
const dedupeStaged = async (connection: DuckDBConnection, spec: TableSpec): Promise<void> => {
  const { key, order } = identityOf(spec);
  const twins = `SELECT ${key} FROM staged GROUP BY ${key} HAVING count(*) > 1`;
  if ((await countOf(connection, `SELECT count(*) FROM (${twins})`)) === 0) return;
  const descending = order.split(', ').map((column) => `${column} DESC`);
  await connection.run(`DELETE FROM staged WHERE rowid IN (SELECT row FROM (
    SELECT staged.rowid AS row, row_number() OVER (PARTITION BY ${key} ORDER BY ${descending.join(', ')}) AS place
    FROM staged SEMI JOIN (${twins}) twins USING (${key})) WHERE place > 1)`);
};

/** Compares with what is there: an older row is not put in, a row that is older than the new one goes. */
const dedupeAgainst = async (connection: DuckDBConnection, table: LoadedTable): Promise<void> => {
  const name = identifier(table.engineName);
  if ((await countOf(connection, `SELECT count(*) FROM ${name}`)) === 0) return;
  const { key, order } = identityOf(table.spec);
  const row = (alias: string) =>
    `row(${order
      .split(', ')
      .map((column) => `${alias}.${column}`)
      .join(', ')})`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE met AS SELECT staged.rowid AS new_row, held.rowid AS held_row, ${row('staged')} > ${row('held')} AS newer
    FROM staged JOIN ${name} held USING (${key})`);
  if ((await countOf(connection, 'SELECT count(*) FROM met')) === 0) return;
  await connection.run(`DELETE FROM ${name} WHERE rowid IN (SELECT held_row FROM met WHERE newer)`);
  await connection.run('DELETE FROM staged WHERE rowid IN (SELECT new_row FROM met WHERE NOT newer)');
};

const insert = async (connection: DuckDBConnection, table: LoadedTable): Promise<void> => {
  const { spec, unknown } = table;
  const names =
    spec.kind === 'errors'
      ? []
      : await rowsOf(connection, 'SELECT DISTINCT unnest(map_keys("unknown")) FROM staged');
  const seen = new Set(names.map(([name]) => String(name)));
  const replaced = spec.fields.flatMap((field) => {
    const found = field.names.filter((name) => seen.has(name));
    return found.length === 0
      ? []
      : [`coalesce(${identifier(field.id)}, ${fromUnknown(field, found)}) AS ${identifier(field.id)}`];
  });
  const columns = replaced.length === 0 ? '*' : `* REPLACE (${replaced.join(', ')})`;
  await connection.run(`INSERT INTO ${identifier(table.engineName)} BY NAME SELECT ${columns} FROM staged`);
  for (const name of seen) unknown.add(name);
};

/** Loads files of staged lines (or error records) into a table and gives the number of rows that came in. Statements see all of it or nothing. */
export const loadFiles = async (
  connection: DuckDBConnection,
  table: LoadedTable,
  { files, from = 'chunks', there }: Pick<RequestOf<'load'>, 'files' | 'from' | 'there'>,
): Promise<Answers['load']> => {
  await stage(connection, table.spec, files, from);
  let rows = 0;
  try {
    const needs = await needsToSettle(connection, table.lake, 'staged', new Set(there));
    if (needs.length > 0) return { needs };
    await dedupeStaged(connection, table.spec);
    await transaction(connection, async () => {
      await settle(connection, table.spec, table.engineName, table.lake, 'staged');
      await dedupeAgainst(connection, table);
      rows = await countOf(connection, 'SELECT count(*) FROM staged');
      await insert(connection, table);
    });
  } finally {
    await connection.run('DROP TABLE IF EXISTS staged');
    await connection.run('DROP TABLE IF EXISTS met');
  }
  return { rows };
};
