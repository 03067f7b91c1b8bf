import { open } from 'node:fs/promises';
import path from 'node:path';
import { SluiceError } from '@sluice/core/failure';
import { syncFolder } from '../object-store/durable.ts';
import { onFiles } from '../object-store/file-failure.ts';

const syncFile = async (file: string): Promise<void> => {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** The folders of a key from its own up to the root, without the root. */
const foldersOf = (key: string): readonly string[] => {
  const parts = key.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
};

/**
 * Where an engine on this machine finds the keys of the object store on files, and writes new ones.
 * @param folder what the object store was opened with
 */
export const embeddedEngineFiles = (folder: string) => {
  const root = path.resolve(folder);
  return {
    pathOf: (key: string): string => path.join(root, key),
    keyOf: (file: string): string => {
      const key = path.relative(root, file);
      if (!key.startsWith('..') && !path.isAbsolute(key)) return key;
      throw new SluiceError({
        class: 'ours',
        code: 'BadObjectKey',
        message: `"${file}" is not below the object store's folder`,
      });
    },
    /** Syncs files that an engine wrote, and the folders that it made. Throws OutOfService. */
    makeDurable: (keys: readonly string[]): Promise<void> =>
      onFiles('make the files of a batch durable', async () => {
        for (const key of keys) await syncFile(path.join(root, key));
        for (const one of new Set(keys.flatMap(foldersOf))) await syncFolder(path.join(root, one));
        await syncFolder(root);
      }),
  };
};
