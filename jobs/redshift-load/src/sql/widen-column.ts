import type { Column } from '../columns.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { identifier } from '@sluice/core/warehouse';
import type { Target } from '@sluice/core/warehouse';

/** Cannot run in a transaction on Redshift (AWS-FACTS 1.9). Doing it twice changes nothing. */
export const widenColumn = ({ typeOf }: Dialect, { table }: Target, column: Column): string =>
  `ALTER TABLE ${table} ALTER COLUMN ${identifier(column.name)} TYPE ${typeOf(column)}`;
