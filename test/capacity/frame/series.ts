/** What comes in, minute by minute, in units a second: 1 is what one shard takes (1,000 records/s) or one write unit. */
export interface Series {
  readonly name: string;
  /** Epoch ms of the first minute; a whole minute. */
  readonly start: number;
  /** Mean demand of each minute, units/s. */
  readonly demand: Float64Array;
  /** How the seconds of a minute differ: five shares of equal length with mean 1. */
  readonly spread: readonly number[];
}

export const minuteMs = 60_000;

/** A minute's seconds as AWS's limits see them, which hold per second: log-normal-like, CAPACITY 4.3. */
export const usualSpread: readonly number[] = [0.82, 0.91, 0.99, 1.08, 1.2];

/** Value `i` of `values`, 0 outside. */
export const at = (values: Float64Array, i: number): number => values[i] ?? 0;

/** The q-quantile (0 to 1) of values; 0 of none. */
export const quantile = (values: Iterable<number>, q: number): number => {
  const sorted = Float64Array.from(values).sort();
  return at(sorted, Math.min(sorted.length - 1, Math.floor(q * sorted.length)));
};

/** The same shape with its 99th percentile at `p99` units/s; of a flat or mostly empty series the maximum is taken where that percentile is 0. */
export const scaled = (series: Series, p99: number): Series => {
  const top = quantile(series.demand, 0.99) || quantile(series.demand, 1);
  if (!(top > 0)) throw new Error(`${series.name}: there is nothing but zeros, so there is nothing to scale`);
  return { ...series, demand: series.demand.map((value) => (value * p99) / top) };
};

/** Policies are tuned on the minutes before this one and told apart on those from it on. */
export const firstReported = ({ demand }: Series): number => Math.floor(demand.length / 2);
