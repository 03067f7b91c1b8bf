import { literal } from '@sluice/core/warehouse';
import { opsTable, type Target } from '@sluice/core/warehouse';

export const forgetView = ({ schema }: Target, metric: string): string =>
  `DELETE FROM ${opsTable(schema, 'views')} WHERE metric = ${literal(metric)}`;
