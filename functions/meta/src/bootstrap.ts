import { defaultQuota } from '@sluice/core/layout';
import type { AccessKey, Directory, Tenant } from '@sluice/core/ports';
import { newTenantId, operatorName } from './call.ts';
import { mintAccessKey, mintApiKey } from './mint.ts';
import type { MintServices } from './services.ts';

const operatorTenant = async (directory: Directory, services: MintServices): Promise<Tenant> => {
  const known = await directory.tenantByName(operatorName);
  if (known !== undefined) return known;
  const tenant: Tenant = {
    id: newTenantId(services),
    name: operatorName,
    apiKey: mintApiKey(services.randomBytes),
    quota: { ratePerSecond: 'unlimited', burst: defaultQuota.burst },
    createdAt: services.clock.now(),
  };
  if ((await directory.createTenant(tenant)) === 'created') return tenant;
  return operatorTenant(directory, services); // another process was first
};

/**
 * Makes the tenant that runs the platform, `operator`, without a limit, and its key of role operator, whatever of the two is missing.
 * Safe to repeat after a crash, and from several processes: one of them makes the key.
 * @returns the key when this call made it, else undefined
 * @throws OutOfService
 */
export const bootstrapOperator = async (
  directory: Directory,
  services: MintServices,
): Promise<AccessKey | undefined> => {
  const tenant = await operatorTenant(directory, services);
  if ((await directory.keys(tenant.id, operatorName)).length > 0) return undefined;
  const key = await mintAccessKey({ tenant: tenant.id, role: 'operator', device: operatorName }, services);
  if ((await directory.addKey(key, 1)) === 'added') return key;
  await services.keyMint.revoke(key.id, key.device); // another process was first
  return undefined;
};

/**
 * The operator's (oldest) key with its secret, for a start that must show it again: the one before may have died between making
 * it and writing it down.
 * @returns undefined before {@link bootstrapOperator} ran
 */
export const operatorKey = async (directory: Directory): Promise<AccessKey | undefined> => {
  const tenant = await directory.tenantByName(operatorName);
  if (tenant === undefined) return undefined;
  const keys = await directory.keys(tenant.id, operatorName);
  return keys.toSorted((a, b) => a.createdAt - b.createdAt)[0];
};
