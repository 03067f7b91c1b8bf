import { schemaLimits } from './limits.ts';
import type { Metric, SchemaChange, TenantSchema } from './model.ts';
import { shown } from './names.ts';

/** Who makes a change, and when. */
export interface Stamp {
  /** Epoch ms. */
  readonly at: number;
  /** Access key id. */
  readonly by: string;
}

/** Why nothing was changed or found. `reason` is for the caller to read. */
export interface Refused {
  readonly outcome: 'refused';
  readonly kind: 'not found' | 'bad request';
  readonly reason: string;
}

/** What became of an asked change. `unchanged`: it was so already, and there is nothing to store. */
export type Edit =
  | { readonly outcome: 'changed'; readonly schema: TenantSchema; readonly change: SchemaChange }
  | { readonly outcome: 'unchanged' }
  | Refused;

/** A part of a request that may be left out; clients of the original send null for what they leave out. */
export type Given<T> = T | null | undefined;

export const notFound = (reason: string): Refused => ({ outcome: 'refused', kind: 'not found', reason });

export const badRequest = (reason: string): Refused => ({ outcome: 'refused', kind: 'bad request', reason });

export const metricNotFound = (name: string): Refused => notFound(`there is no metric ${shown(name)}`);

/** The metric that has the name, as its display name or an alias. */
export const metricNamed = (schema: TenantSchema, name: string): Metric | undefined =>
  schema.metrics.find((metric) => metric.aliases.includes(name));

/** The schema with one metric replaced. */
export const withMetric = (schema: TenantSchema, metric: Metric): TenantSchema => ({
  ...schema,
  metrics: schema.metrics.map((other) => (other.id === metric.id ? metric : other)),
});

/** What `,{"name":"","deletedAt":1790000000000}` takes. */
const tombstoneBytes = 40;

/**
 * Bytes that a schema is counted as: its JSON and, for each metric name, the tombstone that a deletion would leave. So a deletion never
 * makes a schema larger than it was counted before, and is never refused.
 */
export const countedBytes = (schema: TenantSchema): number => {
  let bytes = Buffer.byteLength(JSON.stringify(schema));
  for (const { aliases } of schema.metrics)
    for (const name of aliases) bytes += tombstoneBytes + Buffer.byteLength(JSON.stringify(name));
  return bytes;
};

/** Leaves out what the request left out, so that the history holds what was asked and no more. */
const given = (request: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined && value !== null));

/**
 * Makes the new version of a draft that passed its own checks, with its entry for the history.
 * @param action the call in words, as the history shows it
 */
export const edited = (
  schema: TenantSchema,
  draft: TenantSchema,
  stamp: Stamp,
  action: string,
  request: object,
): Edit => {
  if (JSON.stringify(draft) === JSON.stringify(schema)) return { outcome: 'unchanged' };
  const next = { ...draft, version: schema.version + 1 };
  const bytes = countedBytes(next);
  if (bytes > schemaLimits.storedBytes && bytes > countedBytes(schema))
    return badRequest(
      `the schema would take ${bytes} bytes; at most ${schemaLimits.storedBytes}. Use fewer or shorter names, or delete metrics that are no longer used`,
    );
  const change = { action, ...given({ ...request }) };
  return { outcome: 'changed', schema: next, change: { version: next.version, ...stamp, change } };
};
