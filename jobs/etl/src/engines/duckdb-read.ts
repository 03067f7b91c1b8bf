import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnOf, ReadLines, ReadParquet, ReadText } from '../plan/plan.ts';
import { archiveLineBytes } from '@sluice/core/lake';
import { list, literal, typeOf } from './duckdb-dialect.ts';
import { loadTexts } from './duckdb-texts.ts';

const create = (name: string, select: string, once = false): string =>
  `CREATE OR REPLACE TEMP ${once ? 'VIEW' : 'TABLE'} ${name} AS ${select}`;

const emptyOf = (columns: readonly ColumnOf[]): string =>
  `SELECT ${columns.map(([name, type]) => `CAST(NULL AS ${typeOf(type)}) AS "${name}"`).join(', ')} WHERE false`;

const textsOf = (name: string, at: 1 | 2): string =>
  `map(map_keys("${name}"), list_transform(map_values("${name}"), lambda pair: pair[${at}]))`;

/** An object that is absent is an empty map, so that what is looked up in it is NULL. */
const mapOf = (type: string, name: string): string =>
  type.startsWith('MAP') ? `coalesce("${name}", MAP {}) AS "${name}"` : `"${name}"`;

/** DuckDB's own reader: quick, and fails at a line that is no JSON object of the columns. */
const readJson = (paths: readonly string[], types: readonly (readonly [string, string])[]): string => {
  const columns = types.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(', ');
  // Without `ignore_errors`: with it, a line that is cut behind a colon takes the next one with it without a word.
  return `read_json(${list(paths)}, format = 'newline_delimited', compression = 'auto_detect', columns = {${columns}}, maximum_object_size = ${archiveLineBytes})`;
};

/** What `readJson` fails with, of lines alone. */
export const isOfLine = (message: string): boolean => /Malformed JSON|JSON transform error/.test(message);

/** Each line by itself, as Spark reads them: what is no JSON object has NULLs, and a value of another type is NULL. */
const readCarefully = (texts: string, types: readonly (readonly [string, string])[]): string => {
  const structure = literal(JSON.stringify(Object.fromEntries(types)));
  const selected = types.map(([name]) => `line."${name}" AS "${name}"`).join(', ');
  return `(SELECT ${selected} FROM (SELECT CASE WHEN json_valid(value) THEN json_transform(value, ${structure}) END AS line FROM ${texts}) lines_of_texts)`;
};

/** @param isCareful reads each line by itself: several times slower, and no bad line does anything to another */
export const readLines = async (
  connection: DuckDBConnection,
  step: ReadLines,
  isCareful: boolean,
): Promise<void> => {
  const { name, paths, columns, pairs } = step;
  if (paths.length === 0) {
    const maps = pairs.flatMap((one) => [`${one}_kinds`, `${one}_texts`]);
    const all = [...columns, ...maps.map((one): ColumnOf => [one, 'MAP<STRING, STRING>'])];
    await connection.run(create(name, emptyOf(all)));
    return;
  }
  const types = [
    ...columns.map(([column, type]) => [column, typeOf(type)] as const),
    ...pairs.map((column) => [column, 'MAP(VARCHAR, VARCHAR[])'] as const),
  ];
  const selected = [
    ...columns.map(([column, type]) => mapOf(type, column)),
    ...pairs.flatMap((column) => [
      `coalesce(${textsOf(column, 1)}, MAP {}) AS "${column}_kinds"`,
      `coalesce(${textsOf(column, 2)}, MAP {}) AS "${column}_texts"`,
    ]),
  ];
  if (isCareful) await loadTexts(connection, `${name}_texts`, paths);
  const source = isCareful ? readCarefully(`${name}_texts`, types) : readJson(paths, types);
  const select = `SELECT ${selected.join(', ')} FROM ${source}`;
  await connection.run(create(name, select, step.once));
};

export const readText = (
  connection: DuckDBConnection,
  { name, paths }: ReadText,
  isWanted: boolean,
): Promise<void> => loadTexts(connection, name, isWanted ? paths : []);

const partitions: readonly ColumnOf[] = ['tenant', 'metric', 'day', 'file'].map((name) => [name, 'STRING']);

/** Files of other schemas are read by the names of their columns; what none of them has is NULL. */
export const readParquet = async (
  connection: DuckDBConnection,
  { name, columns, once }: ReadParquet,
  paths: readonly string[],
): Promise<void> => {
  if (paths.length === 0) {
    await connection.run(create(name, emptyOf([...partitions, ...columns]), once));
    return;
  }
  const source = `read_parquet(${list(paths)}, union_by_name = true, filename = true, hive_partitioning = true,
    hive_types = {'tenant': VARCHAR, 'metric': VARCHAR, 'day': VARCHAR})`;
  const there = new Set(
    (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`))
      .getRows()
      .map(([column]) => String(column)),
  );
  const selected = columns.map(([column, type]) =>
    there.has(column)
      ? `CAST("${column}" AS ${typeOf(type)}) AS "${column}"`
      : `CAST(NULL AS ${typeOf(type)}) AS "${column}"`,
  );
  await connection.run(
    create(
      name,
      `SELECT tenant, metric, day, parse_filename(filename) AS file, ${selected.join(', ')} FROM ${source}`,
      once,
    ),
  );
};
