import { OutOfService } from '@sluice/core/failure';
import {
  ok,
  principalOf,
  Refusal,
  refused,
  requireRole,
  routeOf,
  type HttpEvent,
  type HttpResult,
} from '@sluice/core/http';
import type { Role } from '@sluice/core/ports';
import { getField, getHistory, getMetric, getMetrics, getTenant } from './reads.ts';
import type { Call, SchemaServices } from './services.ts';
import { deleteMetric, patchField, patchMetric, patchTenant, postField, postMetric } from './writes.ts';

interface Action {
  readonly roles: readonly Role[];
  /** Gives the body of the answer. */
  readonly run: (call: Call) => Promise<unknown>;
}

/** An operator does here what an admin does, in its own tenant. */
const read = (run: Action['run']): Action => ({ roles: ['admin', 'analyst', 'operator'], run });
const write = (run: Action['run']): Action => ({ roles: ['admin', 'operator'], run });

const actions = new Map<string, Action>([
  ['GET schema', read(getTenant)],
  ['PATCH schema', write(patchTenant)],
  ['GET schema/metrics', read(getMetrics)],
  ['POST schema/metric', write(postMetric)],
  ['GET schema/metric', read(getMetric)],
  ['PATCH schema/metric', write(patchMetric)],
  ['DELETE schema/metric', write(deleteMetric)],
  ['POST schema/field', write(postField)],
  ['GET schema/field', read(getField)],
  ['PATCH schema/field', write(patchField)],
  ['GET schema/history', read(getHistory)],
]);

const actionOf = (event: HttpEvent): Action => {
  const { method } = event.requestContext.http;
  const action = actions.get(`${method} ${routeOf(event.rawPath) ?? ''}`);
  if (action === undefined) throw new Refusal(404, `there is no call ${method} ${event.rawPath}`);
  return action;
};

const act = async (event: HttpEvent, services: SchemaServices): Promise<unknown> => {
  const principal = await principalOf(event, services.directory);
  const action = actionOf(event);
  requireRole(principal, ...action.roles);
  return action.run({ event, principal, services });
};

const refusalOf = (error: unknown, services: SchemaServices): Refusal => {
  if (error instanceof Refusal) return error;
  services.log?.('a schema call failed', error);
  if (error instanceof OutOfService)
    return new Refusal(
      503,
      'the schema store does not answer; try again. A change may have been made all the same',
    );
  return new Refusal(500, 'an internal error; tell the operator the request id');
};

/**
 * Answers a call about the signer's schema (README.md lists them). The event's signature was verified before.
 * Never rejects: every failure is an answer.
 */
export const handleSchema = async (event: HttpEvent, services: SchemaServices): Promise<HttpResult> => {
  const { requestId } = event.requestContext;
  try {
    return ok(await act(event, services), requestId);
  } catch (error) {
    return refused(refusalOf(error, services), requestId);
  }
};
