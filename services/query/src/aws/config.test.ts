import { queryVariables } from '@sluice/core/layout';
import { describe, expect, it } from 'vitest';
import { readAwsConfig } from './config.ts';

const given: Readonly<Record<string, string>> = {
  ...Object.fromEntries(queryVariables.map((name) => [name, `some-${name.toLowerCase()}`])),
  RETENTION_WEEKS: '8',
  USER_ARN_PREFIX: 'arn:aws:iam::123456789012:user/sluice/dev/',
  SIGNED_IN_ARN_PREFIX: 'arn:aws:sts::123456789012:assumed-role/sluice-dev-signed-in/',
  GATEWAY_RANGES: '10.0.0.0/28,10.0.0.16/28',
  ENGINE_MEGABYTES: '2048',
  LAKE_CACHE_MEGABYTES: '20000',
  PORT: '8080',
  SQL_PORT: '5439',
};

describe('readAwsConfig', () => {
  it('reads what infra gives', () => {
    expect(readAwsConfig(given, '/scratch')).toMatchObject({
      restPort: 8080,
      sqlPort: 5439,
      gatewayRanges: ['10.0.0.0/28', '10.0.0.16/28'],
      objectBucket: 'some-object_bucket',
      lakeBucket: 'some-lake_bucket',
      lakeCacheMegabytes: 20_000,
      lakeFolder: '/scratch/sluice-lake',
      spoolFolder: '/scratch/sluice-query',
    });
  });

  it.each(queryVariables)('names %s when it is missing or empty', (name) => {
    const message = `the query service needs the environment variable ${name}`;
    expect(() => readAwsConfig({ ...given, [name]: undefined })).toThrow(message);
    expect(() => readAwsConfig({ ...given, [name]: '' })).toThrow(message);
  });

  it('names all that are missing at once', () => {
    expect(() => readAwsConfig({})).toThrow(`environment variables ${queryVariables.join(', ')}`);
  });

  it.each([
    ['PORT', 'http', /PORT="http"; it must be a whole number from 0 to 65535/],
    ['SQL_PORT', '65536', /SQL_PORT="65536"; it must be a whole number from 0 to 65535/],
    ['ENGINE_MEGABYTES', '1e9', /ENGINE_MEGABYTES="1e9"; it must be a whole number from 256/],
    ['LAKE_CACHE_MEGABYTES', '0', /LAKE_CACHE_MEGABYTES="0"; it must be a whole number from 1/],
    ['RETENTION_WEEKS', '0', /RETENTION_WEEKS="0"; it must be a whole number from 1 to 520/],
    ['GATEWAY_RANGES', '10.0.0.0', /GATEWAY_RANGES with "10.0.0.0"; write ranges as 10.0.0.0\/28/],
    ['GATEWAY_RANGES', '10.0.0.0/33', /GATEWAY_RANGES with "10.0.0.0\/33"/],
    ['GATEWAY_RANGES', '::/0', /GATEWAY_RANGES with "::\/0"/],
    ['USER_ARN_PREFIX', 'user/', /USER_ARN_PREFIX="user\/"; it must be an ARN that ends in a slash/],
    ['SIGNED_IN_ARN_PREFIX', 'arn:aws:sts::1:assumed-role/a', /SIGNED_IN_ARN_PREFIX=.*ends in a slash/],
  ])('refuses %s=%s, and says what is possible', (name, value, message) => {
    expect(() => readAwsConfig({ ...given, [name]: value })).toThrow(message);
  });
});
