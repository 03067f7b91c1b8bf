import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey, Directory, Role, Tenant } from '@sluice/core/ports';
import { OutOfService } from '@sluice/core/failure';
import { aBooksWorld, anEmptyLake, aStoredChunk, aTally, putChunks } from '@sluice/testing/factories/books';
import { aKey, aTenant } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { handleBooks, type BooksHttpServices, type DeepBooks } from './index.ts';

let directory: Directory;
let services: BooksHttpServices;
let pumps: Tenant;
let valves: Tenant;

const keyOf = async (tenant: Tenant, role: Role): Promise<AccessKey> => {
  const key = aKey({ tenant: tenant.id, role });
  await directory.addKey(key, 2);
  return key;
};

/** Two tenants: the books of one balance, an event of the other is nowhere. */
beforeEach(async () => {
  directory = memoryDirectory();
  const world = aBooksWorld();
  services = { ...world, ...anEmptyLake(world), directory };
  [pumps, valves] = [aTenant({ name: 'pumps' }), aTenant({ name: 'valves' })];
  for (const tenant of [pumps, valves]) {
    await directory.createTenant(tenant);
    const tally = aTally(tenant.id);
    await world.ledger.add([tally]);
    if (tenant === pumps)
      await putChunks(
        world.chunks,
        aStoredChunk('2026-w48', [{ tenant: tenant.id, recordId: tally.recordId }]),
      );
  }
});

const call = async (key: AccessKey, query = '', method = 'GET') => {
  const { statusCode, body } = await handleBooks(
    anHttpEvent(key, `${method} /v1/meta/books${query}`),
    services,
  );
  return { status: statusCode, ...(JSON.parse(body) as Partial<DeepBooks> & { readonly message?: string }) };
};
const tenantsIn = ({ hours }: Partial<DeepBooks>) => hours?.map(({ tenant }) => tenant).sort();

describe('an operator', () => {
  it('gets the books of all tenants, which balance when each one’s do', async () => {
    const key = await keyOf(aTenantOf('operator'), 'operator');
    const all = await call(key);
    expect(all).toMatchObject({ status: 200, balanced: false });
    expect(tenantsIn(all)).toEqual([pumps.id, valves.id].sort());
    expect(await call(key, '?tenant=pumps')).toEqual({
      status: 200,
      balanced: true,
      hours: [
        {
          tenant: pumps.id,
          hour: '2026-11-23T03',
          accepted: 1,
          stored: 1,
          rejected: 0,
          duplicate: 0,
          corrected: 0,
          inFlight: 0,
        },
      ],
    });
    expect(await call(key, '?tenant=valves')).toMatchObject({ balanced: false });
  });

  it('is told of a tenant that is none', async () => {
    const answer = await call(await keyOf(aTenantOf('operator'), 'operator'), '?tenant=nobody');
    expect(answer).toMatchObject({ status: 404, message: 'there is no tenant "nobody"' });
  });
});

const aTenantOf = (name: string): Tenant => {
  const tenant = aTenant({ name });
  void directory.createTenant(tenant);
  return tenant;
};

describe('a user', () => {
  it.each<Role>(['admin', 'analyst'])('(%s) gets the own tenant’s books and no other’s', async (role) => {
    const key = await keyOf(pumps, role);
    expect(tenantsIn(await call(key))).toEqual([pumps.id]);
    expect(tenantsIn(await call(key, '?tenant=pumps'))).toEqual([pumps.id]);
    expect(await call(key, '?tenant=valves')).toMatchObject({ status: 403 });
  });

  it('learns nothing of whether a tenant exists', async () => {
    const key = await keyOf(pumps, 'admin');
    const [there, not] = [await call(key, '?tenant=valves'), await call(key, '?tenant=nobody')];
    expect(there.message).toBe(not.message);
  });
});

