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
import { getBuckets, putBuckets } from './buckets.ts';
import { getStatus } from './get-status.ts';
import { postAddress } from './post-address.ts';
import { postFile } from './post-file.ts';
import { putData } from './put-data.ts';
import type { BatchServices, Call } from './services.ts';

interface Action {
  readonly roles: readonly Role[];
  /** Gives the body of the answer. */
  readonly run: (call: Call) => Promise<unknown>;
}

const senders: readonly Role[] = ['device', 'admin', 'operator'];
const everyone: readonly Role[] = [...senders, 'analyst'];
const admins: readonly Role[] = ['admin', 'operator'];

/** By method and path; a path that ends in a slash is followed by a name. */
const actions = new Map<string, Action>([
  ['PUT batch/upload/data/', { roles: senders, run: putData }],
  ['POST batch/upload/address', { roles: senders, run: postAddress }],
  ['POST batch/upload/file', { roles: senders, run: postFile }],
  ['GET batch/status/', { roles: everyone, run: getStatus }],
  ['PUT batch/buckets', { roles: admins, run: putBuckets }],
  ['GET batch/buckets', { roles: everyone, run: getBuckets }],
]);

const actionOf = (event: HttpEvent): { readonly action: Action; readonly rest: string } => {
  const { method } = event.requestContext.http;
  const route = routeOf(event.rawPath) ?? '';
  const whole = actions.get(`${method} ${route}`);
  if (whole !== undefined && !route.endsWith('/')) return { action: whole, rest: '' };
  const cut = route.lastIndexOf('/') + 1;
  const action = actions.get(`${method} ${route.slice(0, cut)}`);
  if (action === undefined) throw new Refusal(404, `no such call: ${method} ${event.rawPath}`);
  return { action, rest: route.slice(cut) };
};

/**
 * Answers a call about the signer's files (README.md lists them). The event's signature was verified before. Rejects with OutOfService
 * when a store is away: the call can be made again then.
 */
export const handleBatch = async (event: HttpEvent, services: BatchServices): Promise<HttpResult> => {
  const { requestId } = event.requestContext;
  try {
    const principal = await principalOf(event, services.directory);
    const { action, rest } = actionOf(event);
    requireRole(principal, ...action.roles);
    return ok(await action.run({ event, principal, services, rest }), requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};
