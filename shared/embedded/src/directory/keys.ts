import { SluiceError } from '@sluice/core/failure';
import type { AccessKey, Directory } from '@sluice/core/ports';
import { cachedRows } from './row-cache.ts';
import type { Rows } from './rows.ts';
import { below, checkIds, isId, reading, writing, type Tables } from './tables.ts';

type KeyCalls = Pick<Directory, 'key' | 'keys' | 'addKey' | 'revokeKey'>;

const inUse = (key: AccessKey): SluiceError => {
  const message = `access key id ${key.id} is in use by another device; mint another one`;
  return new SluiceError({ class: 'ours', code: 'KeyIdInUse', message });
};

/** Whether the key is there already, as after a retry. */
const isStored = (known: AccessKey | undefined, key: AccessKey): boolean => {
  if (known === undefined) return false;
  if (known.tenant !== key.tenant || known.device !== key.device) throw inUse(key);
  return true;
};

export const keyCalls = (tables: Tables, rows: Rows): KeyCalls => {
  const byId = cachedRows(tables.keys, rows.key);
  const ofDevice = (tenant: string, device: string): readonly AccessKey[] =>
    Array.from(tables.deviceKeys.getKeys(below(tenant, device)), ([, , id]) => byId(id ?? '')).filter(
      (key) => key !== undefined,
    );
  return {
    key: (id) => reading(tables, () => (isId(id) ? byId(id) : undefined)),
    keys: (tenant, device) =>
      reading(tables, () => (isId(tenant) && isId(device) ? ofDevice(tenant, device) : [])),
    addKey: (key, limit) =>
      writing(tables, () => {
        checkIds(key.id, key.tenant, key.device);
        if (!isStored(byId(key.id), key) && ofDevice(key.tenant, key.device).length >= limit) return 'full';
        void tables.keys.put(key.id, rows.key.write(key));
        void tables.deviceKeys.put([key.tenant, key.device, key.id], '');
        return 'added';
      }),
    revokeKey: (id) =>
      writing(tables, () => {
        const key = isId(id) ? byId(id) : undefined;
        if (key === undefined) return false;
        void tables.keys.remove(id);
        void tables.deviceKeys.remove([key.tenant, key.device, id]);
        return true;
      }),
  };
};
