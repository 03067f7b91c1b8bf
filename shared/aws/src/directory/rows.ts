import { SluiceError } from '@sluice/core/failure';
import { isStoredDevice, isStoredKey, isStoredTenant } from '@sluice/core/forms';
import { isTenantId, type TenantId } from '@sluice/core/layout';
import type { AccessKey, Device, Tenant } from '@sluice/core/ports';
import { type Item, textOf } from '../dynamo/attributes.ts';

/** The attributes of an item: the entity as JSON, and for some whether it is settled (see tenants.ts and keys.ts). */
export const attributes = { row: 'row', settled: 'settled' } as const;

export interface Row<Entity> {
  write(entity: Entity): Item;
  /** Throws SluiceError (`DirectoryDamaged`) for what no `write` made. */
  read(item: Item): Entity;
}

const damaged = (what: string, row: unknown): SluiceError => {
  const id = typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : '(no id)';
  const message = `the stored ${what} ${id} is not what was written; restore the directory table to a point before`;
  return new SluiceError({ class: 'ours', code: 'DirectoryDamaged', message });
};

const parse = <Form>(what: string, item: Item, isForm: (value: unknown) => value is Form): Form => {
  let row: unknown;
  try {
    row = JSON.parse(textOf(item, attributes.row) ?? '');
  } catch {
    throw damaged(what, undefined);
  }
  if (!isForm(row)) throw damaged(what, row);
  return row;
};

const itemOf = (row: object): Item => ({ [attributes.row]: { S: JSON.stringify(row) } });

const owner = (what: string, row: { readonly tenant: string }): TenantId => {
  if (!isTenantId(row.tenant)) throw damaged(what, row);
  return row.tenant;
};

/** `sealed` holds the API key as it is: the table is sealed as a whole, by a key of KMS. */
export const tenantRow: Row<Tenant> = {
  write: ({ id, name, apiKey, quota, createdAt }) => {
    const { ratePerSecond, burst } = quota;
    return itemOf({ v: 1, id, name, quota: { ratePerSecond, burst }, createdAt, sealed: apiKey });
  },
  read: (item) => {
    const { id, name, sealed, quota, createdAt } = parse('tenant', item, isStoredTenant);
    return { id: owner('tenant', { tenant: id }), name, apiKey: sealed, quota, createdAt };
  },
};

/** Where the secret of a key is: IAM has it, verifies signatures with it, and never gives it out again. */
const withIam = 'with IAM';

export const keyRow: Row<AccessKey> = {
  write: ({ id, scram, tenant, role, device, createdAt }) => {
    const { iterations, salt, storedKey, serverKey } = scram;
    const verifier = { iterations, salt, storedKey, serverKey };
    return itemOf({ v: 1, id, tenant, role, device, createdAt, scram: verifier, sealed: withIam });
  },
  read: (item) => {
    const { id, tenant, role, device, createdAt, scram } = parse('key', item, isStoredKey);
    return { id, secret: '', scram, tenant: owner('key', { tenant }), role, device, createdAt };
  },
};

export const deviceRow: Row<Device> = {
  write: ({ id, tenant, description, createdAt }) => itemOf({ v: 1, id, tenant, description, createdAt }),
  read: (item) => {
    const { id, tenant, description, createdAt } = parse('device', item, isStoredDevice);
    return { id, tenant: owner('device', { tenant }), description, createdAt };
  },
};

/** Marks an item as settled: what it says needs no look at the item that decides. */
export const settled: Item = { [attributes.settled]: { BOOL: true } };

export const isSettled = (item: Item): boolean => item[attributes.settled]?.BOOL === true;
