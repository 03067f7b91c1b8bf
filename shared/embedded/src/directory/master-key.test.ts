import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveKey, loadMasterKey } from './index.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sluice-master-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('loadMasterKey', () => {
  it('makes a key for its owner alone, and finds it again', async () => {
    const key = await loadMasterKey(join(folder, 'data'));
    expect(key).toHaveLength(32);
    expect(statSync(join(folder, 'data', 'master.key')).mode & 0o777).toBe(0o600);
    expect(await loadMasterKey(join(folder, 'data'))).toEqual(key);
    expect(readdirSync(join(folder, 'data'))).toEqual(['master.key']);
  });

  it('gives all who start at once the same key', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => loadMasterKey(folder)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['master.key']);
  });

  it('refuses a damaged key and one that others may read, and replaces neither', async () => {
    const file = join(folder, 'master.key');
    for (const text of ['', 'abc\n', 'g'.repeat(64)]) {
      writeFileSync(file, text, { mode: 0o600 });
      await expect(loadMasterKey(folder)).rejects.toMatchObject({ code: 'MasterKeyUnusable' });
    }
    writeFileSync(file, 'a'.repeat(64));
    chmodSync(file, 0o640);
    await expect(loadMasterKey(folder)).rejects.toThrow(/chmod 600/);
  });

  it('is out of service where no file can be', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(loadMasterKey(join(folder, 'file'))).rejects.toMatchObject({ class: 'retryable' });
  });
});

describe('deriveKey', () => {
  it('gives each purpose its own key, always the same', () => {
    const master = Buffer.alloc(32, 1);
    expect(deriveKey(master, 'a')).toEqual(deriveKey(master, 'a'));
    expect(deriveKey(master, 'a')).not.toEqual(deriveKey(master, 'b'));
    expect(deriveKey(master, 'a')).toHaveLength(32);
  });
});
