import { badRequest, edited, metricNamed, type Edit, type Given, type Stamp } from './edit.ts';
import { schemaLimits } from './limits.ts';
import type { Metric, TenantSchema } from './model.ts';
import { distinctNames, firstFault, nameFault, shown } from './names.ts';

export interface NewMetric {
  readonly metricName: string;
  readonly aliases?: Given<readonly string[]>;
}

/** Why a metric cannot have the names, `id` being the metric's own: too many, not allowed, or another metric's. */
export const metricNamesFault = (
  schema: TenantSchema,
  id: string,
  names: readonly string[],
): string | undefined => {
  if (names.length > schemaLimits.aliases + 1)
    return `${names.length - 1} aliases of one metric; at most ${schemaLimits.aliases}`;
  return firstFault(names, (name) => {
    const fault = nameFault('metric name', name);
    if (fault !== undefined) return fault;
    const owner = metricNamed(schema, name);
    return owner === undefined || owner.id === id
      ? undefined
      : `the name ${shown(name)} is taken by metric ${shown(owner.displayName)}`;
  });
};

/**
 * Declares a metric.
 * @param id `m_` and a ULID; the caller makes it, so that this stays pure
 */
export const createMetric = (schema: TenantSchema, request: NewMetric, id: string, stamp: Stamp): Edit => {
  const { metricName } = request;
  if (metricName === '') return badRequest('metricName is empty');
  const aliases = distinctNames([metricName, ...(request.aliases ?? [])]);
  const fault = metricNamesFault(schema, id, aliases);
  if (fault !== undefined) return badRequest(fault);
  if (schema.metrics.length >= schemaLimits.metrics)
    return badRequest(`there are ${schema.metrics.length} metrics; at most ${schemaLimits.metrics}`);
  const metric: Metric = {
    id,
    displayName: metricName,
    aliases,
    timestampPatterns: [],
    timestampAliases: [],
    fields: [],
    nextField: 1,
  };
  return edited(schema, { ...schema, metrics: [...schema.metrics, metric] }, stamp, 'create metric', request);
};
