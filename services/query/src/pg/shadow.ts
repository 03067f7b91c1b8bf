import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { FieldType } from '@sluice/core/tenant-schema';
import type { Answers, ShadowTable } from '../engine/protocol.ts';
import type { SqlValue } from '../sql-session.ts';
import { typeOfOid } from './protocol-types.ts';

/**
 * A PostgreSQL in WebAssembly that holds the tenant's tables, empty, so that the metadata queries of psql and of drivers have a real catalogue
 * to answer from. It has no file system and no network of the machine.
 */
export interface Shadow {
  readonly db: PGlite;
  held: readonly ShadowTable[];
  turn: Promise<unknown>;
}

const pgTypes: Readonly<Record<FieldType, string>> = {
  STRING: 'text',
  INTEGER: 'integer',
  LONG: 'bigint',
  FLOAT: 'real',
  DOUBLE: 'double precision',
  BOOLEAN: 'boolean',
  BINARY: 'bytea',
};

/** PostgreSQL refuses a table of more columns. */
const mostColumns = 1500;

const quote = (name: string): string => `"${name.replaceAll('\0', '').replaceAll('"', '""')}"`;

/** Starts one; from the template if there is one, which takes a fifth of the time, else makes the template for the next. */
export const openShadow = async (template: string): Promise<Shadow> => {
  if (existsSync(template)) {
    const db = await PGlite.create({ loadDataDir: new Blob([await readFile(template)]) });
    return { db, held: [], turn: Promise.resolve() };
  }
  const db = await PGlite.create('memory://');
  await db.exec(
    `ALTER DATABASE postgres SET search_path = public; CREATE SCHEMA errors; UPDATE pg_database SET datname = 'sluice' WHERE datname = 'postgres'`,
  );
  const own = `${template}.${process.pid}`;
  await writeFile(own, Buffer.from(await (await db.dumpDataDir('none')).arrayBuffer()));
  await rename(own, template);
  return { db, held: [], turn: Promise.resolve() };
};

const inTurn = <T>(shadow: Shadow, work: () => Promise<T>): Promise<T> => {
  const turn = shadow.turn.then(work, work);
  shadow.turn = turn.catch(() => undefined);
  return turn;
};

const fullName = (table: ShadowTable): string => `${quote(table.schema)}.${quote(table.name)}`;

const createTable = (table: ShadowTable): string => {
  const names = new Set<string>();
  const columns = table.columns.slice(0, mostColumns).flatMap(({ name, type }) => {
    // PostgreSQL cuts names at 63 bytes; two that are alike then cannot both be shown.
    const cut = Buffer.from(name).subarray(0, 63).toString();
    if (name === '' || names.has(cut)) return [];
    names.add(cut);
    return [`${quote(name)} ${pgTypes[type]}`];
  });
  return `CREATE TABLE IF NOT EXISTS ${fullName(table)} (${columns.join(', ')})`;
};

/** Makes the shadow's tables those of the list; only what changed is touched. */
export const setShadow = (shadow: Shadow, tables: readonly ShadowTable[]): Promise<null> =>
  inTurn(shadow, async () => {
    const wanted = new Set(tables.map((table) => JSON.stringify(table)));
    const held = new Set(shadow.held.map((table) => JSON.stringify(table)));
    const gone = shadow.held.filter((table) => !wanted.has(JSON.stringify(table)));
    for (const table of gone) await shadow.db.exec(`DROP TABLE IF EXISTS ${fullName(table)}`);
    const created = tables.filter((table) => !held.has(JSON.stringify(table)));
    for (const table of created) await shadow.db.exec(createTable(table));
    shadow.held = tables;
    return null;
  });

const readOnly = <T>(shadow: Shadow, work: () => Promise<T>): Promise<T> =>
  inTurn(shadow, async () => {
    await shadow.db.exec('BEGIN READ ONLY');
    try {
      return await work();
    } finally {
      await shadow.db.exec('ROLLBACK');
    }
  });

const asText = (value: unknown): string => String(value);

export const describePg = (shadow: Shadow, sql: string): Promise<Answers['pgDescribe']> =>
  readOnly(shadow, async () => {
    const { resultFields, queryParams } = await shadow.db.describeQuery(sql);
    const columns = resultFields.map((field) => ({ name: field.name, type: typeOfOid(field.dataTypeID) }));
    return { columns, parameterCount: queryParams.length };
  });

const isRow = (row: unknown): row is readonly SqlValue[] =>
  Array.isArray(row) && row.every((value) => value === null || typeof value === 'string');

/** Runs one catalogue query in a read-only transaction; values as PostgreSQL writes them. */
export const queryPg = (
  shadow: Shadow,
  sql: string,
  parameters: readonly SqlValue[],
): Promise<Answers['pgQuery']> =>
  readOnly(shadow, async () => {
    const described = await shadow.db.describeQuery(sql);
    const parsers = Object.fromEntries(described.resultFields.map((field) => [field.dataTypeID, asText]));
    const serializers = Object.fromEntries(described.queryParams.map((param) => [param.dataTypeID, asText]));
    const result = await shadow.db.query<unknown>(sql, [...parameters], {
      rowMode: 'array',
      parsers,
      serializers,
    });
    const columns = result.fields.map((field) => ({ name: field.name, type: typeOfOid(field.dataTypeID) }));
    return { columns, rows: result.rows.filter(isRow) };
  });
