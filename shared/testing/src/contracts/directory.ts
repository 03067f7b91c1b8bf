import { describe, expect, it } from 'vitest';
import type { Directory } from '@sluice/core/ports';
import { aDevice, aKey, aTenant, aTenantId } from '../factories/directory.ts';

const sorted = (ids: readonly { readonly id: string }[]): string[] => ids.map(({ id }) => id).sort();

/** What a client of ours may ask for: none of it may throw or be found. */
const oddIds = ['', ' ', '\0', 'a/b', '../x', 'é', '\uffff', 'x'.repeat(5000), '__proto__', 'constructor'];

/**
 * The contract of the Directory port.
 * @param open gives a directory; the cases share it or not, they use tenants of their own
 */
export const directoryContract = (name: string, open: () => Directory | Promise<Directory>): void => {
  describe(`${name}: tenants`, () => tenantCases(open));
  describe(`${name}: devices`, () => deviceCases(open));
  describe(`${name}: keys`, () => keyCases(open));
};

const tenantCases = (open: () => Directory | Promise<Directory>): void => {
  it('are found by id and by exact name, whole', async () => {
    const directory = await open();
    const tenant = aTenant({ quota: { ratePerSecond: 'unlimited', burst: 7 } });
    expect(await directory.createTenant(tenant)).toBe('created');
    expect(await directory.tenant(tenant.id)).toEqual(tenant);
    expect(await directory.tenantByName(tenant.name)).toEqual(tenant);
    expect(await directory.tenantByName(tenant.name.toUpperCase())).toBeUndefined();
    expect(await directory.tenants()).toContainEqual(tenant);
  });

  it('have unique names: the second is not stored at all', async () => {
    const directory = await open();
    const first = aTenant();
    const second = aTenant({ name: first.name });
    await directory.createTenant(first);
    expect(await directory.createTenant(second)).toBe('taken');
    expect(await directory.tenant(second.id)).toBeUndefined();
    expect(await directory.tenantByName(first.name)).toEqual(first);
    expect(sorted(await directory.tenants())).not.toContain(second.id);
  });

  it('have unique names when many are made at once: one wins', async () => {
    const directory = await open();
    const rivals = Array.from({ length: 20 }, () => aTenant({ name: `rivals ${aTenantId()}` })).map(
      (t, _, all) => ({
        ...t,
        name: all[0]?.name ?? '',
      }),
    );
    const results = await Promise.all(rivals.map((rival) => directory.createTenant(rival)));
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
    const winner = rivals[results.indexOf('created')];
    expect(await directory.tenantByName(winner?.name ?? '')).toEqual(winner);
  });

  it('may be created again under the same id, as after a time-out', async () => {
    const directory = await open();
    const tenant = aTenant();
    await directory.createTenant(tenant);
    expect(await directory.createTenant(tenant)).toBe('created');
    expect((await directory.tenants()).filter(({ id }) => id === tenant.id)).toHaveLength(1);
  });

  it('that are not there are absent, whatever is asked', async () => {
    const directory = await open();
    expect(await directory.tenant(aTenantId())).toBeUndefined();
    for (const odd of oddIds) expect(await directory.tenantByName(odd)).toBeUndefined();
  });
};

