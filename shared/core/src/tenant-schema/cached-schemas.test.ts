import { describe, expect, it } from 'vitest';
import { OutOfService } from '../failure/index.ts';
import type { TenantId } from '../layout/index.ts';
import type { SchemaStore } from '../ports/index.ts';
import { cachedSchemas, emptySchema, schemaMaxAgeMs, type TenantSchema } from './index.ts';

const aTenant = (n: number): TenantId => `01JD${String(n).padStart(22, '0')}` as TenantId;
const mine = aTenant(1);

const aClock = () => {
  let at = 1_790_000_000_000;
  return {
    now: () => at,
    pass: (ms: number) => {
      at += ms;
    },
  };
};

/** A store of which every read waits until it is answered, and whose reads are counted. */
const aStore = () => {
  let version = 1;
  let reads = 0;
  const state = { fault: undefined as Error | undefined, slow: false };
  const waiting: (() => void)[] = [];
  const store: SchemaStore = {
    get: async (): Promise<TenantSchema> => {
      reads++;
      const schema = { ...emptySchema, version };
      const { fault } = state;
      if (state.slow) await new Promise<void>((resolve) => waiting.push(resolve));
      if (fault !== undefined) throw fault;
      return schema;
    },
    replace: async () => 'conflict',
    history: async () => [],
  };
  const answer = (n: number) => waiting.splice(n, 1).forEach((go) => go());
  return {
    store,
    state,
    answer,
    write: () => {
      version++;
    },
    reads: () => reads,
  };
};

const made = (maxAgeMs?: number, maxTenants?: number) => {
  const clock = aClock();
  const fake = aStore();
  return { clock, ...fake, cache: cachedSchemas(fake.store, clock, maxAgeMs, maxTenants) };
};

describe('cachedSchemas', () => {
  it('reads once within the bound, and again at it', async () => {
    const { cache, clock, reads, write } = made();
    expect((await cache.get(mine)).version).toBe(1);
    write();
    clock.pass(schemaMaxAgeMs - 1);
    expect((await cache.get(mine)).version).toBe(1);
    expect(reads()).toBe(1);
    clock.pass(1);
    expect((await cache.get(mine)).version).toBe(2);
    expect(reads()).toBe(2);
  });

  it('does not stay young by being asked', async () => {
    const { cache, clock, write } = made();
    await cache.get(mine);
    write();
    for (let i = 0; i < 10; i++) {
      clock.pass(100);
      await cache.get(mine);
    }
    expect((await cache.get(mine)).version).toBe(2);
  });

  it('builds an index once a version', async () => {
    const { cache, clock, write } = made();
    const first = await cache.get(mine);
    clock.pass(5_000);
    expect(await cache.get(mine)).toBe(first);
    write();
    clock.pass(5_000);
    expect(await cache.get(mine)).not.toBe(first);
  });

  it('shares one read among callers that miss together', async () => {
    const { cache, state, answer, reads } = made();
    state.slow = true;
    const all = Promise.all([cache.get(mine), cache.get(mine), cache.get(mine)]);
    answer(0);
    const [a, b, c] = await all;
    expect(reads()).toBe(1);
    expect(a).toBe(b);
    expect(b).toBe(c);
  });

  it('counts the age from the start of the read', async () => {
    const { cache, clock, state, answer, reads } = made();
    state.slow = true;
    const first = cache.get(mine);
    clock.pass(schemaMaxAgeMs);
    answer(0);
    await first;
    const second = cache.get(mine);
    expect(reads()).toBe(2);
    answer(0);
    await second;
  });

  it('does not answer with a read that began too long ago, nor lets it undo a later one', async () => {
    const { cache, clock, state, answer, write, reads } = made();
    state.slow = true;
    const stuck = cache.get(mine);
    clock.pass(schemaMaxAgeMs);
    write();
    const later = cache.get(mine);
    expect(reads()).toBe(2);
    answer(1);
    expect((await later).version).toBe(2);
    answer(0);
    expect((await stuck).version).toBe(1); // whoever asked then gets what was then
    expect((await cache.get(mine)).version).toBe(2);
    expect(reads()).toBe(2);
  });

  it('serves what is known while the store is away, and only within the bound', async () => {
    const { cache, clock, state } = made();
    await cache.get(mine);
    state.fault = new OutOfService('away');
    clock.pass(schemaMaxAgeMs - 1);
    expect((await cache.get(mine)).version).toBe(1);
    clock.pass(1);
    await expect(cache.get(mine)).rejects.toMatchObject({ class: 'retryable' });
    state.fault = undefined;
    expect((await cache.get(mine)).version).toBe(1);
  });

  it('tries again after a failure, which all that waited are told of', async () => {
    const { cache, state, reads } = made();
    state.fault = new OutOfService('away');
    const results = await Promise.allSettled([cache.get(mine), cache.get(mine)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(reads()).toBe(1);
    state.fault = undefined;
    await cache.get(mine);
    expect(reads()).toBe(2);
  });

  it('does not take what it knows for fresh when the clock is set back', async () => {
    const { cache, clock, write } = made();
    await cache.get(mine);
    write();
    clock.pass(-3_600_000);
    expect((await cache.get(mine)).version).toBe(2);
    clock.pass(1);
    write();
    expect((await cache.get(mine)).version).toBe(2); // and is a cache again
  });

  it('keeps the tenants used last, and no more than the bound', async () => {
    const { cache, reads } = made(1_000, 2);
    const [a, b, c] = [aTenant(1), aTenant(2), aTenant(3)];
    await cache.get(a);
    await cache.get(b);
    await cache.get(a);
    await cache.get(c); // b goes
    await cache.get(a);
    await cache.get(c);
    expect(reads()).toBe(3);
    await cache.get(b);
    expect(reads()).toBe(4);
  });
});
