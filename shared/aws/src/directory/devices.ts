import type { TenantId } from '@sluice/core/layout';
import type { Directory } from '@sluice/core/ports';
import type { Key, KeyedTable } from '../dynamo/keyed-table.ts';
import { checkIds, isId } from './ids.ts';
import { revokeAll } from './keys.ts';
import { deviceRow } from './rows.ts';

type DeviceCalls = Pick<Directory, 'device' | 'devices' | 'putDevice' | 'deleteDevice'>;

const prefix = 'device#';
const keyOf = (tenant: TenantId, id: string): Key => ({ pk: tenant, sk: `${prefix}${id}` });

export const deviceCalls = (table: KeyedTable): DeviceCalls => {
  const itemOf = async (tenant: TenantId, id: string) =>
    isId(tenant) && isId(id) ? table.get(keyOf(tenant, id)) : undefined;
  return {
    device: async (tenant, id) => {
      const item = await itemOf(tenant, id);
      return item === undefined ? undefined : deviceRow.read(item);
    },
    devices: async (tenant) =>
      isId(tenant)
        ? (await Array.fromAsync(table.query(tenant, prefix))).map((item) => deviceRow.read(item))
        : [],
    putDevice: async (device) => {
      checkIds(device.tenant, device.id);
      await table.put(keyOf(device.tenant, device.id), deviceRow.write(device));
    },
    deleteDevice: async (tenant, id) => {
      if ((await itemOf(tenant, id)) === undefined) return false;
      // The keys first: after a crash the device is still there, and deleting it again finishes it.
      await revokeAll(table, { tenant, device: id });
      await table.delete(keyOf(tenant, id));
      return true;
    },
  };
};
