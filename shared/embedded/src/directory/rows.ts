import { SluiceError } from '@sluice/core/failure';
import { isStoredDevice, isStoredKey, isStoredTenant } from '@sluice/core/forms';
import { isTenantId, type TenantId } from '@sluice/core/layout';
import type { AccessKey, Device, Tenant } from '@sluice/core/ports';
import type { Seal } from './seal.ts';

/** Entities to stored bytes and back. A seal's context is the rest of its row, so no field of a row can be changed without the key. */
export interface Rows {
  tenant: Row<Tenant>;
  device: Row<Device>;
  key: Row<AccessKey>;
}

export interface Row<Entity> {
  write(entity: Entity): Buffer;
  /** Throws SluiceError (`DirectoryDamaged`) for bytes that no `write` under this key made. */
  read(bytes: Uint8Array): Entity;
}

const damaged = (what: string, row: unknown): SluiceError => {
  const id = typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : '(no id)';
  const message = `the stored ${what} ${id} cannot be read: it is damaged or sealed with another master key; restore the directory and master.key from one backup`;
  return new SluiceError({ class: 'ours', code: 'DirectoryDamaged', message });
};

const parse = <Form>(what: string, bytes: Uint8Array, isForm: (value: unknown) => value is Form): Form => {
  let row: unknown;
  try {
    row = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw damaged(what, undefined);
  }
  if (!isForm(row)) throw damaged(what, row);
  return row;
};

const bytesOf = (row: object): Buffer => Buffer.from(JSON.stringify(row));

const owner = (what: string, row: { readonly tenant: string }): TenantId => {
  if (!isTenantId(row.tenant)) throw damaged(what, row);
  return row.tenant;
};

const closeRow = (seal: Seal, what: string, rest: object, secret: string): Buffer =>
  bytesOf({ ...rest, sealed: seal.close(secret, `${what} ${JSON.stringify(rest)}`) });

const openRow = (seal: Seal, what: string, rest: object, sealed: string): string => {
  const secret = seal.open(sealed, `${what} ${JSON.stringify(rest)}`);
  if (secret === undefined) throw damaged(what, rest);
  return secret;
};

const tenantRow = (seal: Seal): Row<Tenant> => ({
  write: ({ id, name, apiKey, quota, createdAt }) => {
    const { ratePerSecond, burst } = quota;
    return closeRow(seal, 'tenant', { v: 1, id, name, quota: { ratePerSecond, burst }, createdAt }, apiKey);
  },
  read: (bytes) => {
    const { sealed, ...rest } = parse('tenant', bytes, isStoredTenant);
    const { name, quota, createdAt } = rest;
    const id = owner('tenant', { tenant: rest.id });
    return { id, name, apiKey: openRow(seal, 'tenant', rest, sealed), quota, createdAt };
  },
});

const keyRow = (seal: Seal): Row<AccessKey> => ({
  write: ({ id, secret, scram, tenant, role, device, createdAt }) => {
    const { iterations, salt, storedKey, serverKey } = scram;
    const verifier = { iterations, salt, storedKey, serverKey };
    return closeRow(seal, 'key', { v: 1, id, tenant, role, device, createdAt, scram: verifier }, secret);
  },
  read: (bytes) => {
    const { sealed, ...rest } = parse('key', bytes, isStoredKey);
    const { id, role, device, createdAt, scram } = rest;
    const secret = openRow(seal, 'key', rest, sealed);
    return { id, secret, scram, tenant: owner('key', rest), role, device, createdAt };
  },
});

const deviceRow: Row<Device> = {
  write: ({ id, tenant, description, createdAt }) => bytesOf({ v: 1, id, tenant, description, createdAt }),
  read: (bytes) => {
    const row = parse('device', bytes, isStoredDevice);
    const { id, description, createdAt } = row;
    return { id, tenant: owner('device', row), description, createdAt };
  },
};

export const rowsWith = (seal: Seal): Rows => ({
  tenant: tenantRow(seal),
  device: deviceRow,
  key: keyRow(seal),
});
