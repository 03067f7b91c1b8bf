import type { Column } from '../columns.ts';
import { identifier, pathLiteral } from '@sluice/core/warehouse';
import { stage } from '@sluice/core/warehouse';

/** COPY of DuckDB: an absent or broken file, and a value that does not fit, fail it. */
export const readStage = (
  columns: readonly Column[],
  typeOf: (column: Column) => string,
  paths: readonly string[],
): string => {
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  const types = columns.map((column) => `${identifier(column.name)}: '${typeOf(column)}'`).join(', ');
  return `INSERT INTO ${stage} (${names}) SELECT ${names} FROM read_json([${paths.map(pathLiteral).join(', ')}], format = 'newline_delimited', compression = 'auto_detect', columns = {${types}})`;
};
