import type { Column } from '../columns.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { identifier } from '../naming/identifier.ts';
import type { Target } from '../target.ts';

/** Cannot run in a transaction on Redshift (AWS-FACTS 1.9). Doing it twice changes nothing. */
export const widenColumn = ({ typeOf }: Dialect, { table }: Target, column: Column): string =>
  `ALTER TABLE ${table} ALTER COLUMN ${identifier(column.name)} TYPE ${typeOf(column)}`;
