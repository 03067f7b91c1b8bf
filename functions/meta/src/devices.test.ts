import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { aKey } from '@sluice/testing/factories/directory';
import { aWorld, type World } from './testing.fixture.ts';

let world: World;
beforeEach(async () => (world = await aWorld()));

const deviceCalls = [
  'GET devices',
  'PUT device',
  'GET device?deviceId=D',
  'PATCH device',
  'DELETE device',
  'GET device/key?deviceId=D',
  'PUT device/key',
  'DELETE device/key',
];

describe('the life of a device', () => {
  it('is create, describe, read, keys, delete', async () => {
    const { a, call, directory } = world;
    const { id } = (await call(a.admin, 'PUT device')).body as { id: string };
    expect((await call(a.admin, 'GET devices')).body).toEqual({ devices: [a.device.device, id] });
    expect(await call(a.admin, 'PATCH device', { deviceId: id, description: 'Kühlung 3' })).toEqual({
      status: 200,
      body: {},
    });
    expect((await call(a.admin, `GET device?deviceId=${id}`)).body).toEqual({ id, description: 'Kühlung 3' });

    const made = (await call(a.admin, 'PUT device/key', { deviceId: id })).body as {
      key: string;
      secret: string;
    };
    expect(Object.keys(made)).toEqual(['key', 'secret']);
    expect(await directory.key(made.key)).toMatchObject({
      secret: made.secret,
      role: 'device',
      device: id,
      tenant: a.tenant.id,
    });
    expect((await call(a.admin, `GET device/key?deviceId=${id}`)).body).toEqual({ keys: [made.key] });

    expect(await call(a.admin, 'DELETE device', { deviceId: id })).toEqual({ status: 200, body: {} });
    expect(await directory.key(made.key)).toBeUndefined();
    expect((await call(a.admin, `GET device?deviceId=${id}`)).status).toBe(404);
  });

  it('has at most two keys; deleting one makes room', async () => {
    const { a, call } = world;
    const deviceId = a.device.device;
    expect((await call(a.admin, 'PUT device/key', { deviceId })).status).toBe(200);
    const third = await call(a.admin, 'PUT device/key', { deviceId });
    expect(third.status).toBe(400);
    expect(third.body['message']).toMatch(/2 keys/);
    expect((await call(a.admin, 'DELETE device/key', { deviceId, keyId: a.device.id })).status).toBe(200);
    expect((await call(a.admin, 'PUT device/key', { deviceId })).status).toBe(200);
  });

  it('takes what the original app sends: id and key', async () => {
    const { a, call } = world;
    const id = a.device.device;
    expect((await call(a.admin, 'PUT device/key', { id })).status).toBe(200);
    expect((await call(a.admin, 'DELETE device/key', { id, key: a.device.id })).status).toBe(200);
    expect((await call(a.admin, `DELETE device?deviceId=${id}`)).status).toBe(200);
  });

  it('never leaves a key of a device that is deleted at the same time', async () => {
    const { a, call, directory } = world;
    const deviceId = a.device.device;
    const racing = {
      ...directory,
      addKey: async (...args: Parameters<typeof directory.addKey>) => {
        await directory.deleteDevice(a.tenant.id, deviceId);
        return directory.addKey(...args);
      },
    };
    Object.assign(world.services, { directory: racing });
    expect((await call(a.admin, 'PUT device/key', { deviceId })).status).toBe(404);
    expect(await directory.keys(a.tenant.id, deviceId)).toEqual([]);
  });
});

describe('roles', () => {
  it.each(deviceCalls)('%s is refused to analysts and devices', async (text) => {
    for (const key of [world.a.analyst, world.a.device]) {
      const answer = await world.call(key, text, { deviceId: 'D' });
      expect(answer.status).toBe(403);
      expect(answer.body['type']).toBe('Forbidden');
      expect(answer.body['message']).toContain(key.role);
    }
    expect(await world.directory.devices(world.a.tenant.id)).toHaveLength(1);
  });

  it('an operator has devices of its own tenant only', async () => {
    const { id } = (await world.call(world.operator, 'PUT device')).body as { id: string };
    expect((await world.call(world.operator, 'GET devices')).body).toEqual({ devices: [id] });
    expect((await world.call(world.operator, `GET device?deviceId=${world.a.device.device}`)).status).toBe(
      404,
    );
  });
});

