import { stage, type Target } from '@sluice/core/warehouse';

/** As `create-stage.ts`, for DuckDB, which has no LIKE. */
export const createStageFrom = ({ table }: Target): string =>
  `CREATE TEMP TABLE ${stage} AS FROM ${table} LIMIT 0`;
