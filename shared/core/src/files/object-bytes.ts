import type { ObjectStore } from '../ports/object-store.ts';
import { FileFault } from './fault.ts';
import type { FileBytes, FileSource } from './ports.ts';

/** Read at once. */
const pieceBytes = 262_144;

/**
 * Files of an object store that gives objects whole: for one machine, where an upload is no larger than a request's body. It has no
 * buckets of tenants. Objects under an id never change, so that all have one version.
 */
export const objectBytes = (objects: ObjectStore): FileBytes => {
  const get = async (source: FileSource): Promise<Uint8Array | undefined> =>
    source.kind === 'own' ? objects.get(source.key) : undefined;
  return {
    head: async (source) => {
      const bytes = await get(source);
      return bytes === undefined ? 'absent' : { size: bytes.length, version: '' };
    },
    read: async function* (source, from) {
      const bytes = await get(source);
      if (bytes === undefined)
        throw new FileFault('FileGone', 'the file is not there any more; send it again');
      for (let at = from; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
};
