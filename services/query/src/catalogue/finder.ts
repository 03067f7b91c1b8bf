import type { TenantId } from '@sluice/core/layout';
import { undeclaredMetricId } from '@sluice/core/layout';
import type { ChunkStore } from '@sluice/core/ports';
import type { TenantSchema } from '@sluice/core/tenant-schema';
import type { TableSpec } from '../engine/protocol.ts';
import type { TableMention } from '../sql/context.ts';
import { matchName } from '../sql/names.ts';
import type { LakeSource } from '../tenant/lake-source.ts';
import { declaredNames, declaredTable, errorsTable, undeclaredTable } from './tables.ts';

/** Finds the tables of one tenant. Only this tenant's partitions are ever asked for. */
export interface Finder {
  /** The table that a mention in FROM means; undefined when the tenant has none of the name. */
  find(schema: TenantSchema, mention: TableMention): Promise<TableSpec | undefined>;
  /** The sent names of metrics that were never declared. */
  undeclared(schema: TenantSchema): Promise<readonly string[]>;
}

/** Where a tenant's rows are. */
export interface Places {
  readonly chunks: ChunkStore;
  readonly lake?: LakeSource;
}

const hasRows = async ({ chunks, lake }: Places, tenant: TenantId, metricId: string): Promise<boolean> => {
  for (const table of await chunks.tables())
    if ((await chunks.partitions(table, tenant, metricId)).length > 0) return true;
  return (await lake?.files(tenant))?.some(({ metric }) => metric === metricId) ?? false;
};

/** Undeclared names from all partitions of the tenant, and from the lake. */
const sentNames = async ({ chunks, lake }: Places, tenant: TenantId): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  for (const table of await chunks.tables())
    for (const { partition, metricName } of await chunks.partitions(table, tenant))
      if (partition.metric === undeclaredMetricId(metricName)) names.add(metricName);
  for (const { metric, metricName } of (await lake?.files(tenant)) ?? [])
    if (metric === undeclaredMetricId(metricName)) names.add(metricName);
  return names;
};

export const finderOf = (places: Places, tenant: TenantId): Finder => {
  const undeclared = async (schema: TenantSchema): Promise<readonly string[]> => {
    const declared = declaredNames(schema);
    return [...(await sentNames(places, tenant))].filter((name) => !declared.has(name)).sort();
  };
  const findMetric = async (
    schema: TenantSchema,
    { name, quoted }: TableMention,
  ): Promise<TableSpec | undefined> => {
    const declared = declaredNames(schema);
    const exact = declared.get(name);
    if (exact !== undefined) return declaredTable(schema, exact);
    if (await hasRows(places, tenant, undeclaredMetricId(name))) return undeclaredTable(schema, name);
    if (quoted) return undefined;
    const match = matchName(name, false, [...declared.keys(), ...(await undeclared(schema))]);
    if (match === 'none') return undefined;
    const names = 'found' in match ? [match.found] : match.ambiguous;
    // Two spellings of one metric are not ambiguous.
    const tables = names.map((one) => {
      const metric = declared.get(one);
      return metric === undefined ? undeclaredTable(schema, one) : declaredTable(schema, metric);
    });
    return new Set(tables.map((table) => table.key)).size === 1 ? tables[0] : undefined;
  };
  return {
    undeclared,
    find: async (schema, mention) => {
      const name = mention.schema.toLowerCase();
      if (name === 'errors') return mention.name.toLowerCase() === 'stream' ? errorsTable : undefined;
      return name === '' || name === 'public' ? findMetric(schema, mention) : undefined;
    },
  };
};
