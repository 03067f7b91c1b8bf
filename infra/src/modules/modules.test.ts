import { expect, it } from 'vitest';
import { all } from '../testing/synthesized.ts';

/**
 * One snapshot for each module: what it renders, or one of what it renders many of, as attributes a person can read. Policies are shown
 * as documents. The pin of the provider is in none of them.
 */
const shown: Readonly<Record<string, RegExp>> = {
  keys: /^keys_tables/,
  streams: /^streams_raw/,
  buckets: /^buckets_(archive|access-logs)/,
  archives: /^archives_raw/,
  'error-streams': /^error-streams_raw-malformed_member-0/,
  'near-line': /^near-line_(late|2026-w47)/,
  tables: /^tables_directory/,
  identity: /^identity_/,
  functions: /^functions_(validate|meta|scale-streams|scale-tables)/,
  'front-door': /^front-door(_(ingest|stage).*)?$/,
  notices: /^notices_/,
  alarms:
    /^alarms_(alarms|consumer-behind-validate-half|near-line-throttled-writes|capacity-behind-streams.*)/,
  budget: /^budget$/,
  network: /^network(_instances-a.*|_flow.*)?$/,
  'query-service': /^query(_(version|roles|endpoints|link|groups|application).*)?$/,
};

const readable = (attributes: unknown): unknown =>
  JSON.parse(JSON.stringify(attributes), (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('{"') ? (JSON.parse(value) as unknown) : value,
  );

it.each(Object.entries(shown))('%s', async (module, pattern) => {
  const found = Object.entries(all.dev.resource).flatMap(([type, named]) =>
    Object.entries(named)
      .filter(([name]) => pattern.test(name))
      .map(([name, attributes]) => [`${type}.${name}`, readable(attributes)] as const),
  );
  expect(found.length).toBeGreaterThan(0);
  const text = `${JSON.stringify(Object.fromEntries(found), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`snapshots/${module}.txt`);
});
