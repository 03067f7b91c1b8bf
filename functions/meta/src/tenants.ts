import { Refusal } from '@sluice/core/http';
import type { Directory, Tenant } from '@sluice/core/ports';
import { onlyArguments } from './arguments.ts';
import { newTenantId, shownOnce, type Call } from './call.ts';
import { makeKey, withdraw } from './device-keys.ts';
import { mintApiKey } from './mint.ts';
import { nameOf, quotaOf } from './tenant-rules.ts';

const taken = (name: string): Refusal =>
  new Refusal(
    400,
    `a tenant named ${JSON.stringify(name)} exists already; choose another name, or make a key for that tenant (sluice key create --tenant ${JSON.stringify(name)} --role admin) if you made it in a call whose answer was lost`,
  );

/** Stores the tenant. A failure may have come after the tenant was stored: then it is created all the same. */
const store = async (tenant: Tenant, directory: Directory): Promise<boolean> => {
  try {
    return (await directory.createTenant(tenant)) === 'created';
  } catch (error) {
    const stored = await directory.tenant(tenant.id).catch(() => undefined);
    if (stored === undefined) throw error;
    return true;
  }
};

/**
 * Makes a tenant with its first admin key. The key is written first: without its tenant it opens nothing, and the name is still free.
 * So a crash between the two writes leaves a dead key whose secret nobody was told, and nothing that blocks a retry. A crash after both,
 * before the answer, leaves a whole tenant, for which the operator can make another key.
 */
export const createTenant = async ({ args, services }: Call) => {
  onlyArguments(args, 'name', 'rate', 'burst');
  const name = nameOf(args);
  const quota = quotaOf(args);
  const { clock, directory, randomBytes } = services;
  const id = newTenantId(services);
  const tenant: Tenant = { id, name, apiKey: mintApiKey(randomBytes), quota, createdAt: clock.now() };
  const user = services.newUlid(clock.now());
  const key = await makeKey({ tenant: id, role: 'admin', device: user }, 1, services);
  if (!(await store(tenant, directory))) {
    await withdraw(key, services);
    throw taken(name);
  }
  return { tenant: id, apiKey: tenant.apiKey, ...shownOnce(key) };
};

export const listTenants = async ({ services }: Call) => {
  const tenants = await services.directory.tenants();
  return {
    tenants: tenants
      .toSorted((a, b) => a.createdAt - b.createdAt)
      .map(({ id, name, quota, createdAt }) => ({
        id,
        name,
        rate: quota.ratePerSecond,
        burst: quota.burst,
        createdAt,
      })),
  };
};
