import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryService } from '../service.ts';
import type { SqlSession } from '../sql-session.ts';
import { ask, serviceOver } from '../testing/ask.ts';
import { schema, temp } from '../testing/metric.ts';
import { tenantA, testStores, undeclared } from '../testing/store.ts';

let query: QueryService;
let session: SqlSession;
const stores = testStores();
beforeAll(async () => {
  stores.setSchema(tenantA, schema());
  stores.add(tenantA, [temp({ f1: 1 }), undeclared('raw', { a: '1' })]);
  query = await serviceOver(stores);
  session = await query.open(tenantA, { keyId: 'KEY' });
});
afterAll(() => query.close());

describe('what clients say besides SELECT', () => {
  it.each([
    ["SET application_name = 'psql'", 'SET'], ["SET client_encoding TO 'UTF8'", 'SET'], ['SET SESSION extra_float_digits = 3', 'SET'], ['SET DateStyle TO ISO, MDY', 'SET'],
    ["SET TIME ZONE 'UTC'", 'SET'], ["set timezone='Europe/Oslo'", 'SET'], ['SET search_path TO public, "$user"', 'SET'], ["SET NAMES 'utf8'", 'SET'], ['SET standard_conforming_strings = on', 'SET'],
    ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY', 'SET'], ['BEGIN', 'BEGIN'], ['START TRANSACTION READ ONLY', 'START TRANSACTION'], ['COMMIT', 'COMMIT'], ['ROLLBACK', 'ROLLBACK'],
    ['DISCARD ALL', 'DISCARD ALL'], ['DEALLOCATE ALL', 'DEALLOCATE ALL'], ['RESET application_name', 'RESET'], ['/* nothing */ ', ''], [';', ''],
  ])('%s', async (sql, tag) => {
    const statement = await session.prepare(sql);
    expect([statement.tag, statement.columns]).toEqual([tag, []]);
  }); // prettier-ignore

  it('SHOW tells what was set, and current_setting the same', async () => {
    await ask(session, "SET application_name = 'my app'");
    expect(await ask(session, 'SHOW application_name')).toMatchObject({
      names: ['application_name'],
      rows: [['my app']],
    });
    expect(
      (
        await ask(
          session,
          "SELECT current_setting('application_name'), current_user, current_schema(), version()",
        )
      ).rows[0],
    ).toMatchObject(['my app', 'KEY', 'public', /^PostgreSQL/]);
    await expect(ask(session, 'SHOW memory_limit')).rejects.toMatchObject({ sqlstate: '42704' });
    await expect(ask(session, "SET client_encoding = 'LATIN1'")).rejects.toMatchObject({ sqlstate: '22023' });
    await expect(ask(session, "SET statement_timeout = 'soon'")).rejects.toMatchObject({ sqlstate: '22023' });
  });
});

/** What psql 15 sends for `\dt` and `\d temp`, and JDBC for getTables and getColumns, shortened where the shape allows. */
describe('the catalogue', { timeout: 60_000 }, () => {
  it('lists the tables of the tenant as psql asks', async () => {
    const dt = `SELECT n.nspname as "Schema", c.relname as "Name", CASE c.relkind WHEN 'r' THEN 'table' END as "Type", pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
      FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema' ORDER BY 1,2`;
    expect((await ask(session, dt)).rows.map((row) => row.slice(0, 3))).toEqual([
      ['errors', 'stream', 'table'],
      ['public', 'raw', 'table'],
      ['public', 'temp', 'table'],
    ]);
  });

  it('describes a table as psql asks', async () => {
    const found = await ask(
      session,
      `SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname OPERATOR(pg_catalog.~) '^(temp)$' COLLATE pg_catalog.default AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3;`,
    );
    const oid = found.rows[0]?.[0] ?? '';
    const columns = await ask(
      session,
      `SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = '${oid}' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    );
    expect(columns.rows).toEqual([['timestamp', 'bigint', 'f'], ['value', 'integer', 'f'], ['place', 'text', 'f']]); // prettier-ignore
  });

  it('follows the schema, takes parameters, and stays read-only', async () => {
    const sql =
      'SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position';
    expect((await ask(session, sql, 'public', 'raw')).rows).toEqual([['timestamp', 'bigint'], ['a', 'text']]); // prettier-ignore
    stores.setSchema(tenantA, schema({ displayName: 'renamed', fields: [] }));
    expect((await ask(session, sql, 'public', 'renamed')).rows).toEqual([['timestamp', 'bigint']]);
    expect((await ask(session, sql, 'public', 'temp')).rows).toEqual([]);
    await expect(ask(session, "SELECT pg_catalog.lo_from_bytea(0, 'x')")).rejects.toMatchObject({
      sqlstate: '25006',
    });
    await expect(
      ask(session, 'WITH x AS (DELETE FROM pg_class RETURNING 1) SELECT * FROM x'),
    ).rejects.toMatchObject({ sqlstate: '25006' });
    await expect(ask(session, 'SELECT nope FROM pg_class')).rejects.toMatchObject({
      sqlstate: '42703',
      position: 8,
    });
  });
});
