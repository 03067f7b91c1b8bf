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
const currentRows = (spec: TableSpec, paths: readonly string[], hasPlaces = false): string =>
  `SELECT ${columnsOf(spec).join(', ')}${hasPlaces ? placed : ''} FROM ${parquet(paths, hasPlaces ? withPlaces : '')}`;

/** @param there the columns that any of the files has */
export const oldRows = (
  spec: TableSpec,
  paths: readonly string[],
  there: ReadonlySet<string>,
  hasPlaces = false,
): string => {
  const columns = [...ownColumns, ...spec.fields.map((field) => oldValue(field, there))].join(', ');
  const options = `, union_by_name = true${hasPlaces ? withPlaces : ''}`;
  return `SELECT ${columns}${hasPlaces ? placed : ''} FROM ${parquet(paths, options)}`;
};

export const describeFiles = (paths: readonly string[]): string =>
  `DESCRIBE SELECT * FROM ${parquet(paths, ', union_by_name = true')}`;

/** What is needed to compare rows of files with rows of the table, and where each stands. */
export const identities = (spec: TableSpec, paths: readonly string[]): string => {
  const { key, order } = identityOf(spec);
  const from = parquet(paths, ', union_by_name = true, filename = true, file_row_number = true');
  return `SELECT ${key}, ${order}, filename AS path, file_row_number AS row FROM ${from} WHERE true${visible(spec, 'sent_name', 'received_at')}`;
};

export interface LakeParts {
  readonly engineName: string;
  /** The table of rows of files that a row of the table takes the place of. */
  readonly over: string;
  /** The files that have such rows. */
  readonly overPaths: ReadonlySet<string>;
  readonly files: readonly LakeTableFile[];
  readonly there: ReadonlySet<string>;
}

const columnsOf = (spec: TableSpec): readonly string[] => [
  ...ownColumns,
  ...spec.fields.map(({ id }) => identifier(id)),
];

/**
 * Rows of files but for those that others take the place of, which are left out by where they stand: their identities are not read. A join and
 * no NOT EXISTS: of a union DuckDB 1.5 first gathers the distinct places of all rows for that, which takes ten times as long.
 */
const withoutOver = (rows: string, over: string): string =>
  `SELECT placed.* FROM (${rows}) placed ANTI JOIN ${identifier(over)} held ON held.path = placed.path AND held.row = placed.row`;

const placed = ', filename AS path, file_row_number AS row';
const withPlaces = ', filename = true, file_row_number = true';

const branches = (spec: TableSpec, { over, overPaths, files, there }: LakeParts): readonly string[] => {
  const pathsOf = (isCurrent: boolean, hasOver: boolean): readonly string[] =>
    files
      .filter((file) => file.isCurrent === isCurrent && overPaths.has(file.path) === hasOver)
      .map(({ path }) => path);
  const some = (paths: readonly string[], select: (paths: readonly string[]) => string): readonly string[] =>
    paths.length === 0 ? [] : [select(paths)];
  return [
    ...some(pathsOf(true, false), (paths) => currentRows(spec, paths)),
    ...some(pathsOf(false, false), (paths) => oldRows(spec, paths, there)),
    ...some(pathsOf(true, true), (paths) => withoutOver(currentRows(spec, paths, true), over)),
    ...some(pathsOf(false, true), (paths) => withoutOver(oldRows(spec, paths, there, true), over)),
  ];
};

/** A table's rows, and those of files of the lake beside them. */
export const lakeView = (name: string, spec: TableSpec, parts: LakeParts): string => {
  const own = columnsOf(spec).join(', ');
  const hidden = visible(spec, 'sent_name', 'received_at');
  const lake = branches(spec, parts).map(
    (rows) => ` UNION ALL SELECT ${own} FROM (${rows}) lake WHERE true${hidden}`,
  );
  return `CREATE OR REPLACE VIEW ${identifier(name)} AS SELECT ${own} FROM ${identifier(parts.engineName)}${lake.join('')}`;
};
