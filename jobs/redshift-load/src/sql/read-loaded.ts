import { literal } from '@sluice/core/warehouse';
import { opsTable, type Target } from '@sluice/core/warehouse';

/** The truth about a load. */
export const readLoaded = ({ schema }: Target, loadId: string): string =>
  `SELECT load_id, loaded_at, rows_merged, rows_replaced FROM ${opsTable(schema, 'manifest')} WHERE load_id = ${literal(loadId)}`;
