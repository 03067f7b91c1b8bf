import { PGlite } from '@electric-sql/pglite';
import type { ObjectStore } from '@sluice/core/ports';
import { copy, isCopy } from './copy.ts';
import { catalogueView, functions, isOutsideOnly, translate } from './translate.ts';

/** Rows of a statement, by column in order. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export type Ran =
  | { readonly ok: true; readonly results: readonly Result[] }
  | { readonly ok: false; readonly at: number; readonly error: string };

/** PostgreSQL in process, taking Redshift's SQL. Start it once for a suite: it takes two seconds. */
export interface Engine {
  readonly pg: PGlite;
  /** All or none of it; one statement alone outside of a transaction. */
  run(statements: readonly string[], objects: ObjectStore): Promise<Ran>;
}

const valueOf = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? value
    : (value as string | number | bigint | boolean).toString();
};

/** A late-binding view does not hold its table, as one of PostgreSQL does. */
const withoutViews = async (pg: PGlite, sql: string): Promise<void> => {
  const [, schema = ''] = /^ALTER TABLE "([^"]+)"/.exec(sql) ?? [];
  const { rows } = await pg.query<{ name: string; text: string }>(
    'SELECT viewname AS name, definition AS text FROM pg_views WHERE schemaname = $1',
    [schema],
  );
  const nameOf = (name: string): string => `"${schema}"."${name.replaceAll('"', '""')}"`;
  for (const { name } of rows) await pg.exec(`DROP VIEW ${nameOf(name)}`);
  await pg.exec(sql);
  for (const { name, text } of rows) await pg.exec(`CREATE VIEW ${nameOf(name)} AS ${text}`);
};

const runOne = async (
  pg: PGlite,
  objects: ObjectStore,
  sql: string,
  isInTransaction: boolean,
): Promise<Result> => {
  const text = translate(sql);
  if (isCopy(text)) await copy(pg, objects, text);
  else if (isOutsideOnly(text)) {
    if (isInTransaction) throw new Error('ALTER TABLE ALTER COLUMN cannot run inside a transaction block');
    await withoutViews(pg, text);
  } else {
    const { fields, rows } = await pg.query<unknown[]>(text, [], { rowMode: 'array' });
    return { columns: fields.map(({ name }) => name), rows: rows.map((row) => row.map(valueOf)) };
  }
  return { columns: [], rows: [] };
};

const run = async (pg: PGlite, objects: ObjectStore, statements: readonly string[]): Promise<Ran> => {
  const isInTransaction = statements.length > 1;
  const results: Result[] = [];
  try {
    // A read takes the snapshot, LOCK does not: as on Redshift.
    if (isInTransaction) await pg.exec('BEGIN ISOLATION LEVEL REPEATABLE READ');
    for (const sql of statements) results.push(await runOne(pg, objects, sql, isInTransaction));
    if (isInTransaction) await pg.exec('COMMIT');
    return { ok: true, results };
  } catch (error) {
    if (isInTransaction) await pg.exec('ROLLBACK');
    return { ok: false, at: results.length, error: (error as Error).message };
  }
};

export const startEngine = async (): Promise<Engine> => {
  const pg = await PGlite.create();
  await pg.exec(catalogueView);
  await pg.exec(functions);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    pg,
    run: (statements, objects) => {
      const done = turn.then(() => run(pg, objects, statements));
      turn = done;
      return done;
    },
  };
};
