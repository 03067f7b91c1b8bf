import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnOf, ReadLines, ReadParquet, ReadText } from '../plan/plan.ts';
import { list, literal, typeOf } from './duckdb-dialect.ts';

/** The longest line that is read, bytes: the front door's limit for an event, escaped in the worst way, and its envelope. */
const lineBytes = 33_554_432;

const create = (name: string, select: string, once = false): string =>
  `CREATE OR REPLACE TEMP ${once ? 'VIEW' : 'TABLE'} ${name} AS ${select}`;

const emptyOf = (columns: readonly ColumnOf[]): string =>
  `SELECT ${columns.map(([name, type]) => `CAST(NULL AS ${typeOf(type)}) AS "${name}"`).join(', ')} WHERE false`;

const textsOf = (name: string, at: 1 | 2): string =>
  `map(map_keys("${name}"), list_transform(map_values("${name}"), lambda pair: pair[${at}]))`;

/** An object that is absent is an empty map, so that what is looked up in it is NULL. */
const mapOf = (type: string, name: string): string =>
  type.startsWith('MAP') ? `coalesce("${name}", MAP {}) AS "${name}"` : `"${name}"`;

export const readLines = async (connection: DuckDBConnection, step: ReadLines): Promise<void> => {
  const { name, paths, columns, pairs } = step;
  if (paths.length === 0) {
    const maps = pairs.flatMap((one) => [`${one}_kinds`, `${one}_texts`]);
    const all = [...columns, ...maps.map((one): ColumnOf => [one, 'MAP<STRING, STRING>'])];
    await connection.run(create(name, emptyOf(all)));
    return;
  }
  const types = [
    ...columns.map(([column, type]) => `${literal(column)}: ${literal(typeOf(type))}`),
    ...pairs.map((column) => `${literal(column)}: 'MAP(VARCHAR, VARCHAR[])'`),
  ];
  const selected = [
    ...columns.map(([column, type]) => mapOf(type, column)),
    ...pairs.flatMap((column) => [
      `coalesce(${textsOf(column, 1)}, MAP {}) AS "${column}_kinds"`,
      `coalesce(${textsOf(column, 2)}, MAP {}) AS "${column}_texts"`,
    ]),
  ];
  const source = `read_json(${list(paths)}, format = 'newline_delimited', compression = 'auto_detect', ignore_errors = true,
    columns = {${types.join(', ')}}, maximum_object_size = ${lineBytes})`;
  const select = `SELECT ${selected.join(', ')} FROM ${source}`;
  await connection.run(create(name, select, step.once));
};

export const readText = async (
  connection: DuckDBConnection,
  { name, paths }: ReadText,
  isWanted: boolean,
): Promise<void> => {
  const source = `read_csv(${list(paths)}, columns = {'value': 'VARCHAR'}, delim = '', quote = '', escape = '', header = false,
    auto_detect = false, max_line_size = ${lineBytes}, buffer_size = ${2 * lineBytes + 1})`;
  const select =
    isWanted && paths.length > 0 ? `SELECT value FROM ${source}` : emptyOf([['value', 'STRING']]);
  await connection.run(create(name, select));
};

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
