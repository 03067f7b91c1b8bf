import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Key } from '../process/client.ts';
import { callerFor, expectRefusal, type Caller } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

let world: World;
let side: Side;
let other: Side;
beforeAll(async () => {
  world = await startWorld();
  side = await world.tenant('meta');
  other = await world.tenant('other');
});
afterAll(() => world.close());

const ask = async <T>(as: Caller, call: string, body?: unknown): Promise<T> => {
  const { status, text } = await as(call, body);
  expect({ call, status, text }).toMatchObject({ call, status: 200 });
  return JSON.parse(text) as T;
};
const aDevice = async (of: Side): Promise<string> =>
  (await ask<{ id: string }>(of.call, 'PUT /v1/meta/device', { description: 'a pump' })).id;

type Bad = readonly [call: string, body: unknown, status: number, message: RegExp];
const expectAll = async (as: Caller, cases: readonly Bad[]): Promise<void> => {
  for (const [call, body, status, message] of cases) {
    const answer = await as(call, body);
    expect([call, body, answer.status]).toEqual([call, body, status]);
    expectRefusal(answer, status, message);
  }
};

describe('devices and their keys', () => {
  it('are made, listed, told, described and deleted, in exact answers', async () => {
    const mine = await world.tenant('devices');
    const id = await aDevice(mine);
    expect(await ask(mine.call, 'GET /v1/meta/devices')).toEqual({ devices: [id] });
    const call = `GET /v1/meta/device?deviceId=${id}`;
    expect(await ask(mine.call, call)).toEqual({ id, description: 'a pump' });
    const description = `"é" 水🌊 ${'x'.repeat(1_000)}`;
    expect(await ask(mine.call, 'PATCH /v1/meta/device', { deviceId: id, description })).toEqual({});
    expect(await ask(mine.call, call)).toEqual({ id, description });
    expect(await ask(mine.call, `DELETE /v1/meta/device?deviceId=${id}`)).toEqual({});
    expect(await ask(mine.call, 'GET /v1/meta/devices')).toEqual({ devices: [] });
    expectRefusal(await mine.call(call), 404, /no device/);
  });

  it('a device has at most two keys, whose secrets are shown once, and which stop at once', async () => {
    const deviceId = await aDevice(side);
    const make = () =>
      ask<{ key: string; secret: string }>(side.call, 'PUT /v1/meta/device/key', { deviceId });
    const [one, two] = [await make(), await make()];
    expect(Object.keys(one)).toEqual(['key', 'secret']);
    expectRefusal(await side.call('PUT /v1/meta/device/key', { deviceId }), 400, /has 2 keys/);
    const listed = await side.call(`GET /v1/meta/device/key?deviceId=${deviceId}`);
    expect(new Set((JSON.parse(listed.text) as { keys: string[] }).keys)).toEqual(
      new Set([one.key, two.key]),
    );
    expect(listed.text).not.toContain(one.secret);
    const [first, second] = [one, two].map(({ key, secret }) =>
      callerFor(world.url, { accessKeyId: key, secretAccessKey: secret }),
    );
    expect((await first?.('PUT /v1/stream/events', []))?.status).toBe(200);
    await ask(side.call, 'DELETE /v1/meta/device/key', { deviceId, keyId: one.key });
    expect((await first?.('PUT /v1/stream/events', []))?.status).toBe(403);
    expect((await second?.('PUT /v1/stream/events', []))?.status).toBe(200);
    await ask(side.call, 'DELETE /v1/meta/device', { deviceId });
    expect((await second?.('PUT /v1/stream/events', []))?.status).toBe(403);
  });

  it('arguments that cannot be are refused, and change nothing', async () => {
    const deviceId = await aDevice(side);
    const before = (await side.call('GET /v1/meta/devices')).text;
    const noText: readonly Bad[] = [undefined, null, '', 5, true, [], {}, 'x'.repeat(257)].flatMap(
      (value): readonly Bad[] => [
        ['PATCH /v1/meta/device', { deviceId: value, description: 'a' }, 400, /^deviceId must be a text/],
        ['DELETE /v1/meta/device', { deviceId: value }, 400, /^deviceId must be a text/],
        ['PUT /v1/meta/device/key', { deviceId: value }, 400, /^deviceId must be a text/],
        ['DELETE /v1/meta/device/key', { deviceId, keyId: value }, 400, /^keyId must be a text/],
        ['DELETE /v1/meta/key', { keyId: value }, 400, /^keyId must be a text/],
      ],
    );
    const nobody: readonly Bad[] = ['x', 'x'.repeat(256), '\u0000', '../', '__proto__', '🌊'].flatMap(
      (name): readonly Bad[] => [
        [`GET /v1/meta/device?deviceId=${encodeURIComponent(name)}`, undefined, 404, /no device/],
        [`GET /v1/meta/device/key?deviceId=${encodeURIComponent(name)}`, undefined, 404, /no device/],
        ['DELETE /v1/meta/device', { deviceId: name }, 404, /no device/],
        ['DELETE /v1/meta/device/key', { deviceId, keyId: name }, 404, /no key/],
        ['DELETE /v1/meta/key', { keyId: name }, 404, /no key/],
      ],
    );
    await expectAll(side.call, [
      ...noText,
      ...nobody,
      ['GET /v1/meta/device', undefined, 400, /deviceId .* missing/],
      [`GET /v1/meta/device?deviceId=${'x'.repeat(10_000)}`, undefined, 400, /deviceId .* at most 256/],
      ['PATCH /v1/meta/device', { deviceId }, 400, /description must be a text/],
      ['PATCH /v1/meta/device', { deviceId, description: 'x'.repeat(1_025) }, 400, /1024/],
      ['PUT /v1/meta/device', { description: 5 }, 400, /description must be a text/],
      ['PUT /v1/meta/device', '[]', 400, /must be a JSON object/],
      ['PUT /v1/meta/device', 'null', 400, /must be a JSON object/],
      ['PUT /v1/meta/device', '{', 400, /not JSON: .* at byte 1/],
      ['PUT /v1/meta/device', '\uFEFF{}', 400, /byte order mark/],
      ['PUT /v1/meta/device', '{"description":"a","description":"b"}', 400, /duplicate key/],
      ['PUT /v1/meta/device', '{"description":"\\ud800"}', 400, /lone surrogate/],
      ['PUT /v1/meta/device', '['.repeat(60_000), 400, /nested deeper/],
      ['PUT /v1/meta/device', Buffer.of(0x7b, 0xff), 400, /not UTF-8/],
      ['PUT /v1/meta/device', { description: 'x'.repeat(70_000) }, 413, /65536/],
    ]);
    const bomb = gzipSync(Buffer.alloc(20_000_000, 32));
    expectRefusal(await side.call('PUT /v1/meta/device', bomb, { 'content-encoding': 'gzip' }), 413, /65536/);
    expect((await side.call('GET /v1/meta/devices')).text).toBe(before);
  });

  it("another tenant's are not there", async () => {
    const deviceId = await aDevice(other);
    const { key } = await ask<{ key: string }>(other.call, 'PUT /v1/meta/device/key', { deviceId });
    await expectAll(side.call, [
      [`GET /v1/meta/device?deviceId=${deviceId}`, undefined, 404, /no device/],
      [`GET /v1/meta/device/key?deviceId=${deviceId}`, undefined, 404, /no device/],
      ['PATCH /v1/meta/device', { deviceId, description: 'mine' }, 404, /no device/],
      ['PUT /v1/meta/device/key', { deviceId }, 404, /no device/],
      ['DELETE /v1/meta/device/key', { deviceId, keyId: key }, 404, /no device/],
      ['DELETE /v1/meta/device', { deviceId }, 404, /no device/],
      ['DELETE /v1/meta/key', { keyId: key }, 404, /no key/],
      ['DELETE /v1/meta/key', { keyId: other.keys.accessKeyId }, 404, /no key/],
    ]);
    expect(await ask(other.call, `GET /v1/meta/device/key?deviceId=${deviceId}`)).toEqual({ keys: [key] });
    expect((await side.call('GET /v1/meta/devices')).text).not.toContain(deviceId);
  });
});

