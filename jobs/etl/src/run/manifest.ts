import {
  fieldsDigest,
  type LakeFile,
  type Manifest,
  type MetricLoad,
  type OfTenant,
} from '@sluice/core/lake';
import { isTenantId, type TenantId } from '@sluice/core/layout';
import type { Metric } from '@sluice/core/tenant-schema';
import type { PlanResult, Value, Written } from '../plan/plan.ts';
import type { EngineFiles } from '../ports.ts';
import type { Prepared as Whole } from './prepare.ts';

type Prepared = Omit<Whole, 'plan'>;

const tenantOf = (text: Value | undefined): TenantId => {
  if (typeof text !== 'string' || !isTenantId(text))
    throw new Error(`the engine gave "${String(text)}" for a tenant`);
  return text;
};

const metricAt = ({ schemas }: Prepared, tenant: TenantId, id: string): Metric | undefined =>
  schemas.get(tenant)?.metrics.find((metric) => metric.id === id);

const fieldsOf = (metric: Metric | undefined): Metric['fields'] =>
  (metric?.fields ?? []).filter((field) => field.displayName !== 'timestamp');

const place = (parts: readonly (Value | undefined)[]): string => parts.map(String).join(' ');

/** Unknown names by tenant, metric and day: of the new rows, and of the files that were written anew. */
const namesByDay = (
  { rows }: PlanResult,
  before: readonly LakeFile[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = new Map<string, Set<string>>();
  const add = (key: string, name: string): void => {
    names.set(key, (names.get(key) ?? new Set()).add(name));
  };
  for (const [tenant, metric, day, name] of rows['names'] ?? [])
    add(place([tenant, metric, day]), String(name));
  for (const file of before)
    for (const name of file.names) add(place([file.tenant, file.metric, file.day]), name);
  return names;
};

/** The sent names of undeclared metrics, by tenant and id. */
const sentNames = ({ rows }: PlanResult, before: readonly LakeFile[]): ReadonlyMap<string, string> =>
  new Map([
    ...before.map((file) => [place([file.tenant, file.metric]), file.metricName] as const),
    ...(rows['kept'] ?? []).map(
      ([tenant, metric, , name]) => [place([tenant, metric]), String(name)] as const,
    ),
  ]);

const lakeFile = (
  { partitions, path, rows, bytes, firstTimestamp, lastTimestamp }: Written,
  prepared: Prepared,
  files: EngineFiles,
  names: ReadonlyMap<string, ReadonlySet<string>>,
  sent: ReadonlyMap<string, string>,
): LakeFile => {
  const tenant = tenantOf(partitions['tenant']);
  const { metric = '', day = '' } = partitions;
  const fields = fieldsDigest(fieldsOf(metricAt(prepared, tenant, metric)));
  const unknown = [...(names.get(place([tenant, metric, day])) ?? [])].sort();
  return {
    key: files.keyOf(path),
    tenant,
    metric,
    metricName: metric.startsWith('u') ? (sent.get(place([tenant, metric])) ?? '') : '',
    day,
    rows,
    bytes,
    firstTimestamp,
    lastTimestamp,
    fields,
    names: unknown,
  };
};

/** The widths that the plan reported, in the order of the fields that have one. */
const columnsOf = (metric: Metric | undefined, widths: readonly Value[]): MetricLoad['columns'] => {
  let at = 1;
  return fieldsOf(metric).map(({ id, displayName, type }) => {
    const isText = type === 'STRING' || type === 'BINARY';
    return { id, displayName, type, maxBytes: isText ? Number(widths[at++] ?? 0) : 0 };
  });
};

/** What the plan wrote of rows with long texts, and the longest of these. */
const wideOf = (
  tenant: TenantId,
  metric: string,
  { rows }: PlanResult,
  files: MetricLoad['files'],
): Pick<MetricLoad, 'wide'> => {
  if (files.length === 0) return {};
  const longest = (rows['wide'] ?? []).find(([of, which]) => of === tenant && which === metric);
  return { wide: { rows: rowsIn(files), maxBytes: Number(longest?.[2] ?? 0), files } };
};

const rowsIn = (files: MetricLoad['files']): number => files.reduce((sum, { rows }) => sum + rows, 0);

const loadOf = (
  row: readonly Value[],
  sequence: number,
  prepared: Prepared,
  result: PlanResult,
  files: EngineFiles,
): MetricLoad => {
  const tenant = tenantOf(row[0]);
  const metric = String(row[1]);
  const declared = metricAt(prepared, tenant, metric);
  const widths = result.rows[`widths_${tenant}_${metric}`.toLowerCase()]?.[0] ?? [];
  const filesOf = (prefix: string): MetricLoad['files'] =>
    result.written
      .filter(
        ({ step, partitions }) =>
          step.startsWith(prefix) && partitions['tenant'] === tenant && partitions['metric'] === metric,
      )
      .map(({ path, rows, bytes, sha256 }) => ({ key: files.keyOf(path), rows, bytes, sha256 }));
  const wide = wideOf(tenant, metric, result, filesOf('wide_'));
  return {
    loadId: `${sequence}-${tenant}-${metric}`,
    tenant,
    metric,
    metricName: declared?.displayName ?? String(row[3]),
    schemaVersion: prepared.schemas.get(tenant)?.version ?? 0,
    columns: columnsOf(declared, widths),
    rows: Number(row[2]) - (wide.wide?.rows ?? 0),
    files: filesOf('load_'),
    ...wide,
  };
};

const countsOf = ({ rows }: PlanResult): Manifest['counts'] => {
  const [read = 0, good = 0] = (rows['read']?.[0] ?? []).map(Number);
  const fates = new Map((rows['fates'] ?? []).map(([fate, count]) => [String(fate), Number(count)]));
  const added = (rows['kept'] ?? []).reduce((sum, row) => sum + Number(row[2]), 0);
  return {
    read,
    added,
    duplicate: fates.get('duplicate') ?? 0,
    corrected: fates.get('corrected') ?? 0,
    repeated: fates.get('repeated') ?? 0,
    malformed: read - good,
    replaced: Number(rows['replaced']?.[0]?.[0] ?? 0),
  };
};

/** What a run publishes: all from what it knew when it began and what the engine wrote. */
export const manifestOf = (
  prepared: Prepared,
  result: PlanResult,
  surveys: readonly OfTenant[],
  files: EngineFiles,
  publishedAt: number,
): Manifest => {
  const { snapshot, run, slices, refused, moved } = prepared;
  const sequence = snapshot.sequence + 1;
  const rewritten = (result.rows['rewritten'] ?? []).map(([path]) => files.keyOf(String(path)));
  const removed = new Set([...rewritten, ...moved]);
  const before = snapshot.files.filter(({ key }) => removed.has(key));
  const names = namesByDay(result, before);
  const sent = sentNames(result, before);
  const written = (prefix: string): readonly Written[] =>
    result.written.filter(({ step }) => step.startsWith(prefix));
  return {
    v: 1,
    sequence,
    run,
    publishedAt,
    archive: slices,
    refused,
    counts: countsOf(result),
    added: written('lake_').map((file) => lakeFile(file, prepared, files, names, sent)),
    removed: [...removed].sort(),
    loads: (result.rows['kept'] ?? []).map((row) => loadOf(row, sequence, prepared, result, files)),
    watermark: Math.max(snapshot.watermark, Number(result.rows['read']?.[0]?.[2] ?? 0)),
    covered: written('covered').map(({ path, partitions }) => ({
      tenant: tenantOf(partitions['tenant']),
      key: files.keyOf(path),
    })),
    surveys,
  };
};
