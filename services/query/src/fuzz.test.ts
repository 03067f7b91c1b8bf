import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ask, serviceOver } from './testing/ask.ts';
import { schema, temp } from './testing/metric.ts';
import { tenantA, tenantB, testStores, undeclared } from './testing/store.ts';

/**
 * Statements made from a grammar that mixes what is allowed with every way that is known to files, settings, the catalogue and other tenants.
 * Whatever runs must show none of the canaries.
 */
const folder = mkdtempSync(join(tmpdir(), 'sluice-fuzz-'));
const canary = 'CANARYa81c';
writeFileSync(join(folder, 'c.csv'), `x\n${canary}\n`);
const file = join(folder, 'c.csv');

const pick = (...texts: string[]) => fc.constantFrom(...texts);
/** Mostly what runs, so that many statements get past the binder with something wild in one place. */
const mostly = (tame: readonly string[], wild: readonly string[]) =>
  fc.oneof({ weight: 8, arbitrary: pick(...tame) }, { weight: 1, arbitrary: pick(...wild) });
const name = mostly(
  ['temp', 'old', 'raw', '"temp"', 'TEMP', 'errors.stream', 'public.temp', 'range(3)', "(VALUES ('x'))"],
  ['theirs', 'a', 'b', 'sluice_table_1', 'sluice_table_2', 'sluice_with_1', 'main.sluice_table_1', 'memory.main.sluice_table_1', 'duckdb_settings', 'duckdb_tables', 'sqlite_master',
    'main.duckdb_columns', 'staged', 'met', 'pg_class', 'pg_catalog.pg_settings', 'information_schema.tables', 'system.information_schema.columns', `'${file}'`, `"${file}"`, 'range', 'recurring.a'],
); // prettier-ignore
const column = mostly(
  ['1', "'x'", 'NULL', 'current_user', 'now()', 'version()', "'2'"],
  ['value', 'place', 'timestamp', '"value"', 'city', '_eventid', '_unknown', 'a.value', 'b.city', 't.place', 'x', 'rowid', 'event_id', 'secret', '#1', '$1', 'COLUMNS(*)'],
); // prettier-ignore
const shown = mostly(
  ['*', 'count(*)', 'COLUMNS(*)', '1'],
  ['a.*', 'b.*', 'temp', 'a', '* EXCLUDE (value)', "COLUMNS('.*')"],
);
const call = mostly(['upper', 'coalesce', 'to_json', 'list_value', 'concat', 'typeof', 'hash', 'any_value', 'row'], ['upper', 'sum', 'count', 'list_transform', 'getenv', 'current_setting', 'read_text', 'duckdb_settings', 'query', 'json_serialize_sql', 'json_execute_serialized_sql', 'struct_pack', 'list_value', 'list_aggregate',
  'glob', 'getvariable', 'array_agg', 'unnest', 'json_extract', 'apply', 'main.upper', 'pg_catalog.version', 'system.main.getenv', 'current_schemas', 'format_type']); // prettier-ignore
const tableCall = mostly(['range', 'generate_series', 'unnest'], ['read_csv', 'read_text', 'read_blob', 'read_json', 'glob', 'duckdb_settings', 'duckdb_tables', 'query', 'query_table', 'unnest', 'generate_series', 'range', 'pragma_table_info', 'sniff_csv', 'parquet_scan', 'seq_scan',
  'json_each', 'repeat_row', 'duckdb_secrets', 'sql_auto_complete', 'main.read_text']); // prettier-ignore
const secret = mostly(
  ['1', '2', '[1, 2]'],
  [
    `'${file}'`,
    `'${folder}/*'`,
    "'HOME'",
    "'temp_directory'",
    "'sluice_table_1'",
    `'SELECT * FROM read_text(''${file}'')'`,
    "['a']",
    '[1,2]',
    '1',
    "'{}'",
    "E'\\x27'",
    '$$x$$',
  ],
);

