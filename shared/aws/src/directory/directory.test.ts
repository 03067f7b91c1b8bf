import { afterAll, beforeAll, expect } from 'vitest';
import type { AccessKey, Directory } from '@sluice/core/ports';
import { directoryContract } from '@sluice/testing/contracts/directory';
import { type Emulator, makeTable, startDynalite } from '../dynamo/dynalite.fixture.ts';
import { dynamoDirectory } from './index.ts';

const tableName = 'sluice-test-directory';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startDynalite();
  await makeTable(emulator.client(), tableName);
});
afterAll(() => emulator.close());

/** The contract asks for secrets, which the directory leaves to IAM: it must give none, and gets them back here. */
const withIam = (directory: Directory): Directory => {
  const secrets = new Map<string, string>();
  const withSecret = (key: AccessKey): AccessKey => {
    expect(key.secret).toBe('');
    return { ...key, secret: secrets.get(key.id) ?? '' };
  };
  return {
    ...directory,
    addKey: async (key, limit) => {
      if (!secrets.has(key.id)) secrets.set(key.id, key.secret);
      return directory.addKey(key, limit);
    },
    key: async (id) => {
      const key = await directory.key(id);
      return key && withSecret(key);
    },
    keys: async (tenant, device) => (await directory.keys(tenant, device)).map(withSecret),
  };
};

directoryContract('DynamoDB', () => withIam(dynamoDirectory({ client: emulator.client(), tableName })));
