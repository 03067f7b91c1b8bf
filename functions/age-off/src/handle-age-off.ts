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
import { ageOff, type AgeOffServices } from './age-off.ts';

/**
 * `POST meta/age-off {"dryRun"?, "withoutLake"?}`, for operators: drops the weekly tables that are outside the window.
 * Rejects with OutOfService when a store is away, and with the error of an item that cannot be read.
 */
export const handleAgeOff = async (event: HttpEvent, services: AgeOffServices): Promise<HttpResult> => {
  const { requestId, http } = event.requestContext;
  try {
    if (http.method !== 'POST') throw new Refusal(404, `no such call: ${http.method} ${event.rawPath}`);
    requireRole(await principalOf(event, services.directory), 'operator');
    const options = readOptions(event, 'dryRun', 'withoutLake');
    const tables = await ageOff(services, {
      dryRun: options.flag('dryRun'),
      withoutLake: options.flag('withoutLake'),
    });
    return ok({ tables }, requestId);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, requestId);
    throw error;
  }
};
