import { timestampReader, type ReadTimestamp } from '../time/reader.ts';
import type { Field, FieldType, Metric, TenantSchema } from './model.ts';

/** What a name of a field leads to. */
export interface FieldIndex {
  readonly id: string;
  readonly type: FieldType;
  /** Place of the name among the field's names: of two in one event the lower is the value. */
  readonly rank: number;
  readonly field: Field;
}

export interface MetricIndex {
  readonly id: string;
  /** Tried in order, before `timestamp`. */
  readonly timestampAliases: readonly string[];
  readonly metric: Metric;
  /** The declared field that has the name, exact case. */
  field(name: string): FieldIndex | undefined;
  /** Reads a timestamp by the metric's patterns, then the tenant's, then as an integer. Never throws. */
  readonly readTimestamp: ReadTimestamp;
}

/** One version of a tenant's schema, made ready for looking names up once per event and once per field of it. */
export interface SchemaIndex {
  readonly schema: TenantSchema;
  readonly version: number;
  /** Tried in order, before `metrictype`. */
  readonly metricKeys: readonly string[];
  /** The declared metric that has the name, exact case. */
  metric(name: string): MetricIndex | undefined;
  /** Epoch ms of the last deletion of a metric that had the name: rows received under it before are not shown. */
  deletedAt(name: string): number | undefined;
  /** Reads a timestamp of an undeclared metric: by the tenant's patterns, then as an integer. Never throws. */
  readonly readTimestamp: ReadTimestamp;
}

const fieldsByName = (metric: Metric): ReadonlyMap<string, FieldIndex> => {
  const byName = new Map<string, FieldIndex>();
  for (const field of metric.fields)
    for (const [rank, name] of field.aliases.entries())
      byName.set(name, { id: field.id, type: field.type, rank, field });
  return byName;
};

const indexMetric = (metric: Metric, tenantPatterns: readonly string[]): MetricIndex => {
  const fields = fieldsByName(metric);
  return {
    id: metric.id,
    timestampAliases: metric.timestampAliases,
    metric,
    field: (name) => fields.get(name),
    readTimestamp: timestampReader(metric.timestampPatterns, tenantPatterns),
  };
};

const build = (schema: TenantSchema): SchemaIndex => {
  const metrics = new Map<string, MetricIndex>();
  for (const metric of schema.metrics) {
    const index = indexMetric(metric, schema.timestampPatterns);
    for (const name of metric.aliases) metrics.set(name, index);
  }
  const deleted = new Map(schema.tombstones.map(({ name, deletedAt }) => [name, deletedAt]));
  return {
    schema,
    version: schema.version,
    metricKeys: schema.metricKeys,
    metric: (name) => metrics.get(name),
    deletedAt: (name) => deleted.get(name),
    readTimestamp: timestampReader([], schema.timestampPatterns),
  };
};

const built = new WeakMap<TenantSchema, SchemaIndex>();

/** The index of a schema; made once for each schema object, so asking again costs a look-up. */
export const indexSchema = (schema: TenantSchema): SchemaIndex => {
  const known = built.get(schema);
  if (known !== undefined) return known;
  const index = build(schema);
  built.set(schema, index);
  return index;
};
