import { SluiceError } from '@sluice/core/failure';
import { objectKeyFault } from '@sluice/core/layout';
import type { ObjectStore } from '@sluice/core/ports';

const checked = (key: string): string => {
  const fault = objectKeyFault(key);
  if (fault === undefined) return key;
  throw new SluiceError({ class: 'ours', code: 'BadObjectKey', message: `the object key "${key}" ${fault}` });
};

/** The object store in memory. */
export const memoryObjectStore = (): ObjectStore => {
  const objects = new Map<string, Uint8Array>();
  return {
    put: async (key, body) => void objects.set(checked(key), Uint8Array.from(body)),
    get: async (key) => {
      const found = objects.get(checked(key));
      return found === undefined ? undefined : Uint8Array.from(found);
    },
    list: async function* (prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)); // ASCII: text order is byte order
      yield* keys.sort();
    },
    delete: async (key) => void objects.delete(checked(key)),
  };
};
