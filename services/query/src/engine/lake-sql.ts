import { identifier, literal } from './duckdb.ts';
import { fieldColumn, fromUnknown, identityOf, visible } from './load-sql.ts';
import type { FieldSpec, LakeTableFile, TableSpec } from './protocol.ts';

/** The statements that read files of the lake, whose columns are named as those of the engine's tables (DESIGN.md 5). */
const ownColumns = [
  '"timestamp"',
  'event_id',
  'received_at',
  'record_id',
  'idx',
  'staged_at',
  'sent_name',
  '"unknown"',
];

const parquet = (paths: readonly string[], options = ''): string =>
  `read_parquet([${paths.map(literal).join(', ')}], hive_partitioning = false${options})`;

const typeOf = (field: FieldSpec): string => fieldColumn(field).slice(identifier(field.id).length + 1);

/** A field's value in a file that was written before it was declared as it is now: its column, if it had one, or what the names hold. */
const oldValue = (field: FieldSpec, there: ReadonlySet<string>): string => {
  const id = identifier(field.id);
  const held = fromUnknown(field, field.names);
  const column = there.has(field.id) ? `TRY_CAST(${id} AS ${typeOf(field)})` : undefined;
  return `${column === undefined ? held : `coalesce(${column}, ${held})`} AS ${id}`;
};

/** Rows of files whose columns are those of the table. */
const currentRows = (spec: TableSpec, paths: readonly string[]): string =>
  `SELECT ${[...ownColumns, ...spec.fields.map(({ id }) => identifier(id))].join(', ')} FROM ${parquet(paths)}`;

/** @param there the columns that any of the files has */
export const oldRows = (spec: TableSpec, paths: readonly string[], there: ReadonlySet<string>): string =>
  `SELECT ${[...ownColumns, ...spec.fields.map((field) => oldValue(field, there))].join(', ')} FROM ${parquet(paths, ', union_by_name = true')}`;

export const describeFiles = (paths: readonly string[]): string =>
  `DESCRIBE SELECT * FROM ${parquet(paths, ', union_by_name = true')}`;

/** What is needed to compare rows of files with rows of the table. */
export const identities = (spec: TableSpec, paths: readonly string[]): string => {
  const { key, order } = identityOf(spec);
  return `SELECT ${key}, ${order} FROM ${parquet(paths, ', union_by_name = true')} WHERE true${visible(spec, 'sent_name', 'received_at')}`;
};

export interface LakeParts {
  readonly engineName: string;
  /** A table of the identities of rows that take the place of rows of the lake; undefined while there are none. */
  readonly over: string | undefined;
  readonly files: readonly LakeTableFile[];
  readonly there: ReadonlySet<string>;
}

/** A table's rows, and those of files of the lake beside them. */
export const lakeView = (
  name: string,
  spec: TableSpec,
  { engineName, over, files, there }: LakeParts,
): string => {
  const pathsOf = (isCurrent: boolean) =>
    files.filter((file) => file.isCurrent === isCurrent).map(({ path }) => path);
  const [current, old] = [pathsOf(true), pathsOf(false)];
  const from = [
    ...(current.length === 0 ? [] : [currentRows(spec, current)]),
    ...(old.length === 0 ? [] : [oldRows(spec, old, there)]),
  ].join(' UNION ALL ');
  const own = [...ownColumns, ...spec.fields.map(({ id }) => identifier(id))].join(', ');
  const { key } = identityOf(spec);
  const notOver =
    over === undefined
      ? ''
      : ` AND NOT EXISTS (SELECT 1 FROM ${identifier(over)} held WHERE ${key
          .split(', ')
          .map((column) => `held.${column} = lake.${column}`)
          .join(' AND ')})`;
  return `CREATE OR REPLACE VIEW ${identifier(name)} AS SELECT ${own} FROM ${identifier(engineName)}
    UNION ALL SELECT ${own} FROM (${from}) lake WHERE true${visible(spec, 'sent_name', 'received_at')}${notOver}`;
};