describe('another tenant', () => {
  it('is 404 in every call, and nothing of it changes', async () => {
    const { a, b, call, directory } = world;
    const theirs = { deviceId: b.device.device, keyId: b.device.id, description: 'mine now' };
    const before = [await directory.devices(b.tenant.id), await directory.keys(b.tenant.id, b.device.device)];
    for (const text of deviceCalls.slice(2).map((one) => one.replace('=D', `=${b.device.device}`))) {
      const answer = await call(a.admin, text, text.startsWith('GET') ? undefined : theirs);
      expect([text, answer.status]).toEqual([text, 404]);
    }
    // Their key named under our device, too.
    const mixed = { deviceId: a.device.device, keyId: b.device.id };
    expect((await call(a.admin, 'DELETE device/key', mixed)).status).toBe(404);
    expect([
      await directory.devices(b.tenant.id),
      await directory.keys(b.tenant.id, b.device.device),
    ]).toEqual(before);
  });

  it('cannot be named by a field of the body', async () => {
    const { a, b, call, directory } = world;
    await call(a.admin, 'PUT device', { tenant: b.tenant.id, companykey: b.tenant.id });
    expect(await directory.devices(b.tenant.id)).toHaveLength(1);
    expect(await directory.devices(a.tenant.id)).toHaveLength(2);
  });

  it('is told apart by the x-api-key', async () => {
    const { a, b, call } = world;
    const sent = (apiKey: string) => ({ headers: { 'x-api-key': apiKey } });
    expect((await call(a.admin, 'GET devices', undefined, sent(a.tenant.apiKey))).status).toBe(200);
    expect((await call(a.admin, 'GET devices', undefined, sent(b.tenant.apiKey))).status).toBe(403);
  });
});

describe('requests', () => {
  it('are answered under both paths', async () => {
    const answer = await world.call(world.a.admin, 'GET devices', undefined, {
      rawPath: '/meta/v1/meta/devices',
    });
    expect(answer.body).toEqual({ devices: [world.a.device.device] });
  });

  it('may be gzip and base64', async () => {
    const body = gzipSync(
      JSON.stringify({ deviceId: world.a.device.device, description: 'zipped' }),
    ).toString('base64');
    const extra = { body, isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } };
    expect((await world.call(world.a.admin, 'PATCH device', undefined, extra)).status).toBe(200);
    expect(await world.directory.device(world.a.tenant.id, world.a.device.device)).toMatchObject({
      description: 'zipped',
    });
  });

  it.each([
    ['GET nothing', undefined, 404, /GET \/v1\/meta\/nothing/],
    ['POST device', {}, 404, /POST/],
    ['GET device', undefined, 400, /deviceId.*missing/],
    ['GET device?deviceId=', undefined, 400, /deviceId/],
    ['PATCH device', { deviceId: 5, description: '' }, 400, /deviceId.*5/],
    ['PATCH device', [], 400, /object/],
    ['DELETE device', { deviceId: 'x' }, 404, /"x"/],
    ['DELETE device', { deviceId: '../\0' }, 404, /device/],
  ])('%s %j is %i', async (text, body, status, message) => {
    const answer = await world.call(world.a.admin, text, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      type: expect.any(String) as string,
      message: expect.stringMatching(message) as string,
      'request-id': 'request-1',
    });
  });

  it.each([
    ['{"deviceId":', /not JSON: .* at byte 12/],
    ['{"description":"a","description":"b"}', /duplicate key "description" at byte 19/],
    ['{"description":"\\ud800"}', /lone surrogate at byte 16/],
    ['\uFEFF{}', /byte order mark/],
    [`{"deviceId":"${'x'.repeat(257)}"}`, /deviceId .* at most 256 characters.{1,120}$/],
    ['{"description":"' + 'x'.repeat(70_000) + '"}', /larger/],
  ])('with the body %.20s are refused', async (body, message) => {
    const answer = await world.call(world.a.admin, 'PATCH device', undefined, { body });
    expect([400, 413]).toContain(answer.status);
    expect(answer.body['message']).toMatch(message);
  });

  it('refuse a description that is no short text', async () => {
    const deviceId = world.a.device.device;
    for (const description of [undefined, null, 5, 'x'.repeat(1025)])
      expect((await world.call(world.a.admin, 'PATCH device', { deviceId, description })).status).toBe(400);
    expect(await world.directory.device(world.a.tenant.id, deviceId)).toMatchObject({ description: 'first' });
  });

  it('of a revoked key are refused', async () => {
    await world.directory.revokeKey(world.a.admin.id);
    expect((await world.call(world.a.admin, 'GET devices')).status).toBe(403);
    expect((await world.call(aKey(), 'GET devices')).status).toBe(403);
  });
});
