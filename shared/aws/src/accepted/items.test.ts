import { gzipSync } from 'node:zlib';
import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@sluice/core/layout';
import type { Tally } from '@sluice/core/ports';
import { aTally } from '@sluice/testing/factories/books';
import { anHour } from '@sluice/testing/factories/chunks';
import { aTenantId } from '@sluice/testing/factories/directory';
import { seededRandom } from '@sluice/testing/faults/random';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { atRandom, type Call, type Fault, injectInto } from '../dynamo/faults.fixture.ts';
import { dynamoSealedCounts } from '../sealed-counts/index.ts';
import { dynamoLedger } from './index.ts';

const tableName = 'sluice-test-counts';
const hourMs = 3_600_000;
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

const open = (choose: (call: Call) => Fault | undefined = () => undefined) => {
  const client = emulator.client();
  injectInto(client, choose);
  return { client, ledger: dynamoLedger({ client, tableName }) };
};

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** As random as a ULID: ten characters of time, sixteen of chance. */
const aUlid = (at: number, random: () => number): string =>
  `01KAR${at.toString(32).toUpperCase().padStart(5, '0')}`.replaceAll(/[ILOU]/g, 'Z') +
  Array.from({ length: 16 }, () => alphabet[Math.floor(random() * 32)]).join('');

const itemsOf = async (tenant: TenantId) => {
  const { client } = open();
  const ExpressionAttributeValues = { ':p': { S: tenant } };
  const { Items = [] } = await client.send(
    new QueryCommand({ TableName: tableName, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues }),
  );
  return Items;
};

const recordsOf = async (tenant: TenantId): Promise<readonly Tally[]> =>
  (await Array.fromAsync(open().ledger.records(tenant))).sort((a, b) => (a.recordId < b.recordId ? -1 : 1));

describe('dynamoLedger, items', () => {
  it('are one for each tenant and hour of a call, the same for the same tallies in any order', async () => {
    const [mine, theirs] = [aTenantId(), aTenantId()];
    const tallies = [mine, theirs].flatMap((tenant) =>
      [0, 1, hourMs, hourMs + 1].map((ms) => aTally(tenant, { receivedAt: anHour + ms })),
    );
    const { ledger } = open();
    await ledger.add(tallies);
    await ledger.add([...tallies].reverse());
    expect(await itemsOf(mine)).toHaveLength(2);
    expect(await itemsOf(theirs)).toHaveLength(2);
    await ledger.add(tallies.slice(0, 1));
    expect(await itemsOf(mine)).toHaveLength(3);
    expect(await recordsOf(mine)).toEqual(tallies.filter(({ tenant }) => tenant === mine));
  });

  it('cost at most 20 bytes a record of a full batch, and stay below the size of an item', async () => {
    const tenant = aTenantId();
    const random = seededRandom(7);
    const records = (count: number): readonly Tally[] =>
      Array.from({ length: count }, (_, i) => {
        const receivedAt = anHour + i * 10;
        return { tenant, receivedAt, recordId: aUlid(i, random), events: 1 + Math.floor(random() * 9) };
      });
    await open().ledger.add(records(500));
    const [item] = await itemsOf(tenant);
    const bytes = item?.['b']?.B?.byteLength ?? Infinity;
    expect(bytes / 500).toBeLessThan(20);
    await open().ledger.add(records(40_000));
    const sizes = (await itemsOf(tenant)).map((one) => one['b']?.B?.byteLength ?? Infinity);
    expect(Math.max(...sizes)).toBeLessThan(390_000);
    expect(await recordsOf(tenant)).toHaveLength(40_500);
  });

  it('are told apart from sealed counts in the same table', async () => {
    const tenant = aTenantId();
    const { client, ledger } = open();
    const tally = aTally(tenant);
    const sealed = dynamoSealedCounts({ client, tableName });
    const hour = { table: '2026-w48', tenant, hour: '2026-11-23T03' };
    const events = [{ recordId: tally.recordId, fate: 'stored', runs: [[0, 0]] }] as const;
    await ledger.add([tally]);
    await sealed.seal([{ ...hour, events }]);
    expect(await recordsOf(tenant)).toEqual([tally]);
    expect(await Array.fromAsync(sealed.hours(tenant))).toEqual([{ ...hour, events }]);
  });

  it.each(['not gzip', 'another line'])(
    'that are damaged (%s) are named, never a smaller count',
    async (how) => {
      const tenant = aTenantId();
      const { client, ledger } = open();
      const body = how === 'not gzip' ? Buffer.from(how) : gzipSync('["01JD",1]\n');
      const Item = { pk: { S: tenant }, sk: { S: 'accepted#2026-11-23T03#x' }, b: { B: body } };
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
      await expect(Array.fromAsync(ledger.records(tenant))).rejects.toMatchObject({
        code: 'CountsDamaged',
        message: expect.stringContaining(`${tenant} / accepted#2026-11-23T03#x`) as string,
      });
    },
  );
});

describe('dynamoLedger under faults', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'has what it said it has, each record once (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const { ledger } = open(atRandom(random, 0.4));
      const tenant = aTenantId();
      const tallies = Array.from({ length: 60 }, (_, i) =>
        aTally(tenant, { receivedAt: anHour + i * 200_000, events: i + 1 }),
      );
      for (let at = 0; at < tallies.length;) {
        const batch = tallies.slice(Math.max(0, at - Math.floor(random() * 8)), at + 10);
        const isAdded = await ledger.add(batch).then(
          () => true,
          (error: unknown) => (expect(error).toMatchObject({ class: 'retryable' }), false),
        );
        if (!isAdded) continue;
        expect(await recordsOf(tenant)).toEqual(expect.arrayContaining(batch));
        at += 10;
      }
      expect(await recordsOf(tenant)).toEqual(tallies);
    },
  );
});
