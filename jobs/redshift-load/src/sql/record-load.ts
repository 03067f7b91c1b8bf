import type { MetricLoad } from '@sluice/core/lake';
import { literal } from '@sluice/core/warehouse';
import { opsTable, stage, type Target } from '@sluice/core/warehouse';
import { isSameEvent } from './is-before.ts';

export interface Recorded {
  readonly sequence: number;
  readonly token: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The fact of loading, committed with the rows. Before the MERGE, as long as it can be counted what it will replace. */
export const recordLoad = (
  { schema, table, name }: Target,
  load: MetricLoad,
  { sequence, token, at }: Recorded,
): string => {
  const values = [
    literal(load.loadId),
    sequence,
    literal(load.metric),
    load.schemaVersion,
    load.files.length,
    load.rows,
    'COUNT(*)',
    `COUNT(${name}."event_id")`,
    at,
    literal(token),
  ];
  return `INSERT INTO ${opsTable(schema, 'manifest')} SELECT ${values.join(', ')} FROM ${stage} LEFT JOIN ${table} ON ${isSameEvent(stage, name)}`;
};
