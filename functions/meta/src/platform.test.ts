import { beforeEach, describe, expect, it } from 'vitest';
import { makeVerifier } from '@sluice/core/scram';
import type { AccessKey } from '@sluice/core/ports';
import { aWorld, type World } from './testing.fixture.ts';

let world: World;
beforeEach(async () => (world = await aWorld()));

const create = (name: unknown, more: object = {}) =>
  world.call(world.operator, 'PUT tenant', { name, ...more });

describe('PUT tenant', () => {
  it('makes a tenant with an admin key that works at once', async () => {
    const { status, body } = await create('Acme Pumps 2.0_x-y');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['tenant', 'apiKey', 'accessKeyId', 'secretAccessKey']);
    const made = body as Record<string, string>;
    expect(await world.directory.tenantByName('Acme Pumps 2.0_x-y')).toMatchObject({
      id: made['tenant'],
      apiKey: made['apiKey'],
      quota: { ratePerSecond: 200, burst: 500 },
    });
    const key = await world.directory.key(made['accessKeyId'] ?? '');
    expect(key).toMatchObject({
      role: 'admin',
      tenant: made['tenant'],
      device: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
      secret: made['secretAccessKey'],
    });
    expect((await world.call({ id: made['accessKeyId'] ?? '' }, 'GET devices')).body).toEqual({
      devices: [],
    });
  });

  it.each([
    [{ rate: 50 }, { ratePerSecond: 50, burst: 500 }],
    [{ rate: 5000 }, { ratePerSecond: 5000, burst: 5000 }],
    [
      { rate: 10, burst: 20 },
      { ratePerSecond: 10, burst: 20 },
    ],
    [{ rate: 'unlimited' }, { ratePerSecond: 'unlimited', burst: 500 }],
    [{ burst: 1 }, { ratePerSecond: 200, burst: 1 }],
  ])('with %j has the quota %j', async (more, quota) => {
    await create('q', more);
    expect((await world.directory.tenantByName('q'))?.quota).toEqual(quota);
  });

  it.each([
    [{ rate: 0 }, /rate.*0/],
    [{ rate: 1.5 }, /rate.*1\.5/],
    [{ rate: '50' }, /rate.*unlimited.*"50"/],
    [{ rate: 1_000_001 }, /1000000/],
    [{ burst: -1 }, /burst/],
    [{ burst: 'unlimited' }, /burst/],
    [{ brust: 5 }, /brust.*burst/],
  ])('refuses %j', async (more, message) => {
    const { status, body } = await create('q', more);
    expect(status).toBe(400);
    expect(body['message']).toMatch(message);
    expect(await world.directory.tenantByName('q')).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    5,
    '',
    ' ',
    'x'.repeat(65),
    'a/b',
    'a\nb',
    'é',
    ' a',
    'a ',
    '01JD0000000000000000000001',
  ])('refuses the name %j', async (name) => {
    const { status, body } = await create(name);
    expect(status).toBe(400);
    expect(body['message']).toMatch(/^name /);
  });

  it('refuses a name that is taken, in clear words, and leaves no trace', async () => {
    const made: AccessKey[] = [];
    const addKey = world.directory.addKey.bind(world.directory);
    Object.assign(world.directory, {
      addKey: (key: AccessKey, limit: number) => (made.push(key), addKey(key, limit)),
    });
    const before = await world.directory.tenants();
    const { status, body } = await create(world.a.tenant.name);
    expect(status).toBe(400);
    expect(body['message']).toContain(`"${world.a.tenant.name}" exists already`);
    expect(await world.directory.tenants()).toEqual(before);
    for (const key of made) expect(await world.directory.key(key.id)).toBeUndefined();
    expect((await create('operator')).status).toBe(400);
  });
});

describe('GET tenants', () => {
  it('lists all, oldest first, without secrets', async () => {
    await create('new one', { rate: 'unlimited' });
    const { tenants } = (await world.call(world.operator, 'GET tenants')).body as {
      tenants: Record<string, unknown>[];
    };
    expect(tenants.map((tenant) => tenant['name']).sort()).toEqual(
      ['operator', world.a.tenant.name, world.b.tenant.name, 'new one'].sort(),
    );
    const made = tenants.find((tenant) => tenant['name'] === 'new one');
    expect(made).toEqual({
      id: expect.any(String) as string,
      name: 'new one',
      rate: 'unlimited',
      burst: 500,
      createdAt: 1_790_000_000_123,
    });
    const times = tenants.map((tenant) => Number(tenant['createdAt']));
    expect(times).toEqual(times.toSorted((x, y) => x - y));
  });
});

describe('the calls of operators', () => {
  it.each(['PUT tenant', 'GET tenants'])('%s is refused to all others', async (text) => {
    for (const key of [world.a.admin, world.a.analyst, world.a.device])
      expect((await world.call(key, text, { name: 'sneaky' })).status).toBe(403);
    expect(await world.directory.tenantByName('sneaky')).toBeUndefined();
  });
});

