import { identifier } from '@sluice/core/warehouse';
import { stage, type Target } from '@sluice/core/warehouse';
import { isSameEvent } from './is-before.ts';

/** Inserts new events and replaces corrected ones whole: `columns` are all of the table's, so that none keeps a value of the row before. */
export const mergeStage = ({ table, name }: Target, columns: readonly string[]): string => {
  const names = columns.map(identifier);
  const values = names.map((column) => `${stage}.${column}`);
  return [
    `MERGE INTO ${table} USING ${stage} ON ${isSameEvent(name, stage)}`,
    `WHEN MATCHED THEN UPDATE SET ${names.map((column, i) => `${column} = ${values[i] ?? ''}`).join(', ')}`,
    `WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${values.join(', ')})`,
  ].join(' ');
};
