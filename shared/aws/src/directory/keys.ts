import { SluiceError } from '@sluice/core/failure';
import type { AccessKey, Directory } from '@sluice/core/ports';
import type { Item } from '../dynamo/attributes.ts';
import { isAbsent, isPresent, type Key, type KeyedTable } from '../dynamo/keyed-table.ts';
import { checkIds, isId } from './ids.ts';
import { changeRing, type Owner, readRing } from './key-ring.ts';
import { isSettled, keyRow, settled } from './rows.ts';

type KeyCalls = Pick<Directory, 'key' | 'keys' | 'addKey' | 'revokeKey'>;

/**
 * A key is there when its own item is, and that is settled, or its device's ring has its id: the ring decides when it is added, one
 * conditional write that holds the limit, and the item when it is revoked. An item is written before its id comes into the ring, so an id
 * without an item was revoked, and its place is free. A process that dies on the way leaves an item that is not settled: its readers ask
 * the ring. The call made again finishes it. An id is never used again after its revocation: IAM gives each out once.
 */
const keyOf = (id: string): Key => ({ pk: `key#${id}`, sk: 'key' });

const inUse = ({ id }: AccessKey): SluiceError => {
  const message = `access key id ${id} is in use by another device; mint another one`;
  return new SluiceError({ class: 'ours', code: 'KeyIdInUse', message });
};

const isThere = async (table: KeyedTable, item: Item, key: AccessKey): Promise<boolean> =>
  isSettled(item) || (await readRing(table, key)).includes(key.id);

/** The hot call: one read, but for a key whose adding was interrupted. */
const find = async (table: KeyedTable, id: string): Promise<AccessKey | undefined> => {
  const item = isId(id) ? await table.get(keyOf(id)) : undefined;
  if (item === undefined) return undefined;
  const key = keyRow.read(item);
  return (await isThere(table, item, key)) ? key : undefined;
};

/** The keys of a ring's ids that were not revoked. */
const keysOf = async (table: KeyedTable, ids: readonly string[]): Promise<readonly AccessKey[]> => {
  const items = await Promise.all(ids.map((id) => table.get(keyOf(id))));
  return items.filter((item) => item !== undefined).map((item) => keyRow.read(item));
};

/** A ring with an id more; `full` when `limit` keys are in it already, those that were revoked not counted. */
const withOneMore = async (
  table: KeyedTable,
  ids: readonly string[],
  id: string,
  limit: number,
): Promise<readonly string[] | 'full'> => {
  if (ids.length < limit) return [...ids, id];
  const alive = (await keysOf(table, ids)).map((key) => key.id);
  return alive.length < limit ? [...alive, id] : 'full';
};

/** Writes the item of a new key, not settled, or finds that it is there, as after a retry. */
const hold = async (table: KeyedTable, key: AccessKey): Promise<void> => {
  const item = await table.get(keyOf(key.id));
  if (item === undefined) {
    if (await table.putIf(keyOf(key.id), keyRow.write(key), isAbsent)) return;
    return hold(table, key); // someone was first: the same call, or another device's
  }
  const known = keyRow.read(item);
  if (known.tenant !== key.tenant || known.device !== key.device) throw inUse(key);
};

const add = async (table: KeyedTable, key: AccessKey, limit: number): Promise<'added' | 'full'> => {
  const ids = await readRing(table, key);
  // Asked before the item is written, so that refused keys mostly leave nothing behind.
  if (!ids.includes(key.id) && (await withOneMore(table, ids, key.id, limit)) === 'full') return 'full';
  await hold(table, key);
  let result: 'added' | 'full' = 'added';
  await changeRing(table, key, async (now) => {
    if (now.includes(key.id)) return undefined;
    const next = await withOneMore(table, now, key.id, limit);
    result = next === 'full' ? 'full' : 'added';
    return next === 'full' ? undefined : next;
  });
  // Only if it is still there: a revocation meanwhile stands.
  if (isAdded(result)) await table.putIf(keyOf(key.id), { ...keyRow.write(key), ...settled }, isPresent);
  return result;
};

/** The compiler does not see what the callback assigned. */
const isAdded = (result: 'added' | 'full'): boolean => result === 'added';

/** The item first: from then on the key is refused. The place in the ring is free without the rest, so a crash here costs nothing. */
const revoke = async (table: KeyedTable, id: string): Promise<boolean> => {
  const item = isId(id) ? await table.get(keyOf(id)) : undefined;
  if (item === undefined) return false;
  const key = keyRow.read(item);
  const wasThere = await isThere(table, item, key);
  await table.delete(keyOf(id));
  await changeRing(table, key, async (ids) =>
    Promise.resolve(ids.includes(id) ? ids.filter((one) => one !== id) : undefined),
  );
  return wasThere;
};

/** Revokes the keys of a device. */
export const revokeAll = async (table: KeyedTable, owner: Owner): Promise<void> => {
  for (const id of await readRing(table, owner)) await revoke(table, id);
};

export const keyCalls = (table: KeyedTable): KeyCalls => ({
  key: (id) => find(table, id),
  keys: async (tenant, device) =>
    isId(tenant) && isId(device) ? keysOf(table, await readRing(table, { tenant, device })) : [],
  addKey: async (key, limit) => {
    checkIds(key.id, key.tenant, key.device);
    return add(table, key, limit);
  },
  revokeKey: (id) => revoke(table, id),
});
