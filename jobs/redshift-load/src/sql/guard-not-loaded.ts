import type { Dialect } from '../dialects/dialect.ts';
import { literal } from '@sluice/core/warehouse';
import { opsTable, type Target } from '@sluice/core/warehouse';

/** Fails when the load is in the manifest: before the COPY, to save it. */
export const guardNotLoaded = ({ failWhen }: Dialect, { schema }: Target, loadId: string): string =>
  `SELECT ${failWhen('COUNT(*) > 0')} FROM ${opsTable(schema, 'manifest')} WHERE load_id = ${literal(loadId)}`;