describe('roles', () => {
  const adminOnly = [
    ...[
      'GET /v1/meta/devices',
      'PUT /v1/meta/device',
      'GET /v1/meta/device?deviceId=x',
      'PATCH /v1/meta/device',
    ],
    ...['DELETE /v1/meta/device', 'GET /v1/meta/device/key?deviceId=x', 'PUT /v1/meta/device/key'],
    ...['DELETE /v1/meta/device/key', 'PUT /v1/meta/key', 'DELETE /v1/meta/key'],
  ];
  const operatorOnly = [
    'PUT /v1/meta/tenant',
    'GET /v1/meta/tenants',
    'POST /v1/meta/replay',
    'POST /v1/meta/age-off',
  ];

  it('a device key may only ingest', async () => {
    const device = await side.as('device');
    expect((await device('PUT /v1/stream/events', [])).status).toBe(200);
    for (const call of [
      'POST /v1/query',
      'GET /v1/meta/books',
      'GET /v1/meta/progress',
      ...adminOnly,
      ...operatorOnly,
    ])
      expectRefusal(await device(call, call.startsWith('GET') ? undefined : {}), 403, /role device/);
  });

  it('an analyst asks, and manages nothing', async () => {
    const analyst = await side.as('analyst');
    expectRefusal(await analyst('POST /v1/query', {}), 400, /no text under "sql"/);
    expect((await analyst('GET /v1/meta/books')).status).toBe(200);
    for (const call of [...adminOnly, ...operatorOnly])
      expectRefusal(await analyst(call, call.startsWith('GET') ? undefined : {}), 403, /role analyst/);
  });

  it('an admin is no operator, and makes none', async () => {
    for (const call of operatorOnly)
      expectRefusal(await side.call(call, call.startsWith('GET') ? undefined : {}), 403, /role admin/);
    await expectAll(side.call, [
      ...['operator', 'ADMIN', '', null, 5, '__proto__', 'x'.repeat(60_000)].map((role): Bad => [
        'PUT /v1/meta/key',
        { role },
        400,
        /role must be one of admin, analyst, device/,
      ]),
      ['PUT /v1/meta/key', { role: 'admin', tenant: 'other' }, 403, /own tenant only/],
      ['PUT /v1/meta/key', { role: 'admin', tenant: other.keys.tenant }, 403, /own tenant only/],
      ['PUT /v1/meta/key', { role: 'admin', tenant: 5 }, 400, /tenant must be a text/],
      ['PUT /v1/meta/key', { role: 'admin', rights: 'all' }, 400, /no argument "rights"/],
      ['GET /v1/meta/books?tenant=other', undefined, 403, /another tenant's/],
    ]);
  });
});

describe("an operator's calls", () => {
  it('make tenants, whose names are unique, and keys of any tenant', async () => {
    const made = await ask<object>(world.operator, 'PUT /v1/meta/tenant', { name: 'Acme 2.0_x-y', rate: 5 });
    expect(Object.keys(made)).toEqual(['tenant', 'apiKey', 'accessKeyId', 'secretAccessKey']);
    const { tenants } = await ask<{ tenants: { name: string }[] }>(world.operator, 'GET /v1/meta/tenants');
    const tenant = tenants.find(({ name }) => name === 'Acme 2.0_x-y');
    expect(Object.keys(tenant ?? {})).toEqual(['id', 'name', 'rate', 'burst', 'createdAt']);
    expect(tenant).toMatchObject({ rate: 5, burst: 500 });
    const key = await ask<Key>(world.operator, 'PUT /v1/meta/key', { role: 'analyst', tenant: 'other' });
    expect(Object.keys(key)).toEqual(['accessKeyId', 'secretAccessKey']);
    expect((await callerFor(world.url, key)('GET /v1/schema')).status).toBe(200);
    await ask(world.operator, 'DELETE /v1/meta/key', { keyId: key.accessKeyId });
    expectRefusal(await callerFor(world.url, key)('GET /v1/schema'), 403, /signature is not right/);
  });

  it('refuse what cannot be, and change nothing', async () => {
    const before = (await world.operator('GET /v1/meta/tenants')).text;
    const quotas = [
      { rate: 0 },
      { rate: -1 },
      { rate: 1.5 },
      { rate: '5' },
      { burst: 0 },
      { burst: 'unlimited' },
    ];
    const names = ['', ' ', ' a', 'a ', 'a/b', 'a\n', 'é', 'x'.repeat(65), null, 5, [], other.keys.tenant];
    await expectAll(world.operator, [
      ['PUT /v1/meta/tenant', { name: 'meta' }, 400, /"meta" exists already/],
      ['PUT /v1/meta/tenant', { name: 'new', rat: 5 }, 400, /no argument "rat"/],
      ['PUT /v1/meta/tenant', '{"name":"new","name":"newer"}', 400, /duplicate key/],
      ...names.map((name): Bad => ['PUT /v1/meta/tenant', { name }, 400, /^name must/]),
      ...quotas.map((quota): Bad => [
        'PUT /v1/meta/tenant',
        { name: 'new', ...quota },
        400,
        /^(rate|burst) must/,
      ]),
      ['PUT /v1/meta/key', { role: 'admin', tenant: 'nobody' }, 404, /no tenant "nobody"/],
      ['PUT /v1/meta/key', { role: 'admin', tenant: '\u0000' }, 404, /no tenant/],
      ['PUT /v1/meta/key', { role: 'admin', tenant: 'x'.repeat(60_000) }, 400, /at most 256/],
      ['PUT /v1/meta/key', { role: 'operator', tenant: 'other' }, 400, /for the tenant operator only/],
      ['GET /v1/meta/books?tenant=nobody', undefined, 404, /no tenant "nobody"/],
      ['POST /v1/meta/replay', { consumer: 'nobody' }, 400, /no consumer "nobody"/],
      ['POST /v1/meta/replay', { tenant: 'nobody' }, 404, /no tenant "nobody"/],
      ['POST /v1/meta/replay', { dryRun: 'yes' }, 400, /dryRun must be true or false/],
      ['POST /v1/meta/replay', { dryrun: true }, 400, /no option "dryrun"/],
      ['POST /v1/meta/replay', '{"dryRun":true,"dryRun":false}', 400, /duplicate key "dryRun" at byte 15/],
      ['POST /v1/meta/age-off', { dryRun: 1 }, 400, /dryRun must be true or false/],
      ['POST /v1/meta/age-off', { withoutlake: true }, 400, /no option "withoutlake"/],
      ['POST /v1/meta/age-off', '[]', 400, /must be a JSON object/],
    ]);
    expect((await world.operator('GET /v1/meta/tenants')).text).toBe(before);
  });

  it('its last key stays', async () => {
    const first = await ask<Key>(world.operator, 'PUT /v1/meta/key', { role: 'operator' });
    await ask(world.operator, 'DELETE /v1/meta/key', { keyId: first.accessKeyId });
    const { by } = (await ask<{ by?: string }[]>(world.operator, 'GET /v1/schema/history'))[0] ?? {};
    expect(by).toBeUndefined();
    await ask(world.operator, 'POST /v1/schema/metric', { metricName: 'its own' });
    const [change] = await ask<{ by: string }[]>(world.operator, 'GET /v1/schema/history');
    const last = await world.operator('DELETE /v1/meta/key', { keyId: change?.by });
    expectRefusal(last, 400, /only key of role operator/);
  });
});

describe('books and progress', () => {
  it('count what was sent: accepted = stored + rejected + duplicate + corrected + in flight', async () => {
    const mine = await world.tenant('books');
    const now = Date.now();
    const event = (eventid: string, level: number) => ({ metrictype: 'm', timestamp: now, eventid, level });
    await ask(mine.call, 'PUT /v1/stream/events', [
      ...[event('a', 1), event('a', 1), event('b', 1), event('b', 2)],
      ...[{ metrictype: 'm' }, { timestamp: now }, 5],
    ]);
    await world.settled();
    const books = await ask<{ hours: Record<string, unknown>[] }>(mine.call, 'GET /v1/meta/books');
    expect(Object.keys(books)).toEqual(['balanced', 'hours']);
    const sum = (name: string): number => books.hours.reduce((total, hour) => total + Number(hour[name]), 0);
    const names = ['accepted', 'stored', 'rejected', 'duplicate', 'corrected', 'inFlight'];
    expect(Object.keys(books.hours[0] ?? {})).toEqual(['tenant', 'hour', ...names]);
    expect([books, ...names.map(sum)]).toMatchObject([{ balanced: true }, 6, 2, 2, 1, 1, 0]);
    const one = await ask(world.operator, 'GET /v1/meta/books?tenant=books');
    expect(one).toEqual(books);
    const all = await ask<{ hours: unknown[] }>(world.operator, 'GET /v1/meta/books');
    expect(all.hours).toEqual(expect.arrayContaining(books.hours));
    expect(await ask(other.call, 'GET /v1/meta/books')).toEqual({ balanced: true, hours: [] });
  });

  it('progress names no tenant', async () => {
    await world.settled();
    expect(await ask(other.call, 'GET /v1/meta/progress')).toEqual({
      inFlight: 0,
      records: { raw: 0, staged: 0 },
    });
  });
});
