import { at, firstReported, type Series } from '../frame/series.ts';
import { Tally, type Score } from '../frame/score.ts';
import { onDemandGigabyte, onDemandMinute, recordBytes } from './prices.ts';
import { Writers } from './traffic.ts';

const monthMinutes = 30 * 1_440;

/** Kinesis on-demand Standard (CAPACITY 1.1, A2 A3): 4 shards' worth at first, at once twice the peak of 30 days but that of the last 15 minutes. Records of 1 KB. */
export const runOnDemand = (series: Series): Score => {
  const [tally, writers] = [new Tally(), new Writers()];
  const first = firstReported(series);
  const taken: number[] = [];
  // Peaks of what is older than 15 minutes and younger than a month, descending: of older ones only those that are higher than all since.
  const peaks: { minute: number; most: number }[] = [];
  for (let minute = 0; minute < series.demand.length; minute += 1) {
    const known = minute < 15 ? 0 : (taken[minute - 15] ?? 0);
    while (peaks.length > 0 && (peaks.at(-1)?.most ?? 0) <= known) peaks.pop();
    peaks.push({ minute, most: known });
    while ((peaks[0]?.minute ?? minute) < minute - monthMinutes) peaks.shift();
    const capacity = Math.max(4, 2 * (peaks[0]?.most ?? 0));
    const done = writers.minute(at(series.demand, minute), series.spread, () => capacity);
    taken.push(done.taken);
    if (minute < first) continue;
    const gigabytes = (done.taken * 60 * 1_000 * recordBytes) / 1e9;
    tally.add({ ...done, capacityDollars: onDemandMinute + gigabytes * onDemandGigabyte });
  }
  return tally.score();
};
