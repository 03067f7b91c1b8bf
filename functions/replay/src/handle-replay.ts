import {
  ok,
  principalOf,
  readOptions,
  Refusal,
  refused,
  requireRole,
  type HttpEvent,
  type HttpResult,
} from '@sluice/core/http';
import type { TenantId } from '@sluice/core/layout';
import type { Directory } from '@sluice/core/ports';
import { consumers, isConsumer, type Consumer } from './consumers.ts';
import { replayGivenUp, type ReplayServices } from './replay.ts';

export interface ReplayHttpServices extends ReplayServices {
  readonly directory: Directory;
}

/**
 * `POST meta/replay {"consumer"?, "tenant"?, "dryRun"?}`, for operators: replays what lies in the on-failure store.
 * Rejects with OutOfService when the directory or the on-failure store is away.
 */
export const handleReplay = async (event: HttpEvent, services: ReplayHttpServices): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'POST') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    requireRole(await principalOf(event, services.directory), 'operator');
    const options = readOptions(event, 'consumer', 'tenant', 'dryRun');
    const consumer = consumerNamed(options.text('consumer'));
    const dryRun = options.flag('dryRun');
    const tenant = await tenantNamed(options.text('tenant'), services.directory);
    return ok(await replayGivenUp(services, { consumer, tenant, dryRun }), requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};

const consumerNamed = (name: string | undefined): Consumer | undefined => {
  if (name === undefined || isConsumer(name)) return name;
  throw new Refusal(
    400,
    `there is no consumer ${JSON.stringify(name.slice(0, 100))}; there are ${consumers.join(', ')}`,
  );
};

const tenantNamed = async (name: string | undefined, directory: Directory): Promise<TenantId | undefined> => {
  if (name === undefined) return undefined;
  const tenant = await directory.tenantByName(name);
  if (tenant === undefined)
    throw new Refusal(404, `there is no tenant ${JSON.stringify(name.slice(0, 100))}`);
  return tenant.id;
};
