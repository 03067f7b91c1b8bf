import { readRange, readVariables } from '@sluice/core/layout';
import type { StreamSettings } from './settings.ts';

/** What the function is told by its environment. Throws, with the names, when one is missing. */
export const config = readVariables('scale-streams', process.env);

const settingsOf = (stream: string, variable: 'RAW_SHARDS' | 'STAGED_SHARDS'): readonly StreamSettings[] => {
  const range = readRange(variable, config[variable]);
  const throttledUnitPrice = Number(config.THROTTLED_UNIT_PRICE);
  return range === undefined ? [] : [{ stream, min: range.least, max: range.most, throttledUnitPrice }];
};

/** The streams whose shards are ours to change. */
export const streams: readonly StreamSettings[] = [
  ...settingsOf(config.RAW_STREAM, 'RAW_SHARDS'),
  ...settingsOf(config.STAGED_STREAM, 'STAGED_SHARDS'),
];
