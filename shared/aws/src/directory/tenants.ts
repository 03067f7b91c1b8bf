import { SluiceError } from '@sluice/core/failure';
import { tableKeys, type TenantId } from '@sluice/core/layout';
import type { Directory, Tenant } from '@sluice/core/ports';
import type { Item } from '../dynamo/attributes.ts';
import type { Condition, Key, KeyedTable } from '../dynamo/keyed-table.ts';
import { inParallel } from '../dynamo/parallel.ts';
import { checkIds, isId, isName } from './ids.ts';
import { isSettled, settled, tenantRow } from './rows.ts';

type TenantCalls = Pick<Directory, 'tenant' | 'tenantByName' | 'tenants' | 'createTenant'>;

/**
 * A tenant is there when the item of its name holds it: that one item is written on the condition that nobody else has the name, and it
 * decides. The other two find it: by id, and in the list of all. They are written before it, so that no tenant is ever missing from them,
 * and settled after it. A process that dies on the way leaves items that are not settled: their readers ask the item of the name, which is
 * not there, or holds another tenant. The call made again finishes it; a new tenant may take the name.
 */
const nameKey = (name: string): Key => ({ pk: `name#${name}`, sk: 'tenant' });
const idKey = (id: string): Key => ({ pk: id, sk: 'tenant' });
const listPartition = 'tenants';
const listKey = (id: string): Key => ({ pk: listPartition, sk: id });

const ownerName = 'owner';

/** Nothing there yet, or what this very tenant wrote. */
const isFreeFor = (owner: string): Condition => ({
  ConditionExpression: `attribute_not_exists(${tableKeys.partition}) OR #owner = :owner`,
  ExpressionAttributeNames: { '#owner': ownerName },
  ExpressionAttributeValues: { ':owner': { S: owner } },
});

const named = async (table: KeyedTable, name: string): Promise<Tenant | undefined> => {
  const item = await table.get(nameKey(name));
  return item === undefined ? undefined : tenantRow.read(item);
};

/** The tenant of an item that finds it, if it is there. */
const found = async (table: KeyedTable, item: Item): Promise<Tenant | undefined> => {
  const tenant = tenantRow.read(item);
  if (isSettled(item)) return tenant;
  const deciding = await named(table, tenant.name);
  return deciding?.id === tenant.id ? deciding : undefined;
};

const byId = async (table: KeyedTable, id: TenantId): Promise<Tenant | undefined> => {
  const item = isId(id) ? await table.get(idKey(id)) : undefined;
  return item === undefined ? undefined : found(table, item);
};

const list = async (table: KeyedTable): Promise<readonly Tenant[]> => {
  const items = await Array.fromAsync(table.query(listPartition, ''));
  return (await inParallel(8, items, (item) => found(table, item))).filter((tenant) => tenant !== undefined);
};

const renamed = ({ id, name }: Tenant): SluiceError => {
  const message = `tenant ${id} exists under another name than ${JSON.stringify(name)}; tenants cannot be renamed`;
  return new SluiceError({ class: 'ours', code: 'TenantExists', message });
};

const create = async (table: KeyedTable, tenant: Tenant): Promise<'created' | 'taken'> => {
  const holder = await named(table, tenant.name);
  if (holder !== undefined && holder.id !== tenant.id) return 'taken';
  const row = tenantRow.write(tenant);
  const own = { ...row, [ownerName]: { S: tenant.name } };
  // Of a tenant that is there these would be unsettled for a moment, in which its readers ask the item of the name, and find it.
  if (!(await table.putIf(idKey(tenant.id), own, isFreeFor(tenant.name)))) throw renamed(tenant);
  await table.put(listKey(tenant.id), row);
  const claim = { ...row, [ownerName]: { S: tenant.id } };
  if (!(await table.putIf(nameKey(tenant.name), claim, isFreeFor(tenant.id)))) return 'taken';
  await table.put(idKey(tenant.id), { ...own, ...settled });
  await table.put(listKey(tenant.id), { ...row, ...settled });
  return 'created';
};

export const tenantCalls = (table: KeyedTable): TenantCalls => ({
  tenant: (id) => byId(table, id),
  tenantByName: async (name) => (isName(name) ? named(table, name) : undefined),
  tenants: () => list(table),
  createTenant: async (tenant) => {
    checkIds(tenant.id);
    if (!isName(tenant.name)) throw new RangeError(`a tenant's name has 1 to 256 characters: ${tenant.name}`);
    return create(table, tenant);
  },
});
