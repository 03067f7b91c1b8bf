import { opsTable, type Target } from '@sluice/core/warehouse';

export const readViews = ({ schema }: Target): string =>
  `SELECT metric, name_hex, digest FROM ${opsTable(schema, 'views')} ORDER BY metric`;
