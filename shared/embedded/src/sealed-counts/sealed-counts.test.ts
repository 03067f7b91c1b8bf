import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { open } from 'lmdb';
import { afterAll, afterEach, expect, it } from 'vitest';
import { sealedCountsContract } from '@sluice/testing/contracts/sealed-counts';
import { aTenantId } from '@sluice/testing/factories/directory';
import { openSealedCounts, type EmbeddedSealedCounts } from './index.ts';

const folders: string[] = [];
const opened: EmbeddedSealedCounts[] = [];
const aFolder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'sluice-sealed-')));
  return folders.at(-1) ?? '';
};
const openAt = (folder: string): EmbeddedSealedCounts => {
  opened.push(openSealedCounts(folder));
  return opened.at(-1) as EmbeddedSealedCounts;
};
const closeAll = async (): Promise<void> => {
  for (const store of opened.splice(0)) await store.close();
};
afterEach(closeAll);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

sealedCountsContract(
  'LMDB',
  async () => openAt(aFolder()),
  async () => {
    await closeAll();
    return openAt(folders.at(-1) ?? '');
  },
);

it.each([
  ['no gzip', Buffer.from('nonsense')],
  ['another line', gzipSync('A stored 3-1\n')],
])('a damaged row (%s) is an error that names it, never a smaller count', async (_, body) => {
  const folder = aFolder();
  const tenant = aTenantId();
  const db = open<Buffer, string[]>({ path: join(folder, 'sealed.mdb'), encoding: 'binary' });
  await db.put([tenant, '2026-w30', '2026-07-20T03', 'x'], body);
  await db.close();
  await expect(Array.fromAsync(openAt(folder).hours(tenant))).rejects.toMatchObject({
    code: 'SealedCountsDamaged',
    message: expect.stringContaining(`${tenant} / 2026-w30 / 2026-07-20T03 / x`) as string,
  });
});
