/** What was wanted in a minute. */
export interface Demand {
  /** Epoch ms. */
  readonly at: number;
  /** Shards, or units of a table. */
  readonly units: number;
}

const minuteMs = 60_000;

/** Minutes until a change that is asked for now is there: 1 for the tick, and the change itself. */
const leadMinutes = 4;

/** More than doubling cannot be asked for. */
const doubled = 2;

/** A rise is not taken to go on beyond what the last week had, and this much, until it has. */
export const beyond = 1.1;

/** Means of three minutes differ so much by chance; the margin of following covers it. */
const noise = 1.05;

const meanOf = (demands: readonly Demand[]): number =>
  demands.reduce((sum, { units }) => sum + units, 0) / demands.length;

/**
 * What will be wanted when a change is there: the most of the last three minutes that were told, and further by their slope against the three
 * before, at most twice. Means of three: single high minutes are noise.
 * @param now epoch ms; what is told ends some minutes before it
 * @param weekMost the most of the last week, 0 where that is not known
 */
export const forecast = (demands: readonly Demand[], now: number, weekMost: number): number => {
  const [before, last] = [demands.slice(-6, -3), demands.slice(-3)];
  const peak = last.reduce((most, { units }) => Math.max(most, units), 0);
  const [oldest, newest] = [before[0], last.at(-1)];
  if (before.length < 3 || oldest === undefined || newest === undefined) return peak;
  const minutesApart = Math.max(3, ((newest.at - oldest.at) / minuteMs) * 0.6);
  const slope = (meanOf(last) - meanOf(before)) / minutesApart;
  const minutes = (now - newest.at) / minuteMs + leadMinutes;
  const aim = Math.min(doubled * peak, peak + Math.max(0, slope) * minutes);
  const most = Math.max(peak, aim / noise);
  return peak > beyond * weekMost ? most : Math.min(most, beyond * weekMost);
};
