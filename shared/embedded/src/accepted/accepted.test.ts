import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { acceptedContract } from '@sluice/testing/contracts/accepted';
import { openAcceptedLedger, type EmbeddedAcceptedLedger } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-accepted-'));
let folder = '';
let last: EmbeddedAcceptedLedger | undefined;

const opened = (): Promise<EmbeddedAcceptedLedger> => {
  last = openAcceptedLedger(folder);
  return Promise.resolve(last);
};

afterAll(async () => {
  await last?.close();
  rmSync(root, { recursive: true });
});

acceptedContract(
  'LMDB',
  async () => {
    await last?.close();
    folder = mkdtempSync(join(root, 'ledger-'));
    return opened();
  },
  async () => {
    await last?.close();
    return opened();
  },
);
