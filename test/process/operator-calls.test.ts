import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeRawLine, writeStagedLine } from '@sluice/core/forms';
import { undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import { toMember } from '@sluice/core/stream';
import { clientOf, createTenant, type Client, type TenantKeys } from './client.ts';
import { startInstance, type Instance } from './instance.ts';

let data: string;
let instance: Instance;
let operator: Client;
let client: Client;
let keys: TenantKeys | undefined;

const begin = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  instance = await startInstance(data, env);
  operator = clientOf(instance.file.http, instance.file.admin);
  keys ??= await createTenant(operator, 'pumps');
  client = clientOf(instance.file.http, keys);
};
const end = async (): Promise<void> => {
  operator.close();
  client.close();
  expect(await instance.stop()).toBe(0);
};

beforeEach(() => {
  keys = undefined;
  data = mkdtempSync(join(tmpdir(), 'sluice-operator-'));
});
afterEach(() => {
  instance.process.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

interface Books {
  readonly balanced: boolean;
  readonly hours: readonly Readonly<Record<string, number | string>>[];
}
const books = () => client.json<Books>('GET', '/v1/meta/books');
const levels = async (): Promise<unknown[]> =>
  (await client.query<{ level: unknown }>('select level from pump order by level')).map(({ level }) => level);

const settled = async (): Promise<void> => {
  while ((await client.json<{ inFlight: number }>('GET', '/v1/meta/progress')).inFlight > 0) await sleep(20);
};

/** As a mapping leaves it. */
const giveUp = (
  consumer: string,
  sequence: number,
  record: Readonly<Record<string, unknown>>,
  member: Buffer,
): string => {
  const key = `on-failure/${consumer}/shard-0-${String(sequence).padStart(20, '0')}.json`;
  const path = join(data, 'objects', key);
  mkdirSync(dirname(path), { recursive: true });
  const form = { v: 1, consumer, reason: 'not handled in 1000 tries', at: Date.now(), shard: 'shard-0' };
  const rest = { sequence: String(sequence), arrivedAt: Date.now(), data: member.toString('base64') };
  writeFileSync(path, `${JSON.stringify({ ...form, ...rest, ...record })}\n`);
  return key;
};

const event = (level: string, timestamp = Date.now()) => ({ metrictype: 'pump', level, timestamp });

it('replays what the consumers of either stream gave up on, each once', { timeout: 60_000 }, async () => {
  await begin();
  const tenants = await operator.json<{ tenants: { id: TenantId; name: string }[] }>(
    'GET',
    '/v1/meta/tenants',
  );
  const tenant = tenants.tenants.find(({ name }) => name === 'pumps')?.id;
  if (tenant === undefined) throw new Error('no tenant');
  const receivedAt = Date.now();
  const recordOf = (recordId: string) => ({
    partitionKey: `${tenant}${recordId}`,
    tally: { tenant, recordId, receivedAt, events: 1 },
  });
  const [first, second] = ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAW'];
  const raw = toMember(
    writeRawLine(
      { tenant, device: 'd1', recordId: first, receivedAt },
      0,
      JSON.stringify(event('given up by validate')),
    ),
  );
  const staged = toMember(
    writeStagedLine({
      tenant,
      metric: undeclaredMetricId('pump'),
      eventId: 'e1',
      fingerprint: '0'.repeat(26),
      timestamp: receivedAt,
      receivedAt,
      stagedAt: receivedAt,
      device: 'd1',
      recordId: second,
      index: 0,
      fields: '{}',
      unknown: '{"level":["string","given up by store"]}',
      as: 'pump',
    }),
  );
  const objects = [
    giveUp('archive-raw', 7_001, recordOf(first), raw),
    giveUp('accepted', 7_001, recordOf(first), raw),
    giveUp('accepted', 7_002, recordOf(second), raw),
    giveUp('validate', 7_001, recordOf(first), raw),
    giveUp('archive-staged', 8_001, { partitionKey: `${tenant}${second}` }, staged),
    giveUp('store', 8_001, { partitionKey: `${tenant}${second}` }, staged),
  ];
  const poison = giveUp('validate', 7_003, recordOf(first), raw);
  writeFileSync(join(data, 'objects', poison), '{');

  expect((await client.call('POST', '/v1/meta/replay', '{}')).status).toBe(403);
  expect(
    (await operator.json<{ objects: string[] }>('POST', '/v1/meta/replay', { dryRun: true })).objects,
  ).toEqual(objects);
  expect(await operator.json('POST', '/v1/meta/replay')).toEqual({
    replayed: 6,
    objects,
    failed: [{ object: poison, reason: expect.stringContaining('not JSON') as string }],
  });
  rmSync(join(data, 'objects', poison));
  await settled();
  expect(await levels()).toEqual(['given up by store', 'given up by validate']);
  expect(await books()).toMatchObject({
    balanced: true,
    hours: [{ accepted: 2, stored: 2, duplicate: 0, inFlight: 0 }],
  });
  expect(await operator.json('POST', '/v1/meta/replay')).toEqual({ replayed: 0, objects: [], failed: [] });
  const archived = readdirSync(join(data, 'objects/archive'), { recursive: true }).map(String);
  expect(archived.filter((path) => path.endsWith('shard-0-7001.json.gz'))).toHaveLength(1);
  expect(archived.filter((path) => path.includes('staged') && path.endsWith('-8001.json.gz'))).toHaveLength(
    1,
  );
  await end();
});

it('ages old weeks off when asked, and the books balance ever after', { timeout: 60_000 }, async () => {
  await begin({ SLUICE_RETENTION_WEEKS: '8' });
  const old = Date.now() - 6 * 7 * 86_400_000;
  const sent = [
    event('old', old),
    event('old', old),
    event('new'),
    { ...event('no time'), timestamp: 'soon' },
  ];
  await client.json('PUT', '/v1/stream/events', sent);
  await settled();
  const before = await books();
  expect(before).toMatchObject({
    balanced: true,
    hours: [{ accepted: 4, stored: 2, duplicate: 1, rejected: 1 }],
  });
  await end();

  await begin({ SLUICE_RETENTION_WEEKS: '2' });
  interface Aged {
    readonly tables: readonly { readonly table: string; readonly action: string; readonly reason: string }[];
  }
  const age = async (options: unknown): Promise<string[]> =>
    (await operator.json<Aged>('POST', '/v1/meta/age-off', options)).tables.map(({ action }) => action);
  expect((await client.call('POST', '/v1/meta/age-off', '{"withoutLake":true}')).status).toBe(403);
  // The lake does not have the week yet.
  expect(await age({})).toEqual(['kept', 'kept']);
  expect(await age({ withoutLake: true, dryRun: true })).toEqual(['would drop', 'kept']);
  expect(await levels()).toEqual(['new', 'old']);
  expect((await client.call('POST', '/v1/meta/etl', '{}')).status).toBe(403);
  expect(await operator.json('POST', '/v1/meta/etl')).toMatchObject({
    outcome: 'published',
    sequence: 1,
    counts: { read: 3, added: 2, duplicate: 1, malformed: 0 },
    refused: [],
  });
  expect(await operator.json('POST', '/v1/meta/etl')).toEqual({ outcome: 'nothing' });
  expect(await operator.json('GET', '/v1/meta/etl')).toMatchObject({ sequence: 1, rows: 2, files: 2 });
  expect(await client.json('GET', '/v1/schema/proposals')).toMatchObject({
    unknown: [{ metricName: 'pump', name: 'level', count: 3, kinds: { string: 3 } }],
  });
  await client.json('POST', '/v1/schema/metric', { metricName: 'pump' });
  await client.json('POST', '/v1/schema/field', {
    metricName: 'pump',
    fieldName: 'level',
    fieldType: 'STRING',
  });
  expect(await client.json('GET', '/v1/schema/proposals')).toEqual({ unknown: [] });
  expect(await age({})).toEqual(['dropped', 'kept']);
  expect(await levels()).toEqual(['new', 'old']);
  expect(await books()).toEqual(before);
  await end();

  await begin({ SLUICE_RETENTION_WEEKS: '2' });
  expect(await books()).toEqual(before);
  expect(await age({ withoutLake: true })).toEqual(['kept']);
  expect(await levels()).toEqual(['new', 'old']);
  await end();
});
