import type { Column, ColumnType } from '../columns.ts';
import { distinctFiles } from '../copy-manifest.ts';
import { createStageFrom } from '../sql/create-stage-from.ts';
import { readStage } from '../sql/read-stage.ts';
import type { Dialect } from './dialect.ts';

const types: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  map: 'MAP(VARCHAR, VARCHAR)',
};

const typeOf = ({ type }: Column): string => types[type];

/**
 * The warehouse of one machine. No lock: the port runs one batch at a time. No limits but the machine's, and texts have no sizes.
 * @param pathOf the file of an object of the store that has the load files
 */
export const duckdb = (pathOf: (key: string) => string): Dialect => ({
  limits: { columns: Infinity, textBytes: Infinity, statementBytes: Infinity },
  catalogue: 'information_schema.columns',
  catalogueTypes: types,
  typeOf,
  tableOptions: '',
  viewOptions: '',
  failWhen: (condition) => `CASE WHEN ${condition} THEN error('this guard does not hold') ELSE 1 END`,
  hourOf: (column) => `${column} // 3600000`,
  digest: (recordId, index) => `CAST('0x' || substr(md5(${recordId} || ':' || ${index}), 1, 8) AS BIGINT)`,
  lock: undefined,
  createStage: createStageFrom,
  fillStage: (load, columns) =>
    readStage(
      columns,
      typeOf,
      distinctFiles(load).map(({ key }) => pathOf(key)),
    ),
  manifestOf: () => undefined,
});
