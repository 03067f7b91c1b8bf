import type { Identifier } from '../identifier.ts';
import { opsTable } from '../target.ts';

/** The loads of a tenant's manifest above a sequence. */
export const listLoaded = (schema: Identifier, above: number): string =>
  `SELECT load_id, COUNT(*) AS times FROM ${opsTable(schema, 'manifest')} WHERE sequence > ${above} GROUP BY load_id ORDER BY load_id`;
