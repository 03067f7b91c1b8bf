import { Refusal } from '@sluice/core/http';
import { isTenantId, limits } from '@sluice/core/layout';
import type { AccessKey, Role, Tenant } from '@sluice/core/ports';
import { onlyArguments, textOf } from './arguments.ts';
import { operatorName, shownOnce, tryToUndo, type Call } from './call.ts';
import { addDeviceKey, endKey, makeKey } from './device-keys.ts';

const roles: readonly Role[] = ['admin', 'analyst', 'device', 'operator'];

const roleOf = ({ args, principal }: Call): Role => {
  const allowed = roles.filter((role) => role !== 'operator' || principal.key.role === 'operator');
  const role = allowed.find((name) => name === args['role']);
  if (role !== undefined) return role;
  const given = args['role'] === undefined ? 'missing' : JSON.stringify(args['role']).slice(0, 100);
  throw new Refusal(400, `role must be one of ${allowed.join(', ')}; it is ${given}`);
};

const named = async (text: string, { services }: Call): Promise<Tenant> => {
  const { directory } = services;
  const byName = await directory.tenantByName(text);
  const tenant = byName ?? (isTenantId(text) ? await directory.tenant(text) : undefined);
  if (tenant === undefined) throw new Refusal(404, `there is no tenant ${JSON.stringify(text)}`);
  return tenant;
};

/** The tenant that the key is for: the signer's own, or for an operator any, by name or id. */
const tenantOf = async (call: Call): Promise<Tenant> => {
  const own = call.principal.tenant;
  if (call.args['tenant'] === undefined) return own;
  const text = textOf(call.args, 'tenant');
  if (text === own.name || text === own.id) return own;
  if (call.principal.key.role === 'operator') return named(text, call);
  throw new Refusal(403, 'a key of role admin makes keys of its own tenant only; leave out the tenant');
};

/** A new device with its key. A crash in between leaves a device without keys, which the tenant sees and may use or delete. */
const addDevice = async (tenant: Tenant, { services }: Call): Promise<AccessKey> => {
  const { clock, directory, newUlid } = services;
  const at = clock.now();
  const device = { id: newUlid(at), tenant: tenant.id, description: '', createdAt: at };
  await directory.putDevice(device);
  try {
    return await addDeviceKey(device, services);
  } catch (error) {
    await tryToUndo(() => directory.deleteDevice(tenant.id, device.id));
    throw error;
  }
};

const addUserKey = async (tenant: Tenant, role: Role, { services }: Call): Promise<AccessKey> => {
  const user = services.newUlid(services.clock.now());
  return makeKey({ tenant: tenant.id, role, device: user }, 1, services);
};

/** A second operator key, so that operators can change theirs. They belong to one device, which makes them countable. */
const addOperatorKey = async (tenant: Tenant, { services }: Call): Promise<AccessKey> => {
  if (tenant.name !== operatorName)
    throw new Refusal(
      400,
      `keys of role operator are made for the tenant ${operatorName} only, not for ${tenant.name}`,
    );
  const owner = { tenant: tenant.id, role: 'operator', device: operatorName } as const;
  return makeKey(owner, limits.keysPerDevice, services);
};

const addKey = (tenant: Tenant, role: Role, call: Call): Promise<AccessKey> => {
  switch (role) {
    case 'device':
      return addDevice(tenant, call);
    case 'operator':
      return addOperatorKey(tenant, call);
    case 'admin':
    case 'analyst':
      return addUserKey(tenant, role, call);
  }
};

export const createKey = async (call: Call) => {
  onlyArguments(call.args, 'tenant', 'role');
  const role = roleOf(call);
  return shownOnce(await addKey(await tenantOf(call), role, call));
};

/** Nobody could run the platform after that, until it is started again. */
const refuseLastOperator = async (key: AccessKey, { services }: Call): Promise<void> => {
  if (key.role !== 'operator') return;
  const keys = await services.directory.keys(key.tenant, key.device);
  if (keys.length <= 1)
    throw new Refusal(
      400,
      `${key.id} is the only key of role operator; make another one first, then revoke this one`,
    );
};

export const revokeKey = async (call: Call) => {
  onlyArguments(call.args, 'keyId');
  const { principal, services } = call;
  const id = textOf(call.args, 'keyId');
  const key = await services.directory.key(id);
  const isTheirs = principal.key.role === 'operator' || key?.tenant === principal.tenant.id;
  if (key === undefined || !isTheirs) throw new Refusal(404, `there is no key ${JSON.stringify(id)}`);
  if (key.role === 'operator' && principal.key.role !== 'operator')
    throw new Refusal(403, 'a key of role operator is revoked by an operator only');
  await refuseLastOperator(key, call);
  await endKey(key, services);
  return {};
};
