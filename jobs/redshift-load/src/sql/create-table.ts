import type { Column } from '../columns.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { identifier } from '@sluice/core/warehouse';
import type { Target } from '@sluice/core/warehouse';

/** Without IF NOT EXISTS: a table that somebody made meanwhile has to be looked at first. */
export const createTable = (
  { typeOf, tableOptions }: Dialect,
  { table }: Target,
  columns: readonly Column[],
): string => {
  const lines = columns.map(
    (column) => `${identifier(column.name)} ${typeOf(column)}${column.notNull ? ' NOT NULL' : ''}`,
  );
  return `CREATE TABLE ${table} (${lines.join(', ')})${tableOptions}`;
};
