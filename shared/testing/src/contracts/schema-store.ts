import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '@sluice/core/layout';
import type { SchemaStore } from '@sluice/core/ports';
import { emptySchema, schemaLimits, type SchemaChange, type TenantSchema } from '@sluice/core/tenant-schema';
import { aTenantId } from '../factories/directory.ts';
import { aChange, aField, aMetric, aTenantSchema } from '../factories/tenant-schema.ts';

export interface OpenSchemaStore {
  readonly store: SchemaStore;
  /** Opens the same data a second time; absent when the adapter forgets it with the process. */
  readonly reopen?: () => Promise<SchemaStore>;
  readonly close: () => Promise<void>;
}

/** Names that are told apart nowhere but in careless code. */
const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '水 🌊',
  '"',
  '\\',
  'a b',
  'A',
  'a',
];

/** Adds one metric to what is stored, trying again as long as someone else is first. Gives how often it was. */
const addMetric = async (store: SchemaStore, tenant: TenantId, name: string): Promise<number> => {
  for (let lost = 0; ; lost++) {
    const schema = await store.get(tenant);
    const version = schema.version + 1;
    const next = { ...schema, version, metrics: [...schema.metrics, aMetric({ displayName: name })] };
    const change = aChange({ version, change: { action: 'create metric', metricName: name } });
    if ((await store.replace(tenant, schema.version, next, change)) === 'stored') return lost;
  }
};

/**
 * The contract of the SchemaStore port.
 * @param make gives a store for one case, which is closed after it
 */
export const schemaStoreContract = (
  name: string,
  make: () => OpenSchemaStore | Promise<OpenSchemaStore>,
): void => {
  describe(`${name}: schema store`, () => {
    let opened: OpenSchemaStore;
    let store: SchemaStore;
    beforeEach(async () => {
      opened = await make();
      ({ store } = opened);
    });
    afterEach(() => opened.close());
    readAndWriteCases(() => store);
    racingCases(() => store);
    historyCases(() => store);
    reopeningCases(() => opened);
  });
};

const readAndWriteCases = (store: () => SchemaStore): void => {
  it('has the empty schema, version 0, for a tenant nobody has written for', async () => {
    const tenant = aTenantId();
    expect(await store().get(tenant)).toEqual(emptySchema);
    expect(await store().history(tenant)).toEqual([]);
  });

  it('gives back what was stored, whole', async () => {
    const tenant = aTenantId();
    const schema = aTenantSchema({
      timestampPatterns: ['ISO_INSTANT'],
      metricKeys: ['kind', 'kind'],
      metrics: [
        aMetric({
          displayName: 'pump',
          aliases: ['pump', ...oddNames],
          timestampAliases: ['ts', '__proto__'],
          fields: oddNames.map((displayName, i) => aField({ id: `f${i}`, displayName, type: 'LONG' })),
        }),
      ],
      tombstones: oddNames.map((old) => ({ name: old, deletedAt: 1_790_000_000_123 })),
    });
    expect(await store().replace(tenant, 0, schema, aChange())).toBe('stored');
    expect(await store().get(tenant)).toEqual(schema);
  });

  it('stores the largest schema that is allowed', async () => {
    const tenant = aTenantId();
    const metric = aMetric({ displayName: 'm'.repeat(schemaLimits.storedBytes - 1_000) });
    const schema = aTenantSchema({ metrics: [{ ...metric, aliases: [] }] });
    expect(await store().replace(tenant, 0, schema, aChange())).toBe('stored');
    expect(await store().get(tenant)).toEqual(schema);
  });

  it('keeps tenants apart', async () => {
    const [mine, theirs] = [aTenantId(), aTenantId()];
    await addMetric(store(), mine, 'pump');
    expect(await store().get(theirs)).toEqual(emptySchema);
    expect(await store().history(theirs)).toEqual([]);
    await addMetric(store(), theirs, 'fan');
    await addMetric(store(), theirs, 'lamp');
    expect((await store().get(mine)).metrics.map(({ displayName }) => displayName)).toEqual(['pump']);
    expect(await store().history(mine)).toHaveLength(1);
  });

  it('is not changed through what it took or gave', async () => {
    const tenant = aTenantId();
    const patterns = ['ISO_INSTANT'];
    await store().replace(tenant, 0, aTenantSchema({ timestampPatterns: patterns }), aChange());
    patterns.push('taken');
    ((await store().get(tenant)).timestampPatterns as string[]).push('given');
    expect((await store().get(tenant)).timestampPatterns).toEqual(['ISO_INSTANT']);
  });
};

