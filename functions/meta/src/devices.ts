import { Refusal } from '@sluice/core/http';
import type { Device } from '@sluice/core/ports';
import { textOf, type Arguments } from './arguments.ts';
import type { Call } from './call.ts';

const maxDescription = 1024;

const descriptionOf = (args: Arguments): string => {
  const { description } = args;
  if (typeof description === 'string' && description.length <= maxDescription) return description;
  throw new Refusal(400, `description must be a text of at most ${maxDescription} characters`);
};

/** The device named by an argument; refuses with 404, also when it is another tenant's. */
export const deviceOf = async ({ principal, args, services }: Call): Promise<Device> => {
  const id = textOf(args, 'deviceId', 'id');
  const device = await services.directory.device(principal.tenant.id, id);
  if (device === undefined) throw new Refusal(404, `there is no device ${JSON.stringify(id)}`);
  return device;
};

export const listDevices = async ({ principal, services }: Call) => ({
  devices: (await services.directory.devices(principal.tenant.id)).map(({ id }) => id),
});

export const createDevice = async ({ principal, args, services }: Call) => {
  const { clock, directory, newUlid } = services;
  const at = clock.now();
  const description = args['description'] === undefined ? '' : descriptionOf(args);
  const id = newUlid(at);
  await directory.putDevice({ id, tenant: principal.tenant.id, description, createdAt: at });
  return { id };
};

export const readDevice = async (call: Call) => {
  const { id, description } = await deviceOf(call);
  return { id, description };
};

export const describeDevice = async (call: Call) => {
  const device = await deviceOf(call);
  await call.services.directory.putDevice({ ...device, description: descriptionOf(call.args) });
  return {};
};

/** Also revokes the device's keys. */
export const deleteDevice = async (call: Call) => {
  const { id, tenant } = await deviceOf(call);
  // Where keys are made first: after a crash in between the device is still there, and can be deleted again.
  await call.services.keyMint.deleteUser(id);
  await call.services.directory.deleteDevice(tenant, id);
  return {};
};
