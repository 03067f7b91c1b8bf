import { stage, type Target } from '@sluice/core/warehouse';
import { isBefore, isSameEvent } from './is-before.ts';

/** MERGE has no condition on WHEN MATCHED (DESIGN.md 10): what is not newer than the target leaves the stage first. */
export const dropOlder = ({ table, name }: Target): string =>
  `DELETE FROM ${stage} USING ${table} WHERE ${isSameEvent(stage, name)} AND ${isBefore(stage, name, true)}`;
