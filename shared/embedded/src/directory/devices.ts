import type { Directory } from '@sluice/core/ports';
import type { Rows } from './rows.ts';
import { below, checkIds, isId, reading, writing, type Tables } from './tables.ts';

type DeviceCalls = Pick<Directory, 'device' | 'devices' | 'putDevice' | 'deleteDevice'>;

export const deviceCalls = (tables: Tables, rows: Rows): DeviceCalls => ({
  device: (tenant, id) =>
    reading(tables, () => {
      const bytes = isId(tenant) && isId(id) ? tables.devices.getBinary([tenant, id]) : undefined;
      return bytes === undefined ? undefined : rows.device.read(bytes);
    }),
  devices: (tenant) =>
    reading(tables, () =>
      isId(tenant)
        ? Array.from(tables.devices.getRange(below(tenant)), ({ value }) => rows.device.read(value))
        : [],
    ),
  putDevice: (device) =>
    writing(tables, () => {
      checkIds(device.tenant, device.id);
      void tables.devices.put([device.tenant, device.id], rows.device.write(device));
    }),
  deleteDevice: (tenant, id) =>
    writing(tables, () => {
      if (!isId(tenant) || !isId(id) || !tables.devices.doesExist([tenant, id])) return false;
      void tables.devices.remove([tenant, id]);
      // Collected first: a range must not be walked while entries are taken out of it.
      for (const entry of Array.from(tables.deviceKeys.getKeys(below(tenant, id)))) {
        void tables.deviceKeys.remove(entry);
        void tables.keys.remove(entry[2] ?? '');
      }
      return true;
    }),
});
