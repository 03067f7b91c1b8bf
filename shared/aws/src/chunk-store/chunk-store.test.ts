import { afterAll, beforeAll } from 'vitest';
import type { ChunkStore } from '@sluice/core/ports';
import { isTableName } from '@sluice/core/layout';
import { chunkStoreContract } from '@sluice/testing/contracts/chunk-store';
import { seededRandom } from '@sluice/testing/faults/random';
import { dropTable, type Emulator, makeChunkTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { dynamoChunkStore } from './index.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
});
afterAll(() => emulator.close());

let opened = 0;

/** The store with Terraform's part: tables are made before the first put, and dropped. */
const withTerraform = (store: ChunkStore, prefix: string): ChunkStore => {
  const client = emulator.client();
  return {
    ...store,
    put: async (chunks) => {
      const tables = new Set(chunks.map(({ partition }) => partition.table).filter(isTableName));
      for (const table of tables) await makeChunkTable(client, `${prefix}${table}`);
      return store.put(chunks);
    },
    dropTable: (table) => dropTable(client, `${prefix}${table}`),
  };
};

chunkStoreContract('DynamoDB', () => {
  const tablePrefix = `sluice-${(opened += 1)}-near-line-`;
  const client = emulator.client();
  const random = seededRandom(opened);
  const sleep = (): Promise<void> => Promise.resolve();
  return withTerraform(dynamoChunkStore({ client, tablePrefix, random, sleep }), tablePrefix);
});
