import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { SluiceError } from '@sluice/core/failure';
import { errorCode, ifThere, onFiles } from '../object-store/file-failure.ts';
import { syncFolder } from '../object-store/durable.ts';

const keyBytes = 32;

const unusable = (file: string, reason: string): SluiceError =>
  new SluiceError({ class: 'ours', code: 'MasterKeyUnusable', message: `the master key ${file} ${reason}` });

const readKey = async (file: string): Promise<Uint8Array | undefined> => {
  const text = await ifThere(() => readFile(file, 'utf8'));
  if (text === undefined) return undefined;
  const mode = (await stat(file)).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw unusable(file, `is open to others (mode ${mode.toString(8)}); run chmod 600 on it`);
  if (!/^[0-9a-f]{64}\n?$/.test(text))
    throw unusable(
      file,
      'is not 64 hexadecimal digits; restore it from a backup, without it no stored secret can be read',
    );
  return Buffer.from(text.trim(), 'hex');
};

/** Written under another name and linked, so that the key's name never shows half a key, and the first of two processes wins. */
const writeKey = async (file: string, key: Uint8Array, suffix: string): Promise<void> => {
  const draft = `${file}.${suffix}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${Buffer.from(key).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(path.dirname(file));
};

/**
 * The master key of a data folder, `master.key` (64 hexadecimal digits, mode 0600); made on first use, durably and whole or not at all.
 * @returns 32 bytes
 * @throws SluiceError (`MasterKeyUnusable`) when others may read the file or it is damaged; OutOfService when the folder is not usable
 */
export const loadMasterKey = (folder: string): Promise<Uint8Array> =>
  onFiles(`read the master key in ${folder}`, async () => {
    const file = path.join(folder, 'master.key');
    const known = await readKey(file);
    if (known !== undefined) return known;
    await mkdir(folder, { recursive: true });
    await writeKey(file, randomBytes(keyBytes), randomBytes(6).toString('hex'));
    const made = await readKey(file);
    if (made === undefined) throw unusable(file, 'vanished while it was made; start again');
    return made;
  });

/**
 * A key for one purpose, 32 bytes (HKDF-SHA-256), so that no two uses share a key: `deriveKey(master, 'sql-login')`.
 * @throws RangeError when the master key is not 32 bytes
 */
export const deriveKey = (masterKey: Uint8Array, purpose: string): Uint8Array => {
  if (masterKey.length !== keyBytes)
    throw new RangeError(`a master key has ${keyBytes} bytes, this one has ${masterKey.length}`);
  return new Uint8Array(hkdfSync('sha256', masterKey, '', `sluice ${purpose}`, keyBytes));
};