describe('a depth', () => {
  it('adds the places behind the near-line store, and their gaps', async () => {
    const key = await keyOf(pumps, 'admin');
    const lakeOnly = await call(key, '?depth=lake');
    expect(Object.keys(lakeOnly)).toEqual(['status', 'balanced', 'hours', 'lake']);
    const all = await call(key, '?depth=warehouse&tenant=pumps');
    // The event is near-line, and the lake has not read it.
    expect(all).toMatchObject({
      status: 200,
      balanced: true,
      lake: [{ tenant: pumps.id, name: 'pump', upstream: 1, held: 0, inFlight: 1, missing: 0 }],
      warehouse: [],
    });
    const extra = { metric: 'm_X', hour: '2026-11-23T03', rows: 1, digest: 7 };
    const row = { ...extra, sentName: 'x', recordId: 'R', index: 4, timestamp: 1, eventId: 'e' };
    const rows = {
      loaded: () => Promise.resolve(new Set<string>()),
      hours: () => Promise.resolve([extra]),
      rows: async function* () {
        yield await Promise.resolve([row]);
      },
    };
    services = { ...services, warehouse: { use: (work) => work(rows) } };
    expect(await call(key, '?depth=warehouse')).toMatchObject({
      balanced: false,
      warehouse: [{ metric: 'm_X', upstream: 0, held: 1, extra: 1, sample: { extra: ['R:4'] } }],
    });
    expect(await call(key, '?depth=lake')).toMatchObject({ balanced: true });
  });

  it('behind what is there is refused, with those that there are', async () => {
    const { lake, warehouse, ...near } = services;
    const key = await keyOf(pumps, 'admin');
    services = near;
    expect(await call(key)).toMatchObject({ status: 200, balanced: true });
    expect(await call(key, '?depth=lake')).toMatchObject({
      status: 400,
      message: 'there is no depth "lake"; there are near-line',
    });
    services = { ...near, ...(lake === undefined ? {} : { lake }) };
    expect(await call(key, '?depth=lake')).toMatchObject({ status: 200 });
    expect(await call(key, '?depth=warehouse')).toMatchObject({ status: 400 });
    expect(warehouse).toBeDefined();
  });

  it('of arrivals since a time has their hours alone', async () => {
    const key = await keyOf(valves, 'admin');
    const since = (text: string) => call(key, `?since=${encodeURIComponent(text)}`);
    expect(await since('2026-11-23T03:59:00Z')).toMatchObject({ balanced: false });
    expect(await since('2026-11-23T04:00:00Z')).toMatchObject({ status: 200, balanced: true, hours: [] });
    expect(await since('yesterday')).toMatchObject({
      status: 400,
      message: 'since must be a time, as 2026-11-23T12:00:00Z; it is "yesterday"',
    });
  });

  it('that is none is refused', async () => {
    expect(await call(await keyOf(pumps, 'admin'), '?depth=moon')).toMatchObject({
      status: 400,
      message: 'there is no depth "moon"; there are near-line, lake, warehouse',
    });
    expect(await call(await keyOf(pumps, 'admin'), '?dept=lake')).toMatchObject({ status: 400 });
  });
});

it('a device may not ask, a key that is none neither, and there is nothing but GET', async () => {
  expect(await call(await keyOf(pumps, 'device'))).toMatchObject({ status: 403 });
  expect(await call(aKey())).toMatchObject({ status: 403 });
  expect(await call(await keyOf(pumps, 'admin'), '', 'DELETE')).toMatchObject({ status: 404 });
});

it.each(['ledger', 'pending', 'chunks', 'schemas', 'sealed'] as const)(
  'rejects when %s is away: no books rather than wrong ones',
  async (port) => {
    const key = await keyOf(pumps, 'admin');
    const away = new Proxy(services[port], {
      get: () => () => {
        throw new OutOfService(`${port} is away`);
      },
    });
    services = { ...services, [port]: away };
    await expect(call(key)).rejects.toThrow(`${port} is away`);
  },
);
