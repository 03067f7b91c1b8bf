import { badRequest, metricNamed, metricNotFound, notFound, type Refused } from './edit.ts';
import { fieldNamed, fieldNotFound, timestampName, type Named } from './field-names.ts';
import type { FieldType, Metric, TenantSchema } from './model.ts';
import { shown } from './names.ts';

/** The answers of API.md 3, exact. As in the original, a list of aliases does not repeat the display name. */
export interface TenantAnswer {
  readonly timestampPatterns: readonly string[];
  readonly metricKeys: readonly string[];
}

export interface MetricsAnswer {
  /** Display name by metric id. */
  readonly idToMetricName: Readonly<Record<string, string>>;
}

export interface FieldAnswer {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: FieldType;
}

export interface MetricAnswer {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly timestampPatterns: readonly string[];
  /** In the order they were declared, then `timestamp`. */
  readonly fields: readonly FieldAnswer[];
}

export type Found<Answer> = { readonly outcome: 'found'; readonly answer: Answer } | Refused;

export const readTenant = ({ timestampPatterns, metricKeys }: TenantSchema): TenantAnswer => ({
  timestampPatterns,
  metricKeys,
});

export const readMetrics = ({ metrics }: TenantSchema): MetricsAnswer => ({
  idToMetricName: Object.fromEntries(metrics.map(({ id, displayName }) => [id, displayName])),
});

const others = (aliases: readonly string[], displayName: string): string[] =>
  aliases.filter((name) => name !== displayName);

const fieldAnswer = (metric: Metric, named: Named): FieldAnswer => {
  if (named.what === 'timestamp')
    return { name: timestampName, aliases: metric.timestampAliases, type: 'LONG' };
  const { displayName, aliases, type } = named.field;
  return { name: displayName, aliases: others(aliases, displayName), type };
};

/** A metric by any of its names. */
export const readMetric = (schema: TenantSchema, metricName: string): Found<MetricAnswer> => {
  const metric = metricNamed(schema, metricName);
  if (metric === undefined) return metricNotFound(metricName);
  const named: Named[] = [
    ...metric.fields.map((field) => ({ what: 'field' as const, field })),
    { what: 'timestamp' },
  ];
  const answer = {
    name: metric.displayName,
    aliases: others(metric.aliases, metric.displayName),
    timestampPatterns: metric.timestampPatterns,
    fields: named.map((one) => fieldAnswer(metric, one)),
  };
  return { outcome: 'found', answer };
};

const onlyMetricWith = (schema: TenantSchema, fieldName: string): Metric | Refused => {
  const [first, ...more] = schema.metrics.filter((metric) => fieldNamed(metric, fieldName) !== undefined);
  if (first === undefined) return notFound(`no metric has a field ${shown(fieldName)}`);
  if (more.length === 0) return first;
  const names = [first, ...more].slice(0, 5).map(({ displayName }) => shown(displayName));
  return badRequest(
    `${more.length + 1} metrics have a field ${shown(fieldName)} (${names.join(', ')}${more.length > 4 ? ', …' : ''}); give metricName too`,
  );
};

/** A field by any of its names; without a metric's name, in the one metric that has it. */
export const readField = (
  schema: TenantSchema,
  metricName: string | undefined,
  fieldName: string,
): Found<FieldAnswer> => {
  const metric =
    metricName === undefined
      ? onlyMetricWith(schema, fieldName)
      : (metricNamed(schema, metricName) ?? metricNotFound(metricName));
  if ('outcome' in metric) return metric;
  const named = fieldNamed(metric, fieldName);
  if (named === undefined) return fieldNotFound(metric, fieldName);
  return { outcome: 'found', answer: fieldAnswer(metric, named) };
};
