import { OutOfService } from '@sluice/core/failure';
import { ok, principalOf, Refusal, refused, requireRole, routeOf } from '@sluice/core/http';
import type { HttpEvent, HttpResult } from '@sluice/core/http';
import type { Role } from '@sluice/core/ports';
import { argumentsOf } from './arguments.ts';
import type { Call } from './call.ts';
import { listCapacity, planCapacity } from './capacity.ts';
import { createDeviceKey, deleteDeviceKey, listDeviceKeys } from './device-keys.ts';
import { createDevice, deleteDevice, describeDevice, listDevices, readDevice } from './devices.ts';
import { createKey, revokeKey } from './keys.ts';
import type { MetaServices } from './services.ts';
import { createTenant, listTenants } from './tenants.ts';

interface Action {
  readonly roles: readonly Role[];
  readonly run: (call: Call) => Promise<unknown>;
}

const forOperators = (run: Action['run']): Action => ({ roles: ['operator'], run });
/** An operator does here what an admin does, in its own tenant. */
const forAdmins = (run: Action['run']): Action => ({ roles: ['admin', 'operator'], run });

const actions = new Map<string, Action>([
  ['GET meta/devices', forAdmins(listDevices)],
  ['PUT meta/device', forAdmins(createDevice)],
  ['GET meta/device', forAdmins(readDevice)],
  ['PATCH meta/device', forAdmins(describeDevice)],
  ['DELETE meta/device', forAdmins(deleteDevice)],
  ['GET meta/device/key', forAdmins(listDeviceKeys)],
  ['PUT meta/device/key', forAdmins(createDeviceKey)],
  ['DELETE meta/device/key', forAdmins(deleteDeviceKey)],
  ['PUT meta/tenant', forOperators(createTenant)],
  ['GET meta/tenants', forOperators(listTenants)],
  ['GET meta/capacity', forOperators(listCapacity)],
  ['GET meta/capacity/plan', forOperators(planCapacity)],
  ['PUT meta/key', forAdmins(createKey)],
  ['DELETE meta/key', forAdmins(revokeKey)],
]);

const actionOf = (event: HttpEvent): Action => {
  const { method } = event.requestContext.http;
  const action = actions.get(`${method} ${routeOf(event.rawPath) ?? ''}`);
  if (action === undefined) throw new Refusal(404, `there is no call ${method} ${event.rawPath}`);
  return action;
};

const act = async (event: HttpEvent, services: MetaServices): Promise<unknown> => {
  const principal = await principalOf(event, services.directory);
  const action = actionOf(event);
  requireRole(principal, ...action.roles);
  return action.run({ principal, args: argumentsOf(event), services });
};

const refusalOf = (error: unknown, services: MetaServices): Refusal => {
  if (error instanceof Refusal) return error;
  if (error instanceof OutOfService)
    return new Refusal(
      503,
      'the directory does not answer; try again. A change may have been made all the same',
    );
  services.log?.('a meta call failed', error);
  return new Refusal(500, 'an internal error; tell the operator the request id');
};

/**
 * Answers a call about tenants, devices or keys (README.md lists them). The event's signature was verified before.
 * Never rejects: every failure is an answer.
 */
export const handleMeta = async (event: HttpEvent, services: MetaServices): Promise<HttpResult> => {
  const { requestId } = event.requestContext;
  try {
    return ok(await act(event, services), requestId);
  } catch (error) {
    return refused(refusalOf(error, services), requestId);
  }
};
