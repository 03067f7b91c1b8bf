import type { HeldHour } from './held.ts';
import { digestRange } from './held.ts';

/** A gap's events are named up to so many, as `recordId:index`. */
const sampleSize = 10;

/**
 * The rows of one tenant, metric and hour of arrival in a place, beside the place before it:
 * upstream = held + inFlight + leftOut + replaced + missing - extra.
 */
export interface HourOfRows {
  readonly tenant: string;
  readonly metric: string;
  /** The display name, or the name that an undeclared metric was sent with; empty when only the record ids of rows are known. */
  readonly name: string;
  readonly hour: string;
  readonly upstream: number;
  readonly held: number;
  /** Of upstream's rows, those that the next batch or load is yet to take. */
  readonly inFlight: number;
  /** Rows that are elsewhere because a later event of their identity came, or is on its way; negative where the older one is held still. */
  readonly replaced: number;
  /** Rows that should be held and are not. */
  readonly missing: number;
  /** Rows that are held and should not be: of no event, or twice. */
  readonly extra: number;
  /** Rows with a text that the warehouse does not take, which a load kept aside; absent when there are none. */
  readonly leftOut?: number;
  /** Of a gap: some of its events. */
  readonly sample?: { readonly missing: readonly string[]; readonly extra: readonly string[] };
}

/** A metric and an hour, as a key. */
export const cellOf = (metric: string, hour: string): string => `${metric} ${hour}`;

/** Rows counted with their digest. */
export interface Count {
  rows: number;
  digest: number;
}

export const addTo = (counts: Map<string, Count>, key: string, rows: number, digest: number): void => {
  const count = counts.get(key);
  if (count === undefined) counts.set(key, { rows, digest: digest % digestRange });
  else {
    count.rows += rows;
    count.digest = (count.digest + digest) % digestRange;
  }
};

export const countsBy = (
  hours: readonly HeldHour[],
  keyOf: (hour: HeldHour) => string,
): ReadonlyMap<string, Count> => {
  const counts = new Map<string, Count>();
  for (const one of hours) addTo(counts, keyOf(one), one.rows, one.digest);
  return counts;
};

/** Keys whose rows are not the same on both sides. */
export const differing = (
  a: ReadonlyMap<string, Count>,
  b: ReadonlyMap<string, Count>,
): ReadonlySet<string> =>
  new Set(
    [...a.keys(), ...b.keys()].filter(
      (key) => a.get(key)?.rows !== b.get(key)?.rows || a.get(key)?.digest !== b.get(key)?.digest,
    ),
  );

/** Events of gaps, by metric and hour. */
export class Gaps {
  readonly #cells = new Map<string, { name: string; missing: number; extra: number; sample: Sample }>();

  add(kind: 'missing' | 'extra', at: GapAt): void {
    const key = cellOf(at.metric, at.hour);
    const cell = this.#cells.get(key) ?? { name: at.name, missing: 0, extra: 0, sample: emptySample() };
    this.#cells.set(key, cell);
    cell[kind] += 1;
    if (cell.sample[kind].length < sampleSize) cell.sample[kind].push(`${at.recordId}:${at.index}`);
  }

  cells(): readonly string[] {
    return [...this.#cells.keys()];
  }

  at(cell: string): Pick<HourOfRows, 'missing' | 'extra' | 'sample'> {
    const found = this.#cells.get(cell);
    return found === undefined
      ? { missing: 0, extra: 0 }
      : { missing: found.missing, extra: found.extra, sample: found.sample };
  }
}

interface GapAt {
  readonly metric: string;
  readonly name: string;
  readonly hour: string;
  readonly recordId: string;
  readonly index: number;
}

interface Sample {
  readonly missing: string[];
  readonly extra: string[];
}

const emptySample = (): Sample => ({ missing: [], extra: [] });

/** True when every row is where it should be or known to be on its way there. */
export const isWhole = ({ missing, extra }: Pick<HourOfRows, 'missing' | 'extra'>): boolean =>
  missing === 0 && extra === 0;
