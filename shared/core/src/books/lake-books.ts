import { coverageOf } from '../lake/index.ts';
import type { LakeFile } from '../lake/index.ts';
import type { TenantId } from '../layout/index.ts';
import { startOfHour } from '../time/index.ts';
import type { TenantSchema } from '../tenant-schema/index.ts';
import { balance } from './balance.ts';
import { cellOf, countsBy, differing, type Gaps, type HourOfRows } from './compare.ts';
import { Due } from './due.ts';
import type { HeldHour } from './held.ts';
import type { Books } from './hours.ts';
import { filesOf, lakeGaps } from './lake-gaps.ts';
import type { LakeBooksServices } from './services.ts';
import { resolver } from './stored.ts';

/** The books of the near-line store and of the lake, and what the lake holds under its own ids of metrics. */
export interface LakeBooks {
  readonly books: Books;
  readonly lake: readonly HourOfRows[];
  readonly held: readonly HeldHour[];
  /** Of a metric, for people. */
  readonly nameOf: (metric: string) => string;
}

/** The lake's hours under the metrics that its rows belong to by now. */
const resolved = (
  held: readonly HeldHour[],
  files: readonly LakeFile[],
  schema: TenantSchema,
): readonly HeldHour[] => {
  const resolve = resolver(schema);
  const sent = new Map(files.map(({ metric, metricName }) => [metric, metricName]));
  return held.map((one) => ({ ...one, metric: resolve(one.metric, sent.get(one.metric) ?? '') }));
};

const namesOf = (files: readonly LakeFile[], due: Due, { metrics }: TenantSchema) => {
  const names = new Map<string, string>();
  for (const { metric, metricName } of files) names.set(metric, metricName);
  for (const { metric, sentName } of due.cells.values()) names.set(metric, sentName);
  for (const { id, displayName } of metrics) names.set(id, displayName);
  return (metric: string): string => names.get(metric) ?? '';
};

interface Lines {
  readonly tenant: TenantId;
  readonly due: Due;
  readonly held: readonly HeldHour[];
  readonly gaps: Gaps;
  readonly nameOf: (metric: string) => string;
}

/** Rows of dropped tables have the metric that the lake has them under; those that it does not hold have none. */
const linesOf = ({ tenant, due, held, gaps, nameOf }: Lines): readonly HourOfRows[] => {
  const rows = countsBy(held, ({ metric, hour }) => cellOf(metric, hour));
  const sealed = new Map(due.sealedHours);
  const keys = new Set([...due.cells.keys(), ...rows.keys(), ...gaps.cells()]);
  for (const hour of sealed.keys()) keys.add(cellOf('', hour));
  // Those without a metric come last: what is left over of an hour's dropped rows is theirs.
  const inOrder = [...keys].toSorted((a, b) => Number(a.startsWith(' ')) - Number(b.startsWith(' ')));
  const lines = inOrder.map((key): HourOfRows => {
    const [metric = '', hour = ''] = key.split(' ');
    const cell = due.cells.get(key) ?? { stored: 0, inFlight: 0, due: 0 };
    const { missing, extra, ...more } = gaps.at(key);
    const here = rows.get(key)?.rows ?? 0;
    const left = sealed.get(hour) ?? 0;
    const share = metric === '' ? left : Math.min(left, Math.max(0, here - cell.due - extra));
    sealed.set(hour, left - share);
    const upstream = cell.stored + share;
    const replaced = upstream - here - cell.inFlight - missing + extra;
    const counts = { upstream, held: here, inFlight: cell.inFlight, replaced, missing, extra, ...more };
    return { tenant, metric, name: nameOf(metric), hour, ...counts };
  });
  return lines.filter((line) => line.metric !== '' || line.upstream + line.missing > 0).toSorted(byHour);
};

/** The hours of a place that are asked for. */
export const sinceOf = (
  hours: readonly HeldHour[],
  { since = 0 }: Pick<LakeBooksServices, 'since'>,
): readonly HeldHour[] => hours.filter(({ hour }) => startOfHour(hour) >= since);

export const byHour = (a: HourOfRows, b: HourOfRows): number => {
  const [first, second] = [`${a.hour} ${a.name} ${a.metric}`, `${b.hour} ${b.name} ${b.metric}`];
  return first < second ? -1 : Number(first > second);
};

/**
 * The near-line books of a tenant, and the lake beside them. The lake is read first: what it holds was on its way to the near-line store,
 * or there, when that is read. Hours whose rows differ are looked at once more, event by event.
 * @throws as {@link balance}, and SluiceError `LakeDamaged` for a file of the lake that is gone
 */
export const lakeBooks = async (tenant: TenantId, services: LakeBooksServices): Promise<LakeBooks> => {
  const snapshot = await services.lake.log.snapshot();
  const files = filesOf(snapshot, tenant);
  const held = sinceOf(await services.lake.rows.hours(files), services);
  const due = new Due(await coverageOf(snapshot, tenant, services.objects));
  const books = await balance(tenant, services, undefined, due);
  const schema = await services.schemas.get(tenant);
  const byMetric = resolved(held, files, schema);
  const hours = differing(
    due.hours,
    countsBy(held, ({ hour }) => hour),
  );
  const gaps = await lakeGaps(tenant, hours, services);
  const nameOf = namesOf(files, due, schema);
  return { books, lake: linesOf({ tenant, due, held: byMetric, gaps, nameOf }), held, nameOf };
};
