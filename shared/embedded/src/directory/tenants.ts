import { SluiceError } from '@sluice/core/failure';
import type { Directory, Tenant } from '@sluice/core/ports';
import { cachedRows } from './row-cache.ts';
import type { Rows } from './rows.ts';
import { checkIds, isId, isName, reading, writing, type Tables } from './tables.ts';

type TenantCalls = Pick<Directory, 'tenant' | 'tenantByName' | 'tenants' | 'createTenant'>;

const nameFits = (tables: Tables, tenant: Tenant): boolean => {
  const row = tables.names.get(tenant.name);
  if (row !== undefined) return row === tenant.id;
  if (!tables.tenants.doesExist(tenant.id)) return true;
  const message = `tenant ${tenant.id} exists under another name than ${JSON.stringify(tenant.name)}; tenants cannot be renamed`;
  throw new SluiceError({ class: 'ours', code: 'TenantExists', message });
};

export const tenantCalls = (tables: Tables, rows: Rows): TenantCalls => {
  const byId = cachedRows(tables.tenants, rows.tenant);
  const byName = (name: string): Tenant | undefined => {
    const id = isName(name) ? tables.names.get(name) : undefined;
    return id === undefined ? undefined : byId(id);
  };
  return {
    tenant: (id) => reading(tables, () => (isId(id) ? byId(id) : undefined)),
    tenantByName: (name) => reading(tables, () => byName(name)),
    tenants: () =>
      reading(tables, () => Array.from(tables.tenants.getRange(), ({ value }) => rows.tenant.read(value))),
    createTenant: (tenant) =>
      writing(tables, () => {
        checkIds(tenant.id);
        if (!isName(tenant.name))
          throw new RangeError(`a tenant's name has 1 to 256 characters: ${tenant.name}`);
        if (!nameFits(tables, tenant)) return 'taken';
        void tables.tenants.put(tenant.id, rows.tenant.write(tenant));
        void tables.names.put(tenant.name, tenant.id);
        return 'created';
      }),
  };
};
