import { gunzipSync, gzipSync } from 'node:zlib';
import { isTenantId, type TenantId } from '@sluice/core/layout';
import type { OfTenant, Snapshot } from '@sluice/core/lake';
import type { ObjectStore } from '@sluice/core/ports';
import type { PlanResult, Value } from '../plan/plan.ts';

/** An unknown field, as it was sent since the first run: what a person who thinks of declaring it wants to see. */
export interface Surveyed {
  readonly metric: string;
  readonly metricName: string;
  readonly name: string;
  readonly count: number;
  /** How often it was sent as which JSON type. */
  readonly kinds: {
    readonly string: number;
    readonly number: number;
    readonly boolean: number;
    readonly nested: number;
  };
  /** How many of the values would be a value of the type. */
  readonly casts: { readonly LONG: number; readonly DOUBLE: number; readonly BOOLEAN: number };
  /** The least and the greatest value as text, of at most 200 characters. */
  readonly samples: readonly string[];
  /** Arrival, epoch ms. */
  readonly firstSeen: number;
  readonly lastSeen: number;
}

const sampleCharacters = 200;
const cut = (value: Value | undefined): string => String(value ?? '').slice(0, sampleCharacters);

const surveyed = (row: readonly Value[]): Surveyed => {
  const count = (at: number): number => Number(row[at] ?? 0);
  return {
    metric: String(row[1]),
    metricName: String(row[2]),
    name: String(row[3]),
    count: count(4),
    kinds: { string: count(5), number: count(6), boolean: count(7), nested: count(8) },
    casts: { LONG: count(9), DOUBLE: count(10), BOOLEAN: count(11) },
    samples: [...new Set([cut(row[12]), cut(row[13])])],
    firstSeen: count(14),
    lastSeen: count(15),
  };
};

const sum = <Counts extends Record<string, number>>(a: Counts, b: Counts): Counts => {
  const all: Counts = { ...a };
  for (const key in b) Object.assign(all, { [key]: (a[key] ?? 0) + (b[key] ?? 0) });
  return all;
};

const merged = (a: Surveyed, b: Surveyed): Surveyed => {
  const samples = [...a.samples, ...b.samples].toSorted();
  return {
    ...b,
    count: a.count + b.count,
    kinds: sum(a.kinds, b.kinds),
    casts: sum(a.casts, b.casts),
    samples: [...new Set([samples[0] ?? '', samples.at(-1) ?? ''])],
    firstSeen: Math.min(a.firstSeen, b.firstSeen),
    lastSeen: Math.max(a.lastSeen, b.lastSeen),
  };
};

/** Names beyond these are counted no more: who sends ever new names would else make it grow without end. */
const mostNames = 10_000;

const mergeAll = (before: readonly Surveyed[], rows: readonly Surveyed[]): readonly Surveyed[] => {
  const keyOf = ({ metric, metricName, name }: Surveyed): string =>
    JSON.stringify([metric, metricName, name]);
  const all = new Map(before.map((one) => [keyOf(one), one]));
  for (const row of rows) {
    const known = all.get(keyOf(row));
    if (known !== undefined) all.set(keyOf(row), merged(known, row));
    else if (all.size < mostNames) all.set(keyOf(row), row);
  }
  return [...all.values()];
};

/** The survey of a tenant; empty before the first run that saw an unknown field. */
export const readSurvey = async (
  objects: ObjectStore,
  snapshot: Snapshot,
  tenant: TenantId,
): Promise<readonly Surveyed[]> => {
  const key = snapshot.surveys.find((one) => one.tenant === tenant)?.key;
  const body = key === undefined ? undefined : await objects.get(key);
  // Our own object: written below.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return body === undefined ? [] : (JSON.parse(gunzipSync(body).toString()) as Surveyed[]);
};

/** Adds what a run saw to the surveys of its tenants, as new objects that the run's manifest names. */
export const writeSurveys = async (
  objects: ObjectStore,
  snapshot: Snapshot,
  run: string,
  { rows }: PlanResult,
): Promise<readonly OfTenant[]> => {
  const byTenant = Map.groupBy(rows['survey'] ?? [], ([tenant]) => String(tenant));
  const written: OfTenant[] = [];
  for (const [tenant, seen] of byTenant) {
    if (!isTenantId(tenant)) continue;
    const key = `lake/v1/survey/tenant=${tenant}/${run}.json.gz`;
    const all = mergeAll(await readSurvey(objects, snapshot, tenant), seen.map(surveyed));
    await objects.put(key, gzipSync(JSON.stringify(all)));
    written.push({ tenant, key });
  }
  return written;
};
