import type { Dialect } from '../dialects/dialect.ts';
import { literal } from '@sluice/core/warehouse';
import type { Target } from '@sluice/core/warehouse';

/** The table as it is, and not as we left it: others may have changed it. */
export const readColumns = ({ catalogue }: Dialect, { plain }: Target): string =>
  `SELECT column_name, data_type, character_maximum_length FROM ${catalogue} WHERE table_schema = ${literal(plain.schema)} AND table_name = ${literal(plain.table)} ORDER BY ordinal_position`;
