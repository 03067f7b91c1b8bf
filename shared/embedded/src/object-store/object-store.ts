import { readFile, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { SluiceError } from '@sluice/core/failure';
import { objectKeyFault } from '@sluice/core/layout';
import type { ObjectStore } from '@sluice/core/ports';
import { type DurableFolders, durableFolders, syncFolder } from './durable.ts';
import { errorCode, ifThere, onFiles } from './file-failure.ts';
import { cleanIncoming, incomingFolder, incomingName, writeDurably } from './incoming.ts';
import { keysBelow } from './walk.ts';

const checked = (key: string): string => {
  const fault = objectKeyFault(key);
  if (fault === undefined) return key;
  throw new SluiceError({ class: 'ours', code: 'BadObjectKey', message: `the object key "${key}" ${fault}` });
};

const inTheWay = new Set(['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY']);

/** Retrying does not help when a key is a folder of another's, so that it is not an outage. */
const asConflict = (error: unknown, key: string): unknown =>
  inTheWay.has(errorCode(error))
    ? new SluiceError(
        {
          class: 'ours',
          code: 'ObjectKeyConflict',
          message: `the object key "${key}" is below the key of another object, or above one; files cannot hold both`,
        },
        { cause: error },
      )
    : error;

/** Temp file, sync, rename, sync of the folder: a reader sees the old object or the new one whole, also after a power cut. */
const putObject = async (folders: DurableFolders, key: string, body: Uint8Array): Promise<void> => {
  const incoming = path.join(await folders.ensure(incomingFolder), incomingName());
  try {
    const folder = await folders.ensure(path.dirname(key));
    await writeDurably(incoming, body);
    await rename(incoming, path.join(folder, path.basename(key)));
    await syncFolder(folder);
  } catch (error) {
    // The put failed and says so; a file that cannot be removed now is removed at the next open.
    await rm(incoming, { force: true }).catch(() => undefined);
    throw asConflict(error, key);
  }
};

/**
 * The object store on files: an object is the file `<folder>/<key>`. Several processes and threads may have it open.
 * Every method throws OutOfService when the disk is away or full, and SluiceError `BadObjectKey` for a key that is none.
 * Unlike on S3, no object can be below another (`a` and `a/b`): such a put fails.
 * @param folder made when absent; what crashed puts left in it is removed
 */
export const openObjectStore = async (folder: string): Promise<ObjectStore> => {
  const folders = durableFolders(folder);
  const file = (key: string): string => path.join(folder, checked(key));
  await onFiles(`open the object store in ${folder}`, async () => {
    await folders.ensure('.');
    await cleanIncoming(path.join(folder, incomingFolder));
  });
  return {
    put: (key, body) => onFiles(`store the object ${key}`, () => putObject(folders, checked(key), body)),
    get: (key) => onFiles(`read the object ${key}`, () => ifThere(() => readFile(file(key)))),
    list: (prefix) => keysBelow(folder, '', prefix),
    delete: (key) =>
      onFiles(`delete the object ${key}`, async () => {
        const target = file(key);
        await ifThere(async () => {
          await unlink(target);
          await syncFolder(path.dirname(target));
        });
      }),
  };
};
