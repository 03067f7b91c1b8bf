import { SluiceError } from '@sluice/core/failure';
import { Refusal } from '@sluice/core/http';
import { limits } from '@sluice/core/layout';
import type { AccessKey, Device } from '@sluice/core/ports';
import { textOf } from './arguments.ts';
import { tryToUndo, type Call } from './call.ts';
import { deviceOf } from './devices.ts';
import { mintAccessKey, type KeyOwner } from './mint.ts';
import type { MetaServices } from './services.ts';

const tooMany = (device: string, limit: number): Refusal =>
  new Refusal(
    400,
    `the device ${device} has ${limit} keys, which is the most a device may have; delete one of them first`,
  );

/** Takes a key back as far as possible now; one that stays all the same has a secret that nobody was ever told. */
export const withdraw = async (key: AccessKey, { directory, keyMint }: MetaServices): Promise<void> => {
  await tryToUndo(() => directory.revokeKey(key.id));
  await tryToUndo(() => keyMint.revoke(key.id, key.device));
};

/**
 * Makes a key and stores it. It is minted first: a crash in between leaves a key that the directory does not know and that opens nothing.
 * When storing fails, or its outcome is unknown, the key is withdrawn.
 */
export const makeKey = async (owner: KeyOwner, limit: number, services: MetaServices): Promise<AccessKey> => {
  const key = await mintAccessKey(owner, services).catch((error: unknown) => {
    throw error instanceof SluiceError && error.code === 'TooManyKeys' ? tooMany(owner.device, limit) : error;
  });
  try {
    if ((await services.directory.addKey(key, limit)) === 'added') return key;
  } catch (error) {
    await withdraw(key, services);
    throw error;
  }
  await tryToUndo(() => services.keyMint.revoke(key.id, key.device));
  throw tooMany(owner.device, limit);
};

/**
 * Ends a key for good: where it was made first, so that a crash in between leaves a key that signs nothing and can be revoked again.
 */
export const endKey = async (
  key: Pick<AccessKey, 'id' | 'device'>,
  services: MetaServices,
): Promise<void> => {
  await services.keyMint.revoke(key.id, key.device);
  await services.directory.revokeKey(key.id);
};

/** Deleting a device takes the keys that it has then; a key may have come just after that. */
const refuseIfGone = async ({ tenant, id }: Device, { directory }: MetaServices): Promise<void> => {
  if ((await directory.device(tenant, id)) !== undefined) return;
  throw new Refusal(404, `there is no device ${JSON.stringify(id)} any more`);
};

/** A new key of a device that exists; refuses with 404 when the device is deleted meanwhile, and the key with it. */
export const addDeviceKey = async (device: Device, services: MetaServices): Promise<AccessKey> => {
  const owner: KeyOwner = { tenant: device.tenant, role: 'device', device: device.id };
  const key = await makeKey(owner, limits.keysPerDevice, services);
  try {
    await refuseIfGone(device, services);
  } catch (error) {
    await withdraw(key, services);
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
  await endKey({ id: keyId, device: id }, call.services);
  return {};
};
