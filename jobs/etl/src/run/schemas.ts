import { undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import type { Directory, SchemaStore } from '@sluice/core/ports';
import type { TenantSchema } from '@sluice/core/tenant-schema';
import type { MetricOf } from '../plan/etl-plan.ts';

/** The schemas of a run, as they were when it began. */
export type Schemas = ReadonlyMap<TenantId, TenantSchema>;

export const readSchemas = async (directory: Directory, schemas: SchemaStore): Promise<Schemas> => {
  const read = new Map<TenantId, TenantSchema>();
  for (const { id } of await directory.tenants()) read.set(id, await schemas.get(id));
  return read;
};

export const metricsOf = (schemas: Schemas): readonly MetricOf[] =>
  [...schemas].flatMap(([tenant, { metrics }]) => metrics.map((metric) => ({ tenant, metric })));

/** What a metric that was sent undeclared is by now. */
export interface Resolved {
  readonly tenant: TenantId;
  readonly undeclared: string;
  readonly metric: string;
  /** Rows received before it (epoch ms) belong to a metric of that name that was deleted. */
  readonly since: number;
}

/** Every name of every declared metric, and the undeclared metric that events sent under it before were. */
export const resolvedOf = (schemas: Schemas): readonly Resolved[] =>
  [...schemas].flatMap(([tenant, { metrics, tombstones }]) =>
    metrics.flatMap((metric) =>
      [...new Set([metric.displayName, ...metric.aliases])].map((name) => ({
        tenant,
        undeclared: undeclaredMetricId(name),
        metric: metric.id,
        since: Math.max(
          0,
          ...tombstones.filter((one) => one.name === name).map(({ deletedAt }) => deletedAt),
        ),
      })),
    ),
  );
