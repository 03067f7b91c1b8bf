import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { stateStoreContract } from '@sluice/testing/contracts/state-store';
import { openStateStore, type EmbeddedStateStore } from './index.ts';

const folders: string[] = [];
const opened: EmbeddedStateStore[] = [];
const openAt = (folder: string): EmbeddedStateStore => {
  const store = openStateStore(folder);
  opened.push(store);
  return store;
};
const closeAll = async (): Promise<void> => {
  for (const store of opened.splice(0)) await store.close();
};
afterEach(closeAll);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

stateStoreContract(
  'LMDB',
  async () => {
    folders.push(mkdtempSync(join(tmpdir(), 'sluice-state-')));
    return Promise.resolve(openAt(folders.at(-1) ?? ''));
  },
  async () => {
    await closeAll();
    return openAt(folders.at(-1) ?? '');
  },
);
