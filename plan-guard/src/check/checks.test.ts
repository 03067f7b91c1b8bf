import { describe, expect, it } from 'vitest';
import { functionVariables } from '@sluice/core/layout';
import { now } from '../testing.fixture.ts';
import { checkAll, type Surroundings } from './checks.ts';

const stack = {
  terraform: { backend: { s3: { bucket: 'state', region: 'us-east-1' } } },
  provider: { aws: [{ allowed_account_ids: ['210987654321'] }] },
  resource: { aws_sns_topic_subscription: { mail: { protocol: 'email' } } },
};
const files = (over: Readonly<Record<string, string | undefined>> = {}): Surroundings['read'] => {
  const built: readonly (readonly [string, string])[] = Object.keys(functionVariables).flatMap((name) => [
    [`dist/functions/${name}.zip`, 'zip'] as const,
    [`dist/functions/${name}.json`, '{"sha256":"hash of zip"}'] as const,
  ]);
  const all: Readonly<Record<string, string | undefined>> = {
    ...Object.fromEntries(built),
    'dist/functions/query.zip': 'zip',
    'dist/functions/query.json': '{"sha256":"hash of zip","packages":"inside"}',
    'infra/week.json': '{"week":"2026-w48"}',
    'cdktf.out/stacks/pipeline-dev/cdk.tf.json': JSON.stringify(stack),
    ...over,
  };
  return (path) => {
    const text = all[path];
    return text === undefined ? undefined : Buffer.from(text);
  };
};

const findingsIn = (over: Partial<Surroundings> = {}) => {
  const around: Surroundings = {
    variables: { AWS_PROFILE: 'x' },
    now,
    read: files(),
    hasAtHome: () => false,
    hash: (bytes) => `hash of ${Buffer.from(bytes).toString()}`,
    terraform: () => Promise.resolve('{"terraform_version":"1.11.4"}'),
    bucketStatus: () => Promise.resolve(403),
    ...over,
  };
  return checkAll(around, 'dev');
};

const missingIn = async (over: Partial<Surroundings> = {}) =>
  (await findingsIn(over)).flatMap(({ missing }) => missing ?? []);

describe('the environment before a plan', () => {
  it('lacks nothing', async () => {
    expect(await missingIn()).toEqual([]);
  });

  it.each<[string, Partial<Surroundings>, string]>([
    ['terraform', { terraform: () => Promise.resolve(undefined) }, 'not on the path'],
    ['a newer terraform', { terraform: () => Promise.resolve('{"terraform_version":"1.9.8"}') }, '1.9.8'],
    ['credentials', { variables: {} }, 'credentials'],
    ['one function', { read: files({ 'dist/functions/store.zip': undefined }) }, 'not built: store:'],
    ['the same zip', { read: files({ 'dist/functions/store.zip': 'other' }) }, 'its hash is another'],
    [
      'the query service',
      { read: files({ 'dist/functions/query.zip': undefined }) },
      'query service is not built',
    ],
    [
      'its packages',
      {
        read: files({ 'dist/functions/query.json': '{"sha256":"hash of zip","packages":"to be installed"}' }),
      },
      'has no packages for its instances',
    ],
    ['this week', { now: now + 7 * 86_400_000 }, 'it is 2026-w49'],
    ['a week', { read: files({ 'infra/week.json': '{"week":"soon"}' }) }, '"soon"'],
    ['the bucket', { bucketStatus: () => Promise.resolve(404) }, 'is not there'],
    ['the region', { bucketStatus: () => Promise.resolve(301) }, 'another region'],
    ['the network', { bucketStatus: () => Promise.resolve(undefined) }, 'does not answer'],
    [
      'an own account',
      {
        read: files({
          'cdktf.out/stacks/pipeline-dev/cdk.tf.json': JSON.stringify(stack).replace(
            '210987654321',
            '123456789012',
          ),
        }),
      },
      'an example',
    ],
  ])('lacks %s', async (_, over, message) => {
    expect(await missingIn(over)).toEqual([expect.stringContaining(message)]);
  });

  it('is advised to tell somebody of alarms, and lacks nothing', async () => {
    const deaf = JSON.stringify({ ...stack, resource: {} });
    const found = await findingsIn({ read: files({ 'cdktf.out/stacks/pipeline-dev/cdk.tf.json': deaf }) });
    expect(found.filter(({ missing }) => missing !== undefined)).toEqual([]);
    expect(found.at(-1)?.advice).toContain('set alarmEmails of dev');
    expect((await findingsIn()).at(-1)).toEqual({ check: 'somebody hears the alarms' });
  });

  it('lacks the stack', async () => {
    const read = files({ 'cdktf.out/stacks/pipeline-dev/cdk.tf.json': undefined });
    expect(await missingIn({ read })).toEqual([
      expect.stringContaining('is not synthesized'),
      // Said to be well before, as no example was found in it.
      expect.stringContaining('names no account'),
      expect.stringContaining('names no bucket'),
    ]);
  });
});
