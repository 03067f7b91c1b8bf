import type { Column } from '../columns.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { identifier } from '@sluice/core/warehouse';
import type { Target } from '@sluice/core/warehouse';

/** Redshift takes one column a statement. */
export const addColumn = ({ typeOf }: Dialect, { table }: Target, column: Column): string =>
  `ALTER TABLE ${table} ADD COLUMN ${identifier(column.name)} ${typeOf(column)}`;
