import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@sluice/core/layout';
import type { SchemaStore } from '@sluice/core/ports';
import { emptySchema, schemaLimits } from '@sluice/core/tenant-schema';
import { aTenantId } from '@sluice/testing/factories/directory';
import { aChange, aMetric, aTenantSchema } from '@sluice/testing/factories/tenant-schema';
import { seededRandom } from '@sluice/testing/faults/random';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { atRandom, type Call, crashAt, type Fault, injectInto } from '../dynamo/faults.fixture.ts';
import { dynamoSchemaStore } from './index.ts';

const tableName = 'sluice-test-schemas';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

const open = (choose: (call: Call) => Fault | undefined = () => undefined) => {
  const client = emulator.client();
  const calls = injectInto(client, choose);
  return { client, calls, store: dynamoSchemaStore({ client, tableName }) };
};

const write = async (store: SchemaStore, tenant: TenantId, version: number, by: string) =>
  store.replace(tenant, version - 1, aTenantSchema({ version, metricKeys: [by] }), aChange({ version, by }));

/** Schema and history agree, whatever happened. Gives who wrote each version, newest first. */
const writers = async (tenant: TenantId): Promise<readonly string[]> => {
  const { store } = open();
  const { version, metricKeys } = await store.get(tenant);
  const history = await store.history(tenant);
  expect(history.map((change) => change.version)).toEqual(
    Array.from({ length: version }, (_, i) => version - i),
  );
  if (version > 0) expect(metricKeys).toEqual([history[0]?.by]);
  return history.map(({ by }) => by);
};

const isPut = ({ command }: Call): boolean => command === 'PutItem';

describe('dynamoSchemaStore', () => {
  it('is whole after a crash at any call, and goes on', async () => {
    for (const when of ['before', 'after'] as const)
      for (let number = 0; number < 3; number += 1) {
        const tenant = aTenantId();
        await write(open().store, tenant, 1, 'first');
        const { store, calls } = open(crashAt(number, when));
        await expect(write(store, tenant, 2, 'crashed')).rejects.toMatchObject({ class: 'retryable' });
        expect(calls).toHaveLength(number + 1);
        const found = await writers(tenant);
        expect(found).toEqual(when === 'after' && number === 2 ? ['crashed', 'first'] : ['first']);
        expect(await write(open().store, tenant, found.length + 1, 'next')).toBe('stored');
        expect(await writers(tenant)).toEqual(['next', ...found]);
      }
  });

  it('knows its own write again when the SDK sent it twice', async () => {
    const tenant = aTenantId();
    const { store } = open((call) => (isPut(call) ? 'repeated' : undefined));
    for (const version of [1, 2, 3])
      expect(await write(store, tenant, version, `w${version}`)).toBe('stored');
    expect(await writers(tenant)).toEqual(['w3', 'w2', 'w1']);
  });

  it('knows it again when someone wrote after it, before its answer came', async () => {
    const tenant = aTenantId();
    const other = open().store;
    let puts = 0;
    const { store, client } = open();
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context['commandName'] !== 'PutItemCommand' || (puts += 1) > 1) return result;
        expect(await write(other, tenant, 2, 'other')).toBe('stored');
        return next(args);
      },
      { step: 'initialize' },
    );
    expect(await write(store, tenant, 1, 'mine')).toBe('stored');
    expect(await writers(tenant)).toEqual(['other', 'mine']);
  });

  it("does not take another's write for its own", async () => {
    const tenant = aTenantId();
    let raced = false;
    const { store } = open((call) => {
      raced ||= isPut(call);
      return undefined;
    });
    const results = await Promise.all(['a', 'b', 'c'].map((by) => write(store, tenant, 1, by)));
    expect(raced).toBe(true);
    expect(results.filter((result) => result === 'stored')).toHaveLength(1);
    expect(await writers(tenant)).toEqual([['a', 'b', 'c'][results.indexOf('stored')]]);
  });

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'loses no change that it said is stored, whatever fails (seed %i)',
    async (seed) => {
      const tenant = aTenantId();
      const random = seededRandom(seed);
      const said: string[] = [];
      const add = async (by: string): Promise<void> => {
        const { store } = open(atRandom(random, 0.3));
        for (let tries = 0; tries < 40; tries += 1) {
          const { version } = await open().store.get(tenant);
          const result = await write(store, tenant, version + 1, `${by}-${tries}`).catch(() => 'unknown');
          if (result === 'stored') return void said.push(`${by}-${tries}`);
        }
        throw new Error('40 tries were not enough');
      };
      await Promise.all(['a', 'b', 'c', 'd'].map(add));
      const found = await writers(tenant);
      expect(said).toHaveLength(4);
      expect(found).toEqual(expect.arrayContaining(said));
      expect(new Set(found).size).toBe(found.length);
    },
  );

  it('holds the largest schema with the largest change, of text that hardly compresses', async () => {
    const tenant = aTenantId();
    const random = seededRandom(1);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const text = (length: number): string =>
      Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
    const metric = { ...aMetric({ displayName: text(schemaLimits.storedBytes - 1_000) }), aliases: [] };
    const names = Array.from({ length: 100 }, () => text(schemaLimits.nameBytes));
    const change = aChange({ change: { action: 'update metric', aliases: names, timestampAliases: names } });
    expect(await open().store.replace(tenant, 0, aTenantSchema({ metrics: [metric] }), change)).toBe(
      'stored',
    );
    expect((await open().store.get(tenant)).metrics).toEqual([metric]);
    expect(await open().store.history(tenant)).toEqual([change]);
  });

  it('does not hand out what no write of ours made', async () => {
    const tenant = aTenantId();
    const item = { pk: { S: tenant }, sk: { S: 'schema' }, v: { N: '1' }, schema: { B: Buffer.from('x') } };
    for (const Item of [item, { ...item, change: { B: Buffer.from('x') } }]) {
      const { client, store } = open();
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
      await expect(store.get(tenant)).rejects.toMatchObject({ code: 'SchemaDamaged', class: 'ours' });
      await expect(store.history(tenant)).rejects.toThrow(tenant);
    }
  });

  it('is out of service without its table', async () => {
    const store = dynamoSchemaStore({ client: emulator.client(), tableName: 'not-there' });
    const tenant = aTenantId();
    await expect(store.get(tenant)).rejects.toMatchObject({ class: 'retryable' });
    await expect(store.history(tenant)).rejects.toThrow(/only Terraform makes tables/);
    await expect(store.replace(tenant, 0, { ...emptySchema, version: 1 }, aChange())).rejects.toMatchObject({
      class: 'retryable',
    });
  });
});
