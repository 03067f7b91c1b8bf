import { afterAll, beforeAll } from 'vitest';
import { acceptedContract } from '@sluice/testing/contracts/accepted';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { dynamoLedger } from './index.ts';

const tableName = 'sluice-test-counts';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

const open = async () => Promise.resolve(dynamoLedger({ client: emulator.client(), tableName }));
acceptedContract('DynamoDB', open, open);
