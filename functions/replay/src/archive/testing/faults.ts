import type { ArchiveObjects } from '@sluice/core/archive';
import type { EventStream, ObjectStore, StateStore } from '@sluice/core/ports';
import { injectEach, injectOne } from '@sluice/testing/faults/inject';
import type { Life } from '@sluice/testing/faults/life';

/** Faults in front of all that a replay calls, for one life of it. */
export interface Faces {
  archive(archive: ArchiveObjects): ArchiveObjects;
  state(store: StateStore): StateStore;
  stream(stream: EventStream): EventStream;
  objects(store: ObjectStore): ObjectStore;
}

export const facesOf = (life: Life): Faces => ({
  archive: (archive) => ({
    list: async function* (prefix) {
      yield* await injectOne(life, 'ArchiveObjects', 'list', () => Promise.resolve(archive.list(prefix)));
    },
    // A fault also between two chunks.
    read: async function* (...asked) {
      for await (const chunk of archive.read(...asked))
        yield await injectOne(life, 'ArchiveObjects', 'read', () => Promise.resolve(chunk));
    },
  }),
  state: (store) => ({
    get: (...asked) => injectOne(life, 'StateStore', 'get', () => store.get(...asked)),
    replace: (...change) => injectOne(life, 'StateStore', 'replace', () => store.replace(...change)),
    remove: (...change) => injectOne(life, 'StateStore', 'remove', () => store.remove(...change)),
    rows: (partition) => store.rows(partition),
  }),
  stream: (stream) => ({
    put: (records) =>
      injectEach(
        life,
        { port: 'EventStream', method: 'put' },
        records,
        (some) => stream.put(some),
        (failure) => ({ ok: false, failure }),
      ),
  }),
  objects: (store) => ({
    put: (...put) => injectOne(life, 'ObjectStore', 'put', () => store.put(...put)),
    get: (key) => injectOne(life, 'ObjectStore', 'get', () => store.get(key)),
    list: (prefix) => store.list(prefix),
    delete: (key) => injectOne(life, 'ObjectStore', 'delete', () => store.delete(key)),
  }),
});
