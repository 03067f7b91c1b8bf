import { afterAll, beforeAll } from 'vitest';
import { schemaStoreContract } from '@sluice/testing/contracts/schema-store';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { dynamoSchemaStore } from './index.ts';

const tableName = 'sluice-test-schemas';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

schemaStoreContract('DynamoDB', () => {
  const open = () => dynamoSchemaStore({ client: emulator.client(), tableName });
  return { store: open(), reopen: async () => Promise.resolve(open()), close: () => Promise.resolve() };
});
