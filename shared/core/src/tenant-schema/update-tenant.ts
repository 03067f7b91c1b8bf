import { badRequest, edited, type Edit, type Given, type Stamp } from './edit.ts';
import { schemaLimits } from './limits.ts';
import type { TenantSchema } from './model.ts';
import { firstFault, metricKeyFault } from './names.ts';
import { patternsFault } from './patterns.ts';

export interface TenantUpdate {
  /** Each given list replaces the old one, order and duplicates kept; `[]` clears. */
  readonly timestampPatterns?: Given<readonly string[]>;
  readonly metricKeys?: Given<readonly string[]>;
}

const keysFault = (keys: readonly string[]): string | undefined =>
  keys.length > schemaLimits.metricKeys
    ? `${keys.length} metric keys; at most ${schemaLimits.metricKeys}`
    : firstFault(keys, metricKeyFault);

/** Sets what holds for all metrics of the tenant. */
export const updateTenant = (schema: TenantSchema, update: TenantUpdate, stamp: Stamp): Edit => {
  const timestampPatterns = update.timestampPatterns ?? schema.timestampPatterns;
  const metricKeys = update.metricKeys ?? schema.metricKeys;
  const fault = patternsFault(timestampPatterns) ?? keysFault(metricKeys);
  if (fault !== undefined) return badRequest(fault);
  return edited(schema, { ...schema, timestampPatterns, metricKeys }, stamp, 'update tenant', update);
};
