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

/** An empty value is none: `SLUICE_DATA=` would else be the working folder. */
const given = (env: NodeJS.ProcessEnv, name: string): string | undefined => env[name] || undefined;

const whole = (
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number => {
  const text = given(env, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new BadSetting(
    `${name} is ${JSON.stringify(text)}; it takes a whole number from ${least} to ${most}`,
  );
};

/** As a browser sends it: scheme, host and port, nothing else. */
const isOrigin = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
};

const originsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  const origins = (given(env, 'SLUICE_ORIGINS') ?? '').split(',').flatMap((one) => one.trim() || []);
  const wrong = origins.find((one) => !isOrigin(one));
  if (wrong === undefined) return origins;
  throw new BadSetting(
    `SLUICE_ORIGINS has ${JSON.stringify(wrong)}; it takes origins such as https://app.example.com, with commas between them`,
  );
};

/** Reads the settings (API.md 7); every one has a default. Throws BadSetting with the name, the value and what is possible. */
export const readConfig = (env: NodeJS.ProcessEnv): LocalConfig => ({
  data: resolve(given(env, 'SLUICE_DATA') ?? './data'),
  host: given(env, 'SLUICE_HOST') ?? '127.0.0.1',
  httpPort: whole(env, 'SLUICE_HTTP_PORT', 8080, 0, 65_535),
  sqlPort: whole(env, 'SLUICE_SQL_PORT', 5439, 0, 65_535),
  region: given(env, 'SLUICE_REGION') ?? 'us-east-1',
  origins: originsOf(env),
  shards: whole(env, 'SLUICE_SHARDS', 1, 1, 64),
  retentionWeeks: whole(env, 'SLUICE_RETENTION_WEEKS', defaultRetentionWeeks, 1, 520),
  etlMinutes: whole(env, 'SLUICE_ETL_MINUTES', 60, 0, 10_080),
  streamRetentionHours: whole(env, 'SLUICE_STREAM_RETENTION_HOURS', 24, 0, 8_760),
});
