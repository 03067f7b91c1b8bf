import type { AccessKey, Device, Directory, Tenant } from '@sluice/core/ports';

const deviceName = (tenant: string, device: string): string => `${tenant}/${device}`;

const tenantCalls = (): Pick<Directory, 'tenant' | 'tenantByName' | 'tenants' | 'createTenant'> => {
  const tenants = new Map<string, Tenant>();
  const byName = (name: string) => [...tenants.values()].find((tenant) => tenant.name === name);
  return {
    tenant: async (id) => tenants.get(id),
    tenantByName: async (name) => byName(name),
    tenants: async () => [...tenants.values()],
    createTenant: async (tenant) => {
      const other = byName(tenant.name);
      if (other !== undefined && other.id !== tenant.id) return 'taken';
      if (other === undefined && tenants.has(tenant.id))
        throw new Error(`tenant ${tenant.id} has another name`);
      tenants.set(tenant.id, tenant);
      return 'created';
    },
  };
};

const deviceAndKeyCalls = (): Omit<Directory, keyof ReturnType<typeof tenantCalls>> => {
  const devices = new Map<string, Device>();
  const keys = new Map<string, AccessKey>();
  const keysOf = (tenant: string, device: string) =>
    [...keys.values()].filter((key) => key.tenant === tenant && key.device === device);
  return {
    device: async (tenant, id) => devices.get(deviceName(tenant, id)),
    devices: async (tenant) => [...devices.values()].filter((device) => device.tenant === tenant),
    putDevice: async (device) => void devices.set(deviceName(device.tenant, device.id), device),
    deleteDevice: async (tenant, id) => {
      const was = devices.delete(deviceName(tenant, id));
      if (was) for (const key of keysOf(tenant, id)) keys.delete(key.id);
      return was;
    },
    key: async (id) => keys.get(id),
    keys: async (tenant, device) => keysOf(tenant, device),
    addKey: async (key, limit) => {
      const known = keys.get(key.id);
      if (known !== undefined && (known.tenant !== key.tenant || known.device !== key.device))
        throw new Error(`access key id ${key.id} is in use`);
      if (known === undefined && keysOf(key.tenant, key.device).length >= limit) return 'full';
      keys.set(key.id, key);
      return 'added';
    },
    revokeKey: async (id) => keys.delete(id),
  };
};

/** The directory in memory, for tests: the whole contract but durability. */
export const memoryDirectory = (): Directory => ({ ...tenantCalls(), ...deviceAndKeyCalls() });
