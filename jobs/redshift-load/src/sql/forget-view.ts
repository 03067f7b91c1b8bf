import { literal } from '../naming/identifier.ts';
import { opsTable, type Target } from '../target.ts';

export const forgetView = ({ schema }: Target, metric: string): string =>
  `DELETE FROM ${opsTable(schema, 'views')} WHERE metric = ${literal(metric)}`;
