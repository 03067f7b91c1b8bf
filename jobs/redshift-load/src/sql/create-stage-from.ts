import { stage, type Target } from '../target.ts';

/** As `create-stage.ts`, for DuckDB, which has no LIKE. */
export const createStageFrom = ({ table }: Target): string =>
  `CREATE TEMP TABLE ${stage} AS FROM ${table} LIMIT 0`;
