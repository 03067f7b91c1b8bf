import { describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { AccessKey, Directory } from '@sluice/core/ports';
import { aTenantId } from '@sluice/testing/factories/directory';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { bootstrapOperator, handleMeta, operatorKey } from './index.ts';
import { anEvent, aWorld, servicesOn } from './testing.fixture.ts';

/** Fails from the n-th call on: before it is done, or after. A crash stays down; a fault is gone at the next call. */
const failing = (directory: Directory, n: number, when: 'before' | 'after', lasting: boolean): Directory => {
  let calls = 0;
  return new Proxy(directory, {
    get:
      (target, name) =>
      async (...args: unknown[]) => {
        const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        const isDown = ++calls === n || (lasting && calls > n);
        if (!isDown) return call(...args);
        if (when === 'after' && calls === n) await call(...args);
        throw new OutOfService(`injected ${when} ${String(name)}, call ${n}`);
      },
  });
};

const faults = [1, 2, 3, 4, 5, 6, 7].flatMap((n) =>
  (['before', 'after'] as const).flatMap((when) => [true, false].map((lasting) => ({ n, when, lasting }))),
);

describe.each(faults)(
  'a directory that fails at call $n, $when it, lasting: $lasting',
  ({ n, when, lasting }) => {
    it('makes a tenant whole, or leaves the name free or the tenant repairable', async () => {
      const { directory, operator, call } = await aWorld();
      const create = anEvent(operator, 'PUT tenant', { name: 'acme' });
      const result = await handleMeta(create, servicesOn(failing(directory, n, when, lasting)));
      expect([200, 503]).toContain(result.statusCode);
      const stored = await directory.tenantByName('acme');
      if (result.statusCode === 200) {
        const { accessKeyId, tenant } = JSON.parse(result.body) as Record<string, string>;
        expect(stored?.id).toBe(tenant);
        expect((await call({ id: accessKeyId ?? '' }, 'GET devices')).status).toBe(200);
        return;
      }
      const retry = await call(operator, 'PUT tenant', { name: 'acme' });
      if (stored === undefined) expect(retry.status).toBe(200);
      else {
        expect(retry.body['message']).toContain('sluice key create --tenant "acme"');
        const repaired = await call(operator, 'PUT key', { tenant: 'acme', role: 'admin' });
        expect((await call({ id: String(repaired.body['accessKeyId']) }, 'GET devices')).status).toBe(200);
      }
    });

    it('never leaves a key that opens a tenant and was not handed out, once it is back', async () => {
      const { a, directory } = await aWorld();
      const made: AccessKey[] = [];
      const watched = {
        ...directory,
        addKey: (key: AccessKey, limit: number) => (made.push(key), directory.addKey(key, limit)),
      };
      const event = anEvent(a.admin, 'PUT device/key', { deviceId: a.device.device });
      const result = await handleMeta(event, servicesOn(failing(watched, n, when, lasting)));
      expect([200, 503]).toContain(result.statusCode);
      const key = made[0] && (await directory.key(made[0].id));
      if (result.statusCode === 200) expect(key).toBeDefined();
      else if (!lasting) expect(key).toBeUndefined();
      // While the store stays down a key may stay: it is listed, and its secret is told to nobody.
      else if (key !== undefined) {
        expect((await directory.keys(a.tenant.id, a.device.device)).map(({ id }) => id)).toContain(key.id);
        expect(result.body).not.toContain(key.secret);
      }
    });

    it('lets the operator be made by the next start', async () => {
      const directory = memoryDirectory();
      const first = await bootstrapOperator(
        failing(directory, n, when, lasting),
        servicesOn(directory),
      ).catch(() => undefined);
      const second = await bootstrapOperator(directory, servicesOn(directory));
      const shown = await operatorKey(directory);
      expect(shown).toBeDefined();
      if (first !== undefined) expect(second).toBeUndefined();
      if (second !== undefined) expect(shown).toEqual(second);
      expect(await directory.tenants()).toHaveLength(1);
      expect(await directory.keys(shown?.tenant ?? aTenantId(), 'operator')).toHaveLength(1);
    });
  },
);

describe('failures of other kinds', () => {
  it('are 500 without an inner word, and logged', async () => {
    const { directory, operator } = await aWorld();
    const broken = { ...directory, tenants: () => Promise.reject(new TypeError('secret path /x')) };
    const logged: unknown[] = [];
    const services = { ...servicesOn(broken), log: (_: string, error: unknown) => logged.push(error) };
    const result = await handleMeta(anEvent(operator, 'GET tenants'), services);
    expect(result.statusCode).toBe(500);
    expect(result.body).not.toContain('secret path');
    expect(logged).toHaveLength(1);
  });

  it('of the directory are 503 with Retry-After', async () => {
    const { directory, operator } = await aWorld();
    const result = await handleMeta(
      anEvent(operator, 'GET tenants'),
      servicesOn(failing(directory, 1, 'before', true)),
    );
    expect(result).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  });
});

describe('bootstrapOperator', () => {
  it('makes one key however many start at once, and none the next time', async () => {
    const directory = memoryDirectory();
    const keys = await Promise.all(
      Array.from({ length: 5 }, () => bootstrapOperator(directory, servicesOn(directory))),
    );
    expect(keys.filter((key) => key !== undefined)).toHaveLength(1);
    expect(await bootstrapOperator(directory, servicesOn(directory))).toBeUndefined();
    expect(await directory.tenantByName('operator')).toMatchObject({ quota: { ratePerSecond: 'unlimited' } });
  });
});
