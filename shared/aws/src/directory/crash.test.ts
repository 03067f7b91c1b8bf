import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessKey, Device, Directory, Tenant } from '@sluice/core/ports';
import { aDevice, aKey, aTenant } from '@sluice/testing/factories/directory';
import { seededRandom } from '@sluice/testing/faults/random';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { atRandom, type Call, crashAt, type Fault, injectInto } from '../dynamo/faults.fixture.ts';
import { dynamoDirectory } from './index.ts';

const tableName = 'sluice-test-directory';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

const open = (choose: (call: Call) => Fault | undefined = () => undefined) => {
  const client = emulator.client();
  const calls = injectInto(client, choose);
  return { calls, directory: dynamoDirectory({ client, tableName }) };
};

const kept = (key: AccessKey): AccessKey => ({ ...key, secret: '' });

/**
 * Runs `change` once for each of its calls and for `before` and `after` it, on what `prepare` made anew, and dies there; then `check`s with
 * a directory of another life.
 */
const crashMatrix = async <T>(
  prepare: () => Promise<T>,
  change: (directory: Directory, world: T) => Promise<unknown>,
  check: (directory: Directory, world: T) => Promise<void>,
): Promise<void> => {
  const whole = open();
  await change(whole.directory, await prepare());
  const count = whole.calls.length;
  expect(count).toBeGreaterThan(2);
  for (const when of ['before', 'after'] as const)
    for (let number = 0; number < count; number += 1) {
      const world = await prepare();
      await expect(change(open(crashAt(number, when)).directory, world)).rejects.toMatchObject({
        class: 'retryable',
      });
      await check(open().directory, world);
    }
};

/** Whether a tenant is there: by id, by name and in the list alike. */
const isThere = async (directory: Directory, tenant: Tenant): Promise<boolean> => {
  const byId = await directory.tenant(tenant.id);
  const byName = await directory.tenantByName(tenant.name);
  const listed = (await directory.tenants()).filter(({ id }) => id === tenant.id);
  const isFound = byId !== undefined;
  expect(byId).toEqual(isFound ? tenant : undefined);
  expect(byName?.id === tenant.id).toBe(isFound);
  expect(listed).toEqual(isFound ? [tenant] : []);
  return isFound;
};

describe('a crash while a tenant is created', () => {
  const prepare = async () => aTenant();
  const create = (directory: Directory, tenant: Tenant) => directory.createTenant(tenant);

  it('leaves it whole or not at all, and the same call finishes it', async () => {
    await crashMatrix(prepare, create, async (directory, tenant) => {
      await isThere(directory, tenant);
      expect(await directory.createTenant(tenant)).toBe('created');
      expect(await isThere(directory, tenant)).toBe(true);
    });
  });

  it('leaves the name to another one, if it is not there', async () => {
    const seen = new Set<boolean>();
    await crashMatrix(prepare, create, async (directory, tenant) => {
      const wasThere = await isThere(directory, tenant);
      seen.add(wasThere);
      const other = aTenant({ name: tenant.name });
      expect(await directory.createTenant(other)).toBe(wasThere ? 'taken' : 'created');
      expect(await isThere(directory, other)).toBe(!wasThere);
      expect(await isThere(directory, tenant)).toBe(wasThere);
      if (!wasThere) expect(await directory.createTenant(tenant)).toBe('taken');
    });
    expect(seen).toEqual(new Set([true, false]));
  });
});

/** Whether a key is there: by id and with its device alike. */
const isKey = async (directory: Directory, key: AccessKey): Promise<boolean> => {
  const byId = await directory.key(key.id);
  const ofDevice = (await directory.keys(key.tenant, key.device)).filter(({ id }) => id === key.id);
  const isFound = byId !== undefined;
  expect(byId).toEqual(isFound ? kept(key) : undefined);
  expect(ofDevice).toEqual(isFound ? [kept(key)] : []);
  return isFound;
};

describe('a crash while a key is added', () => {
  const prepare = async () => aKey({ device: 'pump', role: 'device' });
  const add = (directory: Directory, key: AccessKey) => directory.addKey(key, 1);

  it('leaves it whole or not at all, and the same call finishes it', async () => {
    await crashMatrix(prepare, add, async (directory, key) => {
      await isKey(directory, key);
      expect(await directory.addKey(key, 1)).toBe('added');
      expect(await isKey(directory, key)).toBe(true);
    });
  });

  it('takes no room when it is not there, and can be revoked when it is', async () => {
    const seen = new Set<boolean>();
    await crashMatrix(prepare, add, async (directory, key) => {
      const wasThere = await isKey(directory, key);
      seen.add(wasThere);
      const other = aKey({ tenant: key.tenant, device: key.device });
      if (wasThere) expect(await directory.addKey(other, 1)).toBe('full');
      expect(await directory.revokeKey(key.id)).toBe(wasThere);
      expect(await directory.addKey(other, 1)).toBe('added');
      expect(await isKey(directory, key)).toBe(false);
      expect(await isKey(directory, other)).toBe(true);
    });
    expect(seen).toEqual(new Set([true, false]));
  });
});

