import { edited, metricNamed, metricNotFound, type Edit, type Stamp } from './edit.ts';
import type { TenantSchema, Tombstone } from './model.ts';

/** A name deleted again keeps one tombstone, the later. */
const bury = (
  tombstones: readonly Tombstone[],
  names: readonly string[],
  deletedAt: number,
): readonly Tombstone[] => {
  const times = new Map(tombstones.map((tombstone) => [tombstone.name, tombstone.deletedAt]));
  for (const name of names) times.set(name, Math.max(deletedAt, times.get(name) ?? deletedAt));
  return [...times].map(([name, at]) => ({ name, deletedAt: at }));
};

/**
 * Frees the names of a metric. Its data stays and is no longer shown: rows under its id since no name leads there, rows under its names
 * by the tombstones.
 */
export const deleteMetric = (
  schema: TenantSchema,
  request: { readonly metricName: string },
  stamp: Stamp,
): Edit => {
  const metric = metricNamed(schema, request.metricName);
  if (metric === undefined) return metricNotFound(request.metricName);
  const draft = {
    ...schema,
    metrics: schema.metrics.filter((other) => other.id !== metric.id),
    tombstones: bury(schema.tombstones, metric.aliases, stamp.at),
  };
  return edited(schema, draft, stamp, 'delete metric', request);
};
