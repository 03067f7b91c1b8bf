import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryService } from './service.ts';
import { askOnce, serviceOver } from './testing/ask.ts';
import { schema, temp } from './testing/metric.ts';
import { tenantA, testStores } from './testing/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-canary-'));
const file = join(folder, 'canary.csv');
writeFileSync(file, 'secret\ncanary-7f3a\n');

let query: QueryService;
beforeAll(async () => {
  const stores = testStores();
  stores.setSchema(tenantA, schema());
  stores.add(tenantA, [temp({ f1: 1 })]);
  query = await serviceOver(stores);
});
afterAll(() => query.close());

/** Each must be refused wherever it stands. */
const calls = [
  `read_csv('${file}')`, `read_csv_auto('${file}')`, `read_text('${file}')`, `read_blob('${file}')`, `read_json('${file}')`, `read_json_auto('${file}')`,
  `read_ndjson_objects('${file}')`, `read_parquet('${file}')`, `parquet_scan('${file}')`, `parquet_metadata('${file}')`, `glob('${folder}/*')`,
  `sniff_csv('${file}')`, `read_duckdb('${file}')`, 'duckdb_settings()', 'duckdb_tables()', 'duckdb_secrets()', 'duckdb_columns()', 'duckdb_functions()',
  'pragma_version()', 'pragma_database_size()', "pragma_table_info('sluice_table_1')", "query('SELECT 1')", "query_table('sluice_table_1')", "which_secret('x', 's3')",
  "sql_auto_complete('SEL')", "seq_scan('sluice_table_1')", "json_execute_serialized_sql('{}')", 'duckdb_logs()', 'enable_logging()', 'checkpoint()', 'force_checkpoint()',
  'test_all_types()', 'icu_calendar_names()', 'arrow_scan(1, 2, 3)', 'main.read_text(\'x\')', 'system.main.duckdb_settings()',
]; // prettier-ignore
const scalars = [
  "getenv('HOME')", "current_setting('temp_directory')", "current_setting('allowed_directories')", "json_serialize_sql('SELECT 1')", "json_deserialize_sql('{}')",
  "json_serialize_plan('SELECT 1')", "getvariable('x')", "nextval('x')", "currval('x')", "write_log('x')", 'sleep_ms(1)', 'pg_sleep(1)', 'setseed(0.5)', 'current_query()',
  "in_search_path('a', 'b')", 'txid_current()', "error('x')", "cast_to_type('1', 1)", '__internal_compress_string_hugeint(\'x\')', 'current_connection_id()',
]; // prettier-ignore
const places = [
  (call: string) => `SELECT ${call}`,
  (call: string) => `SELECT value FROM temp WHERE (${call})::VARCHAR = 'x'`,
  (call: string) => `WITH a AS (SELECT ${call} AS x) SELECT * FROM a`,
  (call: string) => `SELECT * FROM temp t, LATERAL (SELECT ${call}) l`,
  (call: string) => `SELECT list_transform([1], lambda x: ${call})`,
  (call: string) => `SELECT coalesce(upper(max((SELECT ${call}))::VARCHAR), 'x') FROM temp`,
  (call: string) => `SELECT 1 ORDER BY ${call}`,
  (call: string) => `SELECT 1 LIMIT (SELECT ${call})`,
  (call: string) => `SELECT sum(value) FILTER (WHERE ${call} IS NULL) OVER (PARTITION BY ${call}) FROM temp`,
  (call: string) => `SELECT CASE WHEN true THEN ${call} END UNION ALL SELECT 1`,
  (call: string) => `VALUES (${call})`,
  (call: string) => `SELECT COLUMNS(c -> ${call}) FROM temp`,
  (call: string) => `SELECT * REPLACE (${call} AS value) FROM temp`,
];
const tables = [
  (call: string) => `SELECT * FROM ${call}`,
  (call: string) => `SELECT (SELECT count(*) FROM ${call})`,
  (call: string) => `WITH a AS (FROM ${call}) SELECT * FROM a`,
  (call: string) => `SELECT * FROM temp JOIN ${call} x ON true`,
  (call: string) => `SELECT * FROM temp WHERE EXISTS (FROM ${call})`,
  (call: string) => `SUMMARIZE SELECT * FROM ${call}`,
  (call: string) => `SELECT ARRAY(SELECT 1 FROM ${call})`,
  (call: string) => `(SELECT 1) UNION (SELECT 1 FROM ${call})`,
];
const statements = [
  `COPY temp TO '${folder}/out.csv'`, `COPY (SELECT 1) TO '${folder}/out.csv'`, `COPY temp FROM '${file}'`, "ATTACH 'x.db'", `ATTACH '${folder}/x.db' AS x`, 'DETACH memory',
  'PRAGMA version', "PRAGMA table_info('temp')", 'PRAGMA database_list', "SET memory_limit = '1TB'", 'SET threads = 64', 'SET lock_configuration = false', "SET GLOBAL temp_directory = '/'",
  "SET enable_external_access = true", 'RESET memory_limit', 'INSTALL httpfs', 'LOAD httpfs', "CALL pragma_version()", `EXPORT DATABASE '${folder}'`, `IMPORT DATABASE '${folder}'`,
  'CREATE TABLE x (a INT)', 'CREATE VIEW v AS SELECT 1', 'CREATE MACRO m() AS 1', 'CREATE SECRET s (TYPE s3)', 'DROP TABLE temp', 'DROP TABLE sluice_table_1', 'INSERT INTO temp VALUES (1)',
  'DELETE FROM temp', 'UPDATE temp SET value = 2', 'ALTER TABLE temp ADD COLUMN x INT', 'TRUNCATE temp', 'VACUUM', 'CHECKPOINT', 'EXPLAIN SELECT 1', 'EXPLAIN ANALYZE SELECT 1', 'USE memory',
  'PREPARE p AS SELECT 1', 'EXECUTE p', 'SET VARIABLE x = 1', 'COMMENT ON TABLE temp IS NULL', 'PIVOT temp ON value USING count(*)', 'MERGE INTO temp USING temp ON true WHEN MATCHED THEN DELETE',
  'WITH x AS (DELETE FROM temp RETURNING *) SELECT * FROM x', 'SET SESSION AUTHORIZATION x', 'LISTEN x', 'GRANT ALL ON temp TO x', 'DO $$ BEGIN END $$',
]; // prettier-ignore
const unreachable = [
  `SELECT * FROM '${file}'`, `SELECT * FROM "${file}"`, `FROM '${file}'`, "FROM 'x.csv'", 'SELECT * FROM sluice_table_1', 'SELECT * FROM main.sluice_table_1', 'SELECT * FROM memory.main.sluice_table_1',
  'SELECT * FROM sqlite_master', 'SELECT * FROM duckdb_tables', 'SELECT * FROM duckdb_settings', 'SELECT * FROM main.duckdb_settings', 'SELECT * FROM system.main.duckdb_settings', 'SELECT * FROM staged',
  'WITH duckdb_settings AS (SELECT 1) SELECT * FROM (SELECT 1) x, main.duckdb_settings', 'SELECT * FROM (WITH duckdb_tables AS (SELECT 1) SELECT 1) x, duckdb_tables', 'SELECT * FROM sluice_with_1',
  'WITH a AS (SELECT * FROM sluice_with_1) SELECT * FROM a', 'DESCRIBE sluice_table_1', 'SHOW TABLES', 'SHOW DATABASES', "SELECT 'x'::sluice_table_1", 'SELECT event_id FROM temp', 'SELECT rowid FROM temp', 'SELECT record_id FROM temp',
]; // prettier-ignore

