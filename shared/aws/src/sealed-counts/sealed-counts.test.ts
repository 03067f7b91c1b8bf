import { afterAll, beforeAll } from 'vitest';
import { sealedCountsContract } from '@sluice/testing/contracts/sealed-counts';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { dynamoSealedCounts } from './index.ts';

const tableName = 'sluice-test-counts';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

const open = async () => Promise.resolve(dynamoSealedCounts({ client: emulator.client(), tableName }));
sealedCountsContract('DynamoDB', open, open);
