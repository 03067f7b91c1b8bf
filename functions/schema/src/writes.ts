import {
  isCreateFieldRequest,
  isCreateMetricRequest,
  isDeleteMetricRequest,
  isUpdateFieldRequest,
  isUpdateMetricRequest,
  isUpdateTenantRequest,
  type UpdateTenantRequest,
} from '@sluice/core/forms';
import { Refusal } from '@sluice/core/http';
import { declaredMetricId } from '@sluice/core/layout';
import * as edits from '@sluice/core/tenant-schema';
import { applyChange, stampOf } from './change.ts';
import { readRequest } from './request.ts';
import type { Call } from './services.ts';

/** Both names mean the same: the original's own clients disagreed on it. */
const metricKeysOf = ({
  metricKeys,
  metricTypeKeys,
}: UpdateTenantRequest): edits.Given<readonly string[]> => {
  if (Array.isArray(metricKeys) && Array.isArray(metricTypeKeys))
    throw new Refusal(400, 'metricKeys and metricTypeKeys are two names of one list; give one of them');
  return metricKeys ?? metricTypeKeys;
};

export const patchTenant = (call: Call): Promise<object> => {
  const request = readRequest(call.event, isUpdateTenantRequest);
  const update = { timestampPatterns: request.timestampPatterns, metricKeys: metricKeysOf(request) };
  const stamp = stampOf(call);
  return applyChange(call, (schema) => edits.updateTenant(schema, update, stamp));
};

export const postMetric = (call: Call): Promise<object> => {
  const request = readRequest(call.event, isCreateMetricRequest);
  const stamp = stampOf(call);
  const id = declaredMetricId(call.services.newUlid(stamp.at));
  return applyChange(call, (schema) => edits.createMetric(schema, request, id, stamp));
};

export const patchMetric = (call: Call): Promise<object> => {
  const request = readRequest(call.event, isUpdateMetricRequest);
  const stamp = stampOf(call);
  return applyChange(call, (schema) => edits.updateMetric(schema, request, stamp));
};

export const deleteMetric = (call: Call): Promise<object> => {
  const request = readRequest(call.event, isDeleteMetricRequest);
  const stamp = stampOf(call);
  return applyChange(call, (schema) => edits.deleteMetric(schema, request, stamp));
};

export const postField = (call: Call): Promise<object> => {
  const request = readRequest(call.event, isCreateFieldRequest);
  const stamp = stampOf(call);
  return applyChange(call, (schema) => edits.createField(schema, request, stamp));
};

export const patchField = (call: Call): Promise<object> => {
  const request = readRequest(call.event, isUpdateFieldRequest);
  const stamp = stampOf(call);
  return applyChange(call, (schema) => edits.updateField(schema, request, stamp));
};
