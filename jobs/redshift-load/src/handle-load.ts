import { OutOfService } from '@sluice/core/failure';
import {
  ok,
  principalOf,
  readOptions,
  Refusal,
  refused,
  requireRole,
  routeOf,
  type HttpEvent,
  type HttpResult,
  type Principal,
} from '@sluice/core/http';
import type { Directory, Tenant } from '@sluice/core/ports';
import { preview } from './preview.ts';
import { retry } from './retry.ts';
import type { LoadServices } from './services.ts';
import { isLostRace } from './state/documents.ts';
import { statusOf } from './status.ts';

export interface LoadHttpServices extends LoadServices {
  readonly directory: Directory;
}

/** An operator's of all tenants or of one; an admin's of the own. */
const tenantsOf = async (
  { key, tenant }: Principal,
  name: string | undefined,
  directory: Directory,
): Promise<readonly Tenant[]> => {
  if (key.role !== 'operator') {
    if (name !== undefined && name !== tenant.name)
      throw new Refusal(403, "these are another tenant's loads");
    return [tenant];
  }
  if (name === undefined) return directory.tenants();
  const found = await directory.tenantByName(name);
  if (found === undefined) throw new Refusal(404, `there is no tenant ${JSON.stringify(name)}`);
  return [found];
};

const tenantAsked = (query: string): string | undefined => {
  const parameters = new URLSearchParams(query);
  const other = [...parameters.keys()].find((name) => name !== 'tenant');
  if (other !== undefined)
    throw new Refusal(400, `there is no parameter ${JSON.stringify(other.slice(0, 100))}; there is tenant`);
  return parameters.get('tenant') ?? undefined;
};

type Action = (event: HttpEvent, principal: Principal, services: LoadHttpServices) => Promise<unknown>;

const getStatus: Action = async (event, principal, services) => {
  const tenants = await tenantsOf(principal, tenantAsked(event.rawQueryString), services.directory);
  const found = [];
  for (const tenant of tenants) found.push(await statusOf(tenant, services));
  return { tenants: found.filter(({ loads }) => loads.length > 0) };
};

const getPlan: Action = async (event, principal, services) => {
  const tenants = await tenantsOf(principal, tenantAsked(event.rawQueryString), services.directory);
  const found = [];
  for (const tenant of tenants)
    for (const one of await preview(tenant, services)) found.push({ tenant: tenant.name, ...one });
  return { loads: found };
};

const postRetry: Action = async (event, principal, services) => {
  const options = readOptions(event, 'tenant', 'load');
  const retried: string[] = [];
  for (const tenant of await tenantsOf(principal, options.text('tenant'), services.directory))
    retried.push(...(await retry(tenant, options.text('load'), services)));
  return { retried };
};

const actions = new Map<string, Action>([
  ['GET ops/load', getStatus],
  ['GET ops/load/plan', getPlan],
  ['POST ops/load/retry', postRetry],
]);

const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (isLostRace(error)) return new Refusal(409, 'the loads changed meanwhile; ask again');
  return error instanceof OutOfService ? new Refusal(503, error.message) : undefined;
};

/**
 * `GET ops/load[?tenant=]`, `GET ops/load/plan[?tenant=]` and `POST ops/load/retry {"tenant"?, "load"?}`, for operators and admins.
 * Rejects with what a bug of ours throws.
 */
export const handleLoad = async (event: HttpEvent, services: LoadHttpServices): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    const action = actions.get(`${http.method} ${routeOf(event.rawPath) ?? ''}`);
    if (action === undefined) throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    const principal = await principalOf(event, services.directory);
    requireRole(principal, 'operator', 'admin');
    return ok(await action(event, principal, services), requestId);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refused(refusal, requestId);
  }
};
