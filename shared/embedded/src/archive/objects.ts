import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveObject, ArchiveObjects } from '@sluice/core/archive';
import { FileFault } from '@sluice/core/files';
import { ifThere, onFiles } from '../object-store/file-failure.ts';
import { keysBelow } from '../object-store/walk.ts';
import { chunksOf } from './members.ts';
import { isMarked } from './open-marks.ts';

/** The mark is asked before the size: a file is unmarked only after its last byte. */
const objectOf = async (root: string, key: string): Promise<ArchiveObject | undefined> => {
  const isOpen = await isMarked(root, key);
  const found = await ifThere(() => stat(path.join(root, key)));
  return found === undefined ? undefined : { key, size: found.size, isOpen };
};

async function* listed(root: string, prefix: string): AsyncGenerator<ArchiveObject> {
  for await (const key of keysBelow(root, '', prefix)) {
    const object = await onFiles(`look at the object ${key}`, () => objectOf(root, key));
    if (object !== undefined) yield object;
  }
}

async function* read(root: string, key: string, from: number): AsyncGenerator<Uint8Array> {
  const what = `read the object ${key}`;
  const file = await onFiles(what, () => ifThere(() => open(path.join(root, key), 'r')));
  if (file === undefined) throw new FileFault('FileGone', `the object ${key} is not there any more`);
  const chunks = chunksOf(file, from);
  try {
    for (;;) {
      const next = await onFiles(what, () => chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await file.close();
  }
}

/**
 * The archives on files, for replay: read in steps, also while they are appended to.
 * @param folder what the archive was opened with
 */
export const archiveObjects = (folder: string): ArchiveObjects => ({
  list: (prefix) => listed(folder, prefix),
  read: (key, from) => read(folder, key, from),
});
