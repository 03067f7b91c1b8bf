import type { Dialect } from '../dialects/dialect.ts';
import { stage } from '@sluice/core/warehouse';

/** Fails unless the stage holds exactly the rows that the manifest names. */
export const guardRowCount = ({ failWhen }: Dialect, rows: number): string =>
  `SELECT ${failWhen(`COUNT(*) <> ${rows}`)} FROM ${stage}`;