describe('a crash while a key is revoked', () => {
  const prepare = async () => {
    const key = aKey({ device: 'pump', role: 'device' });
    await open().directory.addKey(key, 1);
    return key;
  };
  const revoke = (directory: Directory, key: AccessKey) => directory.revokeKey(key.id);

  it('leaves it there or gone; gone makes room', async () => {
    const seen = new Set<boolean>();
    await crashMatrix(prepare, revoke, async (directory, key) => {
      const isStill = await isKey(directory, key);
      seen.add(isStill);
      const other = aKey({ tenant: key.tenant, device: key.device });
      expect(await directory.addKey(other, 1)).toBe(isStill ? 'full' : 'added');
      expect(await directory.revokeKey(key.id)).toBe(isStill);
      expect(await isKey(directory, key)).toBe(false);
    });
    expect(seen).toEqual(new Set([true, false]));
  });
});

describe('a crash while a device is deleted', () => {
  interface World {
    readonly device: Device;
    readonly keys: readonly AccessKey[];
  }
  const prepare = async (): Promise<World> => {
    const device = aDevice();
    const { directory } = open();
    await directory.putDevice(device);
    const keys = [1, 2].map(() => aKey({ tenant: device.tenant, device: device.id, role: 'device' }));
    for (const key of keys) await directory.addKey(key, 2);
    return { device, keys };
  };

  it('leaves no key behind that works when the device is gone', async () => {
    await crashMatrix(
      prepare,
      (directory, { device }) => directory.deleteDevice(device.tenant, device.id),
      async (directory, { device, keys }) => {
        const isLeft = (await directory.device(device.tenant, device.id)) !== undefined;
        const works = async () => Promise.all(keys.map((key) => isKey(directory, key)));
        if (!isLeft) expect(await works()).toEqual([false, false]);
        expect(await directory.deleteDevice(device.tenant, device.id)).toBe(isLeft);
        expect(await works()).toEqual([false, false]);
        expect(await directory.devices(device.tenant)).toEqual([]);
      },
    );
  });
});

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('many at once, with anything failing', () => {
  it.each(seeds)('one tenant has a name, and those who were told know it (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const name = `rivals of seed ${seed}`;
    const rivals = Array.from({ length: 6 }, () => aTenant({ name }));
    const results = await Promise.all(
      rivals.map((rival) =>
        open(atRandom(random, 0.2))
          .directory.createTenant(rival)
          .catch(() => 'unknown'),
      ),
    );
    const { directory } = open();
    const winner = await directory.tenantByName(name);
    for (const [i, rival] of rivals.entries()) {
      expect(await isThere(directory, rival)).toBe(rival.id === winner?.id);
      if (results[i] === 'created') expect(rival.id).toBe(winner?.id);
      if (results[i] === 'taken') expect(winner).toBeDefined();
    }
  });

  it.each(seeds)('a device has no more keys than its limit (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const keys = Array.from({ length: 5 }, () => aKey({ device: 'pump' })).map((key, _, all) => ({
      ...key,
      tenant: all[0]?.tenant ?? key.tenant,
    }));
    const revoked = new Set<string>();
    const live = async (key: AccessKey): Promise<void> => {
      const { directory } = open(atRandom(random, 0.2));
      const result = await directory.addKey(key, 2).catch(() => 'unknown');
      if (result !== 'added' || random() < 0.5) return;
      if ((await directory.revokeKey(key.id).catch(() => 'unknown')) === true) revoked.add(key.id);
    };
    await Promise.all(keys.map(live));
    const { directory } = open();
    const there = await directory.keys(keys[0]?.tenant ?? aKey().tenant, 'pump');
    expect(there.length).toBeLessThanOrEqual(2);
    for (const key of keys) {
      const isFound = (await directory.key(key.id)) !== undefined;
      if (revoked.has(key.id)) expect(isFound).toBe(false);
      // A revocation that died half-way took the key out of one place only if it is refused already.
      if (isFound) expect(there.map(({ id }) => id)).toContain(key.id);
    }
  });

  it('knows its own writes again when the SDK sent each of them twice', async () => {
    const { directory } = open((call) => (call.command === 'GetItem' ? undefined : 'repeated'));
    const tenant = aTenant();
    const device = aDevice({ tenant: tenant.id });
    const key = aKey({ tenant: tenant.id, device: device.id, role: 'device' });
    expect(await directory.createTenant(tenant)).toBe('created');
    await directory.putDevice(device);
    expect(await directory.addKey(key, 1)).toBe('added');
    expect(await directory.revokeKey(key.id)).toBe(true);
    expect(await directory.deleteDevice(tenant.id, device.id)).toBe(true);
  });
});