describe('PUT key', () => {
  it.each(['admin', 'analyst', 'device'])(
    'by an operator makes a key of role %s for a tenant by name or id',
    async (role) => {
      const { tenant } = world.a;
      for (const named of [tenant.name, tenant.id]) {
        const { status, body } = await world.call(world.operator, 'PUT key', { tenant: named, role });
        expect(status).toBe(200);
        expect(Object.keys(body)).toEqual(['accessKeyId', 'secretAccessKey']);
        const key = await world.directory.key(String(body['accessKeyId']));
        expect(key).toMatchObject({ role, tenant: tenant.id, secret: body['secretAccessKey'] });
        const salt = Buffer.from(key?.scram.salt ?? '', 'base64');
        expect(key?.scram).toEqual(makeVerifier(String(body['secretAccessKey']), salt)); // the SQL login works
        if (role === 'device')
          expect(await world.directory.device(tenant.id, key?.device ?? '')).toBeDefined();
        else expect(key?.device).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
      }
    },
  );

  it('by an admin is for its own tenant, named or not', async () => {
    const { a, call, directory } = world;
    for (const more of [{}, { tenant: a.tenant.name }]) {
      const { body } = await call(a.admin, 'PUT key', { role: 'analyst', ...more });
      expect((await directory.key(String(body['accessKeyId'])))?.tenant).toBe(a.tenant.id);
    }
  });

  it('by an admin for another tenant is refused, alike whether it exists or not', async () => {
    const { a, b, call } = world;
    const theirs = await call(a.admin, 'PUT key', { role: 'admin', tenant: b.tenant.name });
    const nobody = await call(a.admin, 'PUT key', { role: 'admin', tenant: 'nobody' });
    expect(theirs).toEqual(nobody);
    expect(theirs.status).toBe(403);
  });

  it('refuses roles: none, unknown ones, operator for an admin, operator in a tenant', async () => {
    const { a, call, operator } = world;
    expect((await call(a.admin, 'PUT key', {})).status).toBe(400);
    expect((await call(a.admin, 'PUT key', { role: 'root' })).body['message']).toMatch(
      /admin, analyst, device; it is "root"/,
    );
    expect((await call(a.admin, 'PUT key', { role: 'operator' })).status).toBe(400);
    expect((await call(operator, 'PUT key', { role: 'operator', tenant: a.tenant.name })).status).toBe(400);
    expect((await call(operator, 'PUT key', { role: 'admin', tenant: 'nobody' })).status).toBe(404);
    for (const key of [a.analyst, a.device])
      expect((await call(key, 'PUT key', { role: 'analyst' })).status).toBe(403);
  });
});

describe('DELETE key', () => {
  it('revokes at once: by an operator anywhere, by an admin in its tenant', async () => {
    const { a, b, call, directory, operator } = world;
    expect(await call(a.admin, 'DELETE key', { keyId: a.analyst.id })).toEqual({ status: 200, body: {} });
    expect(await directory.key(a.analyst.id)).toBeUndefined();
    expect((await call(a.admin, 'DELETE key', { keyId: a.analyst.id })).status).toBe(404);
    expect((await call(operator, 'DELETE key', { keyId: b.device.id })).status).toBe(200);
    expect(await directory.key(b.device.id)).toBeUndefined();
  });

  it("of another tenant is 404, like a key that is not there, also the operator's", async () => {
    const { a, b, call, directory, operator } = world;
    for (const id of [b.admin.id, operator.id, 'SLNOTHERE', '../\0'])
      expect((await call(a.admin, 'DELETE key', { keyId: id })).status).toBe(404);
    expect(await directory.key(b.admin.id)).toBeDefined();
    expect(await directory.key(operator.id)).toBeDefined();
    for (const key of [a.analyst, a.device])
      expect((await call(key, 'DELETE key', { keyId: a.admin.id })).status).toBe(403);
  });
});

describe("the operator's key", () => {
  it('can be changed, but not lost', async () => {
    const { call, directory, operator } = world;
    const alone = await call(operator, 'DELETE key', { keyId: operator.id });
    expect(alone.status).toBe(400);
    expect(alone.body['message']).toMatch(/make another one first/);
    const { body } = await call(operator, 'PUT key', { role: 'operator' });
    expect((await call(operator, 'PUT key', { role: 'operator' })).status).toBe(400); // two at most
    const next = { id: String(body['accessKeyId']) };
    expect((await call(next, 'DELETE key', { keyId: operator.id })).status).toBe(200);
    expect((await call(operator, 'GET tenants')).status).toBe(403);
    expect((await call(next, 'GET tenants')).status).toBe(200);
    expect(await directory.key(next.id)).toMatchObject({ role: 'operator', device: operator.device });
  });

  it("is out of reach of an admin of the operator's tenant", async () => {
    const { call, operator } = world;
    const { body } = await call(operator, 'PUT key', { role: 'admin' });
    const admin = { id: String(body['accessKeyId']) };
    expect((await call(admin, 'DELETE key', { keyId: operator.id })).status).toBe(403);
    expect((await call(admin, 'PUT key', { role: 'operator' })).status).toBe(400);
    expect((await call(admin, 'PUT tenant', { name: 'x' })).status).toBe(403);
  });
});
