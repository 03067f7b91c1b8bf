import { identifier } from '@sluice/core/warehouse';
import { stage } from '@sluice/core/warehouse';
import { isBefore, isSameEvent } from './is-before.ts';

const newer = identifier('newer');

/** Leaves the last of each identity in the stage. */
export const dropRepeated = (): string =>
  `DELETE FROM ${stage} USING ${stage} AS ${newer} WHERE ${isSameEvent(stage, newer)} AND ${isBefore(stage, newer, false)}`;
