import { Refusal } from '@sluice/core/http';
import { limits } from '@sluice/core/layout';
import type { AccessKey, Device } from '@sluice/core/ports';
import { textOf } from './arguments.ts';
import { tryToUndo, type Call } from './call.ts';
import { deviceOf } from './devices.ts';
import { mintAccessKey } from './mint.ts';
import type { MetaServices } from './services.ts';

/**
 * Stores a new key. When that fails, or its outcome is unknown, the key is withdrawn as far as possible; one that stays all the same has
 * a secret that nobody was ever told.
 */
export const storeKey = async (key: AccessKey, limit: number, { directory }: MetaServices): Promise<void> => {
  let added;
  try {
    added = await directory.addKey(key, limit);
  } catch (error) {
    await tryToUndo(() => directory.revokeKey(key.id));
    throw error;
  }
  if (added === 'full')
    throw new Refusal(
      400,
      `the device ${key.device} has ${limit} keys, which is the most a device may have; delete one of them first`,
    );
};

/** Deleting a device takes the keys that it has then; a key may have come just after that. */
const refuseIfGone = async ({ tenant, id }: Device, { directory }: MetaServices): Promise<void> => {
  if ((await directory.device(tenant, id)) !== undefined) return;
  throw new Refusal(404, `there is no device ${JSON.stringify(id)} any more`);
};

/** A new key of a device that exists; refuses with 404 when the device is deleted meanwhile, and the key with it. */
export const addDeviceKey = async (device: Device, services: MetaServices): Promise<AccessKey> => {
  const key = mintAccessKey({ tenant: device.tenant, role: 'device', device: device.id }, services);
  await storeKey(key, limits.keysPerDevice, services);
  try {
    await refuseIfGone(device, services);
  } catch (error) {
    await tryToUndo(() => services.directory.revokeKey(key.id));
    throw error;
  }
  return key;
};

export const listDeviceKeys = async (call: Call) => {
  const { tenant, id } = await deviceOf(call);
  return { keys: (await call.services.directory.keys(tenant, id)).map((key) => key.id) };
};

export const createDeviceKey = async (call: Call) => {
  const key = await addDeviceKey(await deviceOf(call), call.services);
  return { key: key.id, secret: key.secret };
};

export const deleteDeviceKey = async (call: Call) => {
  const { tenant, id } = await deviceOf(call);
  const keyId = textOf(call.args, 'keyId', 'key');
  const keys = await call.services.directory.keys(tenant, id);
  if (!keys.some((key) => key.id === keyId))
    throw new Refusal(404, `the device ${id} has no key ${JSON.stringify(keyId)}`);
  await call.services.directory.revokeKey(keyId);
  return {};
};
