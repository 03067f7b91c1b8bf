import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { chunkStoreContract } from '@sluice/testing/contracts/chunk-store';
import { openChunkStore } from './index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sluice-chunks-'));
const store = openChunkStore(folder);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

chunkStoreContract('LMDB', () => store);
