import {
  readField,
  readMetric,
  readMetrics,
  readTenant,
  type Found,
  type TenantSchema,
} from '@sluice/core/tenant-schema';
import { readQuery, required } from './query.ts';
import { refusalFor } from './refusals.ts';
import type { Call } from './services.ts';

const schemaOf = ({ principal, services }: Call): Promise<TenantSchema> =>
  services.schemas.get(principal.tenant.id);

const answerOf = <Answer>(found: Found<Answer>): Answer => {
  if (found.outcome === 'refused') throw refusalFor(found);
  return found.answer;
};

export const getTenant = async (call: Call): Promise<unknown> => readTenant(await schemaOf(call));

export const getMetrics = async (call: Call): Promise<unknown> => readMetrics(await schemaOf(call));

export const getMetric = async (call: Call): Promise<unknown> => {
  const metricName = required(readQuery(call.event, 'metricName'), 'metricName');
  return answerOf(readMetric(await schemaOf(call), metricName));
};

export const getField = async (call: Call): Promise<unknown> => {
  const query = readQuery(call.event, 'metricName', 'fieldName');
  const fieldName = required(query, 'fieldName');
  const metricName = query.has('metricName') ? required(query, 'metricName') : undefined;
  return answerOf(readField(await schemaOf(call), metricName, fieldName));
};

/** Newest first; picked one by one, so that what a store may keep beside them stays inside. */
export const getHistory = async ({ principal, services }: Call): Promise<unknown> => {
  const changes = await services.schemas.history(principal.tenant.id);
  return changes.map(({ version, at, by, change }) => ({ version, at, by, change }));
};
