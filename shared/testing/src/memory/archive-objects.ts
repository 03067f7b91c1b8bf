import type { ArchiveObjects } from '@sluice/core/archive';
import { FileFault } from '@sluice/core/files';
import type { ObjectStore } from '@sluice/core/ports';

/** Objects of an object store, as replay reads them, in chunks of any size. */
export const memoryArchiveObjects = (objects: ObjectStore, chunkBytes = 65_536): ArchiveObjects => ({
  list: async function* (prefix) {
    for await (const key of objects.list(prefix))
      yield { key, size: (await objects.get(key))?.length ?? 0, isOpen: false };
  },
  read: async function* (key, from) {
    const bytes = await objects.get(key);
    if (bytes === undefined) throw new FileFault('FileGone', `the object ${key} is not there any more`);
    for (let at = from; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  },
});
