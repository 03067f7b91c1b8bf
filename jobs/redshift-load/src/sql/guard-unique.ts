import type { Dialect } from '../dialects/dialect.ts';
import { stage } from '@sluice/core/warehouse';

/** Fails when two rows of one identity are left, which MERGE would insert both. */
export const guardUnique = ({ failWhen }: Dialect): string =>
  `SELECT ${failWhen('COUNT(*) > 0')} FROM (SELECT "timestamp", "event_id" FROM ${stage} GROUP BY "timestamp", "event_id" HAVING COUNT(*) > 1) AS repeated`;