const codes = new Set(['42501', '42601', '42P01', '42703', '42704', '0A000', '42883']);

const refusedWith = async (sql: string): Promise<string> => {
  try {
    const { rows } = await askOnce(query, tenantA, sql);
    return `ran: ${sql} → ${JSON.stringify(rows)}`;
  } catch (error) {
    const { sqlstate, message } = error as { sqlstate: string; message: string };
    return `${sqlstate}${message.includes(folder) && !sql.includes(folder) ? ` leaks ${message}` : ''}`;
  }
};

describe('refused', () => {
  it.each(calls)('%s in every place of a table', async (call) => {
    for (const place of tables) expect(await refusedWith(place(call)), place(call)).toBe('42501');
  });
  it.each([...scalars, ...calls])('%s in every place of an expression', async (call) => {
    for (const place of places)
      expect(await refusedWith(place(call)), place(call)).toMatch(/^(42501|42601)$/);
  });
  it.each(statements)('%s', async (sql) => expect(await refusedWith(sql)).toMatch(/^(42501|42601|0A000)$/));
  it.each(unreachable)('%s', async (sql) => expect(codes).toContain(await refusedWith(sql)));
  it('several statements in one', async () => {
    expect(await refusedWith('SELECT 1; DROP TABLE temp')).toMatch(/^(42501|42601)$/);
    expect(await refusedWith('SELECT 1; SELECT 2')).toBe('42601');
    const session = await query.open(tenantA, { keyId: 'K' });
    expect(await session.split("SELECT ';' ; -- ; \n SELECT $$;$$ /* ; */;")).toEqual([
      "SELECT ';'",
      '-- ; \n SELECT $$;$$ /* ; */',
    ]);
    await expect(session.split("SELECT 'x")).rejects.toMatchObject({ sqlstate: '42601' });
  });
});
