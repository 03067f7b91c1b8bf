import { afterAll, beforeAll, expect, it } from 'vitest';
import { stateStoreContract } from '@sluice/testing/contracts/state-store';
import { anId } from '@sluice/testing/factories/directory';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { injectInto } from '../dynamo/faults.fixture.ts';
import { dynamoStateStore } from './index.ts';

const tableName = 'sluice-test-state';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

const open = async () => Promise.resolve(dynamoStateStore({ client: emulator.client(), tableName }));
stateStoreContract('DynamoDB', open, open);

it('a write that the SDK sent twice is stored, not a conflict', async () => {
  const client = emulator.client();
  injectInto(client, ({ command }) => (command === 'PutItem' ? 'repeated' : undefined));
  const store = dynamoStateStore({ client, tableName });
  const partition = anId();
  expect(await store.replace(partition, 'k', 0, 'one')).toBe('stored');
  expect(await store.replace(partition, 'k', 1, 'two')).toBe('stored');
});

it('a table that is away is out of service', async () => {
  const store = dynamoStateStore({ client: emulator.client(), tableName: 'sluice-test-no-such-table' });
  await expect(store.get('p', 'k')).rejects.toMatchObject({ name: 'OutOfService' });
  await expect(store.replace('p', 'k', 0, '')).rejects.toMatchObject({ name: 'OutOfService' });
  await expect(store.remove('p', 'k', 1)).rejects.toMatchObject({ name: 'OutOfService' });
});