const racingCases = (store: () => SchemaStore): void => {
  it('refuses a write over another version, and then stores neither schema nor change', async () => {
    const tenant = aTenantId();
    await addMetric(store(), tenant, 'pump');
    const before = await store().get(tenant);
    for (const expected of [0, 2]) {
      const next = aTenantSchema({ version: expected + 1, metricKeys: ['lost'] });
      expect(await store().replace(tenant, expected, next, aChange({ version: expected + 1 }))).toBe(
        'conflict',
      );
    }
    expect(await store().get(tenant)).toEqual(before);
    expect(await store().history(tenant)).toHaveLength(1);
  });

  it('lets one of two racing writers win', async () => {
    const tenant = aTenantId();
    const write = (key: string) =>
      store().replace(tenant, 0, aTenantSchema({ metricKeys: [key] }), aChange({ by: key }));
    const results = await Promise.all([write('a'), write('b')]);
    expect([...results].sort()).toEqual(['conflict', 'stored']);
    const winner = results[0] === 'stored' ? 'a' : 'b';
    expect((await store().get(tenant)).metricKeys).toEqual([winner]);
    expect((await store().history(tenant)).map(({ by }) => by)).toEqual([winner]);
  });

  it('shows a writer that lost what the winner wrote, so that nobody undoes anybody', async () => {
    const tenant = aTenantId();
    const names = Array.from({ length: 12 }, (_, i) => `metric ${i}`);
    const lost = await Promise.all(names.map((one) => addMetric(store(), tenant, one)));
    expect(Math.max(...lost)).toBeLessThan(names.length); // each loss is another's win
    const schema = await store().get(tenant);
    expect(schema.version).toBe(names.length);
    expect(schema.metrics.map(({ displayName }) => displayName).sort()).toEqual([...names].sort());
    expect(await store().history(tenant)).toHaveLength(names.length);
  });
};

const historyCases = (store: () => SchemaStore): void => {
  it('has the history newest first, beyond ten entries too', async () => {
    const tenant = aTenantId();
    for (let i = 1; i <= 12; i++) await addMetric(store(), tenant, `metric ${i}`);
    const history = await store().history(tenant);
    expect(history.map(({ version }) => version)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('gives back a change as it was', async () => {
    const tenant = aTenantId();
    const change: SchemaChange = aChange({
      by: 'SL000000000000000007',
      at: 1_790_000_000_456,
      change: {
        action: 'update metric',
        metricName: '__proto__',
        aliases: oddNames,
        nested: { deep: [1, null] },
      },
    });
    await store().replace(tenant, 0, aTenantSchema(), change);
    expect(await store().history(tenant)).toEqual([change]);
  });
};

const reopeningCases = (opened: () => OpenSchemaStore): void => {
  it('has all of it after opening again', async (context) => {
    const { store, reopen } = opened();
    if (reopen === undefined) {
      console.warn('not run: this adapter forgets with its process, by design');
      context.skip();
      return;
    }
    const tenant = aTenantId();
    await addMetric(store, tenant, 'pump');
    await addMetric(store, tenant, 'fan');
    const before: [TenantSchema, readonly SchemaChange[]] = [
      await store.get(tenant),
      await store.history(tenant),
    ];
    const again = await reopen();
    expect([await again.get(tenant), await again.history(tenant)]).toEqual(before);
    await addMetric(again, tenant, 'lamp');
    expect((await again.get(tenant)).version).toBe(3);
  });
};
