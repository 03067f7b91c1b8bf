import { resolve } from 'node:path';
import { defaultRetentionWeeks } from '@sluice/core/layout';

/** Settings of one machine, all from the environment. */
export interface LocalConfig {
  /** The data folder. */
  readonly data: string;
  readonly host: string;
  readonly httpPort: number;
  readonly sqlPort: number;
  readonly region: string;
  /** Web origins that may call. */
  readonly origins: readonly string[];
  readonly shards: number;
  readonly retentionWeeks: number;
  /** How long streams keep what all consumers have read. */
  readonly streamRetentionHours: number;
  /** How often the batch runs by itself; 0: only when asked. */
  readonly etlMinutes: number;
}

/** A setting that cannot be. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

const whole = (
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number => {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new BadSetting(
    `${name} is ${JSON.stringify(text)}; it takes a whole number from ${least} to ${most}`,
  );
};

/** Reads the settings (API.md 7); every one has a default. Throws BadSetting with the name, the value and what is possible. */
export const readConfig = (env: NodeJS.ProcessEnv): LocalConfig => ({
  data: resolve(env['SLUICE_DATA'] ?? './data'),
  host: env['SLUICE_HOST'] ?? '127.0.0.1',
  httpPort: whole(env, 'SLUICE_HTTP_PORT', 8080, 0, 65_535),
  sqlPort: whole(env, 'SLUICE_SQL_PORT', 5439, 0, 65_535),
  region: env['SLUICE_REGION'] ?? 'us-east-1',
  origins: (env['SLUICE_ORIGINS'] ?? '').split(',').filter((origin) => origin !== ''),
  shards: whole(env, 'SLUICE_SHARDS', 1, 1, 64),
  retentionWeeks: whole(env, 'SLUICE_RETENTION_WEEKS', defaultRetentionWeeks, 1, 520),
  etlMinutes: whole(env, 'SLUICE_ETL_MINUTES', 60, 0, 10_080),
  streamRetentionHours: whole(env, 'SLUICE_STREAM_RETENTION_HOURS', 24, 0, 8_760),
});
