import { fieldsDigest } from '@sluice/core/lake';
import { errorsMetricId, undeclaredMetricId } from '@sluice/core/layout';
import type { FieldType, Metric, TenantSchema } from '@sluice/core/tenant-schema';
import type { FieldSpec, ShadowTable, TableSpec } from '../engine/protocol.ts';
import { errorColumns } from '../engine/columns.ts';

/** Where the names of unknown fields are looked for: the display name first, then the aliases in their order. */
const fieldsOf = (metric: Metric): readonly FieldSpec[] =>
  metric.fields
    .filter((field) => field.displayName !== 'timestamp')
    .map((field) => ({
      id: field.id,
      name: field.displayName,
      type: field.type,
      names: [...new Set([field.displayName, ...field.aliases])],
    }));

/** A declared metric reads its own partitions and those of all its names from before it was declared. */
export const declaredTable = (schema: TenantSchema, metric: Metric): TableSpec => ({
  key: metric.id,
  kind: 'declared',
  schema: 'public',
  name: metric.displayName,
  fields: fieldsOf(metric),
  fieldsDigest: fieldsDigest(metric.fields.filter((field) => field.displayName !== 'timestamp')),
  metricIds: [metric.id, ...new Set([metric.displayName, ...metric.aliases].map(undeclaredMetricId))],
  tombstones: schema.tombstones,
});

/** A metric nobody declared, under its sent name. */
export const undeclaredTable = (schema: TenantSchema, name: string): TableSpec => ({
  key: undeclaredMetricId(name),
  kind: 'undeclared',
  schema: 'public',
  name,
  fields: [],
  fieldsDigest: '',
  metricIds: [undeclaredMetricId(name)],
  tombstones: schema.tombstones,
});

export const errorsTable: TableSpec = {
  key: errorsMetricId,
  kind: 'errors',
  schema: 'errors',
  name: 'stream',
  fields: [],
  fieldsDigest: '',
  metricIds: [errorsMetricId],
  tombstones: [],
};

const numbers = new Set(['year', 'month', 'day', 'hour']);

const errorType = (name: string): FieldType => {
  if (numbers.has(name)) return 'INTEGER';
  return name.endsWith('timestamp') ? 'LONG' : 'STRING';
};

/** The columns of a table for the catalogue, when its data need not be asked. */
export const catalogueColumns = (spec: TableSpec): ShadowTable['columns'] => {
  if (spec.kind === 'errors') return errorColumns.map((name) => ({ name, type: errorType(name) }));
  return [{ name: 'timestamp', type: 'LONG' }, ...spec.fields.map(({ name, type }) => ({ name, type }))];
};

/** All names of declared metrics, with their metrics. */
export const declaredNames = (schema: TenantSchema): ReadonlyMap<string, Metric> => {
  const names = new Map<string, Metric>();
  for (const metric of schema.metrics)
    for (const name of [metric.displayName, ...metric.aliases]) names.set(name, metric);
  return names;
};