const { statement } = fc.letrec<{ expression: string; relation: string; select: string; statement: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    column,
    secret,
    fc.tuple(call, tie('expression')).map(([f, e]) => `${f}(${e})`),
    fc.tuple(call, tie('expression'), tie('expression')).map(([f, e, g]) => `${f}(${e}, ${g})`),
    fc.tuple(tie('expression'), pick('||', '=', 'LIKE', 'IS DISTINCT FROM', '->>', '~'), tie('expression')).map(([l, o, r]) => `((${l})::VARCHAR ${o} (${r})::VARCHAR)`),
    tie('select').map((s) => `(${s})`),
    tie('select').map((s) => `EXISTS (${s})`),
    tie('expression').map((e) => `CASE WHEN (${e}) IS NULL THEN ${e} END`),
    tie('expression').map((e) => `list_transform([1], lambda x: ${e})`),
    tie('expression').map((e) => `sum(${e}) OVER (PARTITION BY ${e} ORDER BY ${e})`),
    tie('expression').map((e) => `CAST(${e} AS VARCHAR)`),
    tie('expression').map((e) => `{'k': ${e}}.k`),
    tie('expression').map((e) => `[${e} for x in [1,2]]`),
  ),
  relation: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    name,
    fc.tuple(name, pick('a', 'b', 't', 'duckdb_settings', 'temp')).map(([n, a]) => `${n} AS ${a}`),
    fc.tuple(tableCall, secret).map(([f, s]) => `${f}(${s})`),
    fc.tuple(tableCall, tie('expression')).map(([f, e]) => `${f}(${e}) AS a`),
    tie('select').map((s) => `(${s}) AS b`),
    fc.tuple(tie('relation'), pick('JOIN', 'LEFT JOIN', 'NATURAL JOIN', 'POSITIONAL JOIN', 'ASOF JOIN', 'CROSS JOIN'), tie('relation'), pick('', 'ON true', 'USING (value)', 'ON a.value = b.value')).map((p) => p.join(' ')),
    fc.tuple(tie('relation'), tie('relation')).map(([l, r]) => `${l}, ${r}`),
    tie('expression').map((e) => `(VALUES (${e})) AS a(x)`),
    tie('select').map((s) => `LATERAL (${s}) AS t`),
  ),
  select: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(shown, tie('relation')).map(([e, r]) => `SELECT ${e} FROM ${r}`),
    fc.tuple(tie('expression'), tie('relation')).map(([e, r]) => `SELECT ${e} FROM ${r}`),
    fc.tuple(tie('relation')).map(([r]) => `FROM ${r}`),
    fc.tuple(tie('expression'), tie('relation'), tie('expression')).map(([e, r, w]) => `SELECT ${e} AS x FROM ${r} WHERE (${w}) IS NOT NULL`),
    fc.tuple(tie('expression'), tie('relation'), tie('expression')).map(([e, r, w]) => `SELECT ${e} FROM ${r} GROUP BY ${w} ORDER BY ${w} LIMIT 5`),
    fc.tuple(pick('a', 'temp', 'duckdb_settings', 'sluice_table_1', 'pg_class'), tie('select'), tie('select')).map(([n, s, t]) => `WITH ${n} AS (${s}) ${t}`),
    fc.tuple(tie('select'), pick('UNION', 'UNION ALL', 'EXCEPT'), tie('select')).map(([s, o, t]) => `(${s}) ${o} (${t})`),
    tie('expression').map((e) => `SELECT ${e}`),
    tie('relation').map((r) => `SELECT * EXCLUDE (value) FROM ${r}`),
    fc.tuple(pick('a', 'temp'), tie('select'), tie('select')).map(([n, s, t]) => `WITH RECURSIVE ${n} AS (${s} UNION ALL ${t}) SELECT * FROM ${n} LIMIT 3`),
  ),
  statement: fc.oneof(
    { weight: 30, arbitrary: tie('select') },
    { weight: 1, arbitrary: fc.tuple(pick('DESCRIBE', 'SUMMARIZE', 'EXPLAIN', 'SHOW', 'CALL', 'PRAGMA', 'COPY', 'EXPORT', 'ATTACH', 'LOAD', 'SET', 'CREATE TABLE x AS', 'INSERT INTO temp'), tie('select')).map(([v, s]) => `${v} ${s}`) },
    { weight: 1, arbitrary: tie('select').map((s) => `COPY (${s}) TO '${folder}/out.csv'`) },
    { weight: 1, arbitrary: fc.tuple(tie('select'), tie('select')).map(([s, t]) => `${s}; ${t}`) },
  ),
})); // prettier-ignore

it(
  'no statement reaches files, settings, the catalogue or another tenant',
  { timeout: 300_000 },
  async () => {
    const stores = testStores();
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [
      temp({ f1: 1, f2: 'mine' }, { unknown: { city: 'oslo' } }),
      undeclared('raw', { secret: 'own' }),
    ]);
    stores.setSchema(tenantB, schema());
    stores.add(tenantB, [
      temp({ f1: 2, f2: canary }),
      undeclared('theirs', { secret: canary }),
      undeclared('raw', { secret: canary }),
    ]);
    const query = await serviceOver(stores, { statementMs: 2_000 });
    const [mine, theirs] = [
      await query.open(tenantA, { keyId: 'K' }),
      await query.open(tenantB, { keyId: 'K' }),
    ];
    expect((await ask(theirs, 'SELECT place FROM temp')).rows).toEqual([[canary]]);
    for (const table of ['temp', 'raw', 'errors.stream']) await ask(mine, `SELECT * FROM ${table}`);
    const seed = Number(process.env['SLUICE_FUZZ_SEED'] ?? 20261123);
    const numRuns = Number(process.env['SLUICE_FUZZ_RUNS'] ?? 3000);
    const counts = new Map<string, number>();
    const forbidden = [canary, folder, 'temp_directory', 'sluice_table_', 'sluice_with_', 'sluice-query-'];
    // A constant of the statement may come back; what it names must not.
    const leaks = (sql: string, text: string) =>
      forbidden.filter((word) => text.includes(word) && !sql.includes(word));
    await fc.assert(
      fc.asyncProperty(statement, async (sql) => {
        let seen: string;
        try {
          const result = await ask(mine, sql);
          seen = JSON.stringify([result.names, result.rows]);
          counts.set('ran', (counts.get('ran') ?? 0) + 1);
        } catch (error) {
          const { sqlstate, message } = error as { sqlstate?: string; message: string };
          if (sqlstate === undefined) throw error;
          counts.set(sqlstate, (counts.get(sqlstate) ?? 0) + 1);
          seen = message;
          expect(sqlstate, `the engine broke on: ${sql}`).not.toMatch(/^57P0/);
        }
        expect(leaks(sql, seen), sql).toEqual([]);
        expect(seen.includes(canary) && !sql.includes(canary), sql).toBe(false);
      }),
      { seed, numRuns, endOnFailure: true },
    ); // fast-check prints the seed and the statement of a failure
    expect(readdirSync(folder)).toEqual(['c.csv']);
    expect(counts.get('ran') ?? 0).toBeGreaterThan(numRuns / 10);
    console.info(`fuzz: ${[...counts].map(([code, n]) => `${code} ${n}`).join(', ')}`);
    await query.close();
  },
);