const deviceCases = (open: () => Directory | Promise<Directory>): void => {
  it('are created, replaced, listed and deleted', async () => {
    const directory = await open();
    const device = aDevice();
    const other = aDevice({ tenant: device.tenant });
    await directory.putDevice(device);
    await directory.putDevice(other);
    await directory.putDevice({ ...device, description: 'Pumpe Süd 水' });
    expect(await directory.device(device.tenant, device.id)).toEqual({
      ...device,
      description: 'Pumpe Süd 水',
    });
    expect(sorted(await directory.devices(device.tenant))).toEqual(sorted([device, other]));
    expect(await directory.deleteDevice(device.tenant, device.id)).toBe(true);
    expect(await directory.deleteDevice(device.tenant, device.id)).toBe(false);
    expect(await directory.device(device.tenant, device.id)).toBeUndefined();
    expect(await directory.devices(device.tenant)).toEqual([other]);
  });

  it('belong to their tenant alone', async () => {
    const directory = await open();
    const device = aDevice();
    const stranger = aTenantId();
    await directory.putDevice(device);
    const key = aKey({ tenant: device.tenant, device: device.id, role: 'device' });
    await directory.addKey(key, 2);
    expect(await directory.device(stranger, device.id)).toBeUndefined();
    expect(await directory.devices(stranger)).toEqual([]);
    expect(await directory.keys(stranger, device.id)).toEqual([]);
    expect(await directory.deleteDevice(stranger, device.id)).toBe(false);
    expect(await directory.key(key.id)).toEqual(key);
  });

  it('take their keys with them, and no others', async () => {
    const directory = await open();
    const device = aDevice();
    const neighbour = aDevice({ tenant: device.tenant, id: `${device.id}0` });
    const mine = [1, 2].map(() => aKey({ tenant: device.tenant, device: device.id, role: 'device' }));
    const spared = [
      aKey({ tenant: device.tenant, device: neighbour.id, role: 'device' }),
      aKey({ device: device.id, role: 'device' }), // another tenant's device of the same id
      aKey({ tenant: device.tenant }),
    ];
    await directory.putDevice(device);
    await directory.putDevice(neighbour);
    for (const key of [...mine, ...spared]) expect(await directory.addKey(key, 2)).toBe('added');
    await directory.deleteDevice(device.tenant, device.id);
    for (const key of mine) expect(await directory.key(key.id)).toBeUndefined();
    for (const key of spared) expect(await directory.key(key.id)).toEqual(key);
    expect(await directory.keys(device.tenant, device.id)).toEqual([]);
  });

  it('that are not there are absent, whatever is asked', async () => {
    const directory = await open();
    const tenant = aTenantId();
    for (const odd of oddIds) {
      expect(await directory.device(tenant, odd)).toBeUndefined();
      expect(await directory.deleteDevice(tenant, odd)).toBe(false);
      expect(await directory.keys(tenant, odd)).toEqual([]);
    }
  });
};

const keyCases = (open: () => Directory | Promise<Directory>): void => {
  it('are found by id over all tenants, with their secret', async () => {
    const directory = await open();
    const keys = [aKey({ role: 'operator' }), aKey({ role: 'analyst' }), aKey()];
    for (const key of keys) expect(await directory.addKey(key, 1)).toBe('added');
    for (const key of keys) {
      expect(await directory.key(key.id)).toEqual(key);
      expect(await directory.keys(key.tenant, key.device)).toEqual([key]);
    }
  });

  it('are at most the limit for a device, also when added at once', async () => {
    const directory = await open();
    const device = aDevice();
    await directory.putDevice(device);
    const keys = Array.from({ length: 6 }, () =>
      aKey({ tenant: device.tenant, device: device.id, role: 'device' }),
    );
    const results = await Promise.all(keys.map((key) => directory.addKey(key, 2)));
    expect(results.filter((result) => result === 'added')).toHaveLength(2);
    const stored = keys.filter((_, i) => results[i] === 'added');
    expect(sorted(await directory.keys(device.tenant, device.id))).toEqual(sorted(stored));
    for (const [i, key] of keys.entries())
      expect((await directory.key(key.id)) !== undefined).toBe(results[i] === 'added');
  });

  it('make room when revoked', async () => {
    const directory = await open();
    const one = aKey({ device: 'pump' });
    const two = aKey({ tenant: one.tenant, device: 'pump' });
    await directory.addKey(one, 1);
    expect(await directory.addKey(two, 1)).toBe('full');
    expect(await directory.revokeKey(one.id)).toBe(true);
    expect(await directory.addKey(two, 1)).toBe('added');
    expect(await directory.keys(one.tenant, 'pump')).toEqual([two]);
  });

  it('are gone when the revocation resolves, however often they were read before', async () => {
    const directory = await open();
    const key = aKey();
    await directory.addKey(key, 1);
    for (let i = 0; i < 100; i++) await directory.key(key.id);
    expect(await directory.revokeKey(key.id)).toBe(true);
    expect(await directory.key(key.id)).toBeUndefined();
    expect(await directory.keys(key.tenant, key.device)).toEqual([]);
    expect(await directory.revokeKey(key.id)).toBe(false);
  });

  it('may be added again, as after a time-out, and count once', async () => {
    const directory = await open();
    const key = aKey();
    await directory.addKey(key, 1);
    expect(await directory.addKey(key, 1)).toBe('added');
    expect(await directory.keys(key.tenant, key.device)).toEqual([key]);
  });

  it("never take over another tenant's or device's id", async () => {
    const directory = await open();
    const key = aKey();
    await directory.addKey(key, 1);
    await expect(directory.addKey(aKey({ id: key.id }), 1)).rejects.toThrow(key.id);
    expect(await directory.key(key.id)).toEqual(key);
  });

  it('that are not there are absent, whatever is asked', async () => {
    const directory = await open();
    for (const odd of oddIds) {
      expect(await directory.key(odd)).toBeUndefined();
      expect(await directory.revokeKey(odd)).toBe(false);
    }
  });
};
