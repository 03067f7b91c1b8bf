import { firstReported } from '../frame/series.ts';
import { oldestAge, weekMinutes, type TableDemand } from './demand.ts';
import type { HourBilled } from './dynamo.ts';
import { leastUnit } from './prices.ts';
import type { Load } from './run.ts';
import { SidePlan, type HourDollars } from './side-plan.ts';

/** Dollars of the reported minutes. */
export interface Bounds {
  /**
   * What a clairvoyant pays who serves everything, keeps the limits and never pays for a look: it may lower a table at each full hour and
   * raise it at any minute, both at once; uses what a table keeps of 300 seconds; and takes for each hour of a table what is cheaper,
   * provisioned or paid per request, changing to the latter at most four times a UTC day. It plans hour by hour, with two levels an hour,
   * so that an even cheaper plan may exist; none is cheaper than `floor`.
   */
  readonly oracle: number;
  /** Every unit at its least price: provisioned, and every second of it used. No limit, and nothing unused. */
  readonly floor: number;
}

export const boundsOf = (load: Load, billed: HourBilled = 'pro rata'): Bounds => {
  const from = firstReported(load.series);
  let [oracle, floor] = [0, 0];
  for (const table of load.demands) {
    oracle += tableDollars(table, from, load, billed);
    floor += 60 * (sumOf(table.writes, from - table.first) * leastUnit.writes);
    floor += 60 * (sumOf(table.reads, from - table.first) * leastUnit.reads);
  }
  return { oracle, floor };
};

const sumOf = (values: Float64Array, from: number): number =>
  values.subarray(Math.max(0, from)).reduce((sum, value) => sum + value, 0);

const tableDollars = (table: TableDemand, from: number, load: Load, billed: HourBilled): number => {
  const last = Math.min(load.series.demand.length, table.opens + (oldestAge + 1) * weekMinutes);
  // Hours of the clock: decreases are counted by them.
  const offset = Math.round(load.series.start / 60_000) % 60;
  const { spread } = load.series;
  const sides = [
    new SidePlan('writes', table.writes, spread, billed),
    new SidePlan('reads', table.reads, spread, billed),
  ];
  const plan = new Modes();
  let minute = Math.max(from, table.first);
  while (minute < last) {
    const end = Math.min(last, minute + 60 - ((minute + offset) % 60));
    const hours = sides.map((side) => side.hour(minute - table.first, end - table.first));
    const day = Math.floor((load.series.start / 60_000 + minute) / 1_440);
    plan.hour(day, {
      provisioned: hours.reduce((sum, { provisioned }) => sum + provisioned, 0),
      perRequest: hours.reduce((sum, { perRequest }) => sum + perRequest, 0),
    });
    minute = end;
  }
  return plan.least();
};

/** The cheapest way through the hours of a table: in each mode, after so many changes to paying per request today. */
class Modes {
  private day = Number.NaN;
  private provisioned = [0, Infinity, Infinity, Infinity, Infinity];
  private perRequest = [0, Infinity, Infinity, Infinity, Infinity];

  hour(day: number, dollars: HourDollars): void {
    if (day !== this.day) {
      this.provisioned = [Math.min(...this.provisioned), Infinity, Infinity, Infinity, Infinity];
      this.perRequest = [Math.min(...this.perRequest), Infinity, Infinity, Infinity, Infinity];
      this.day = day;
    }
    const [was, wasPer] = [this.provisioned, this.perRequest];
    this.provisioned = was.map((cost, n) => Math.min(cost, wasPer[n] ?? Infinity) + dollars.provisioned);
    this.perRequest = wasPer.map((cost, n) => Math.min(cost, was[n - 1] ?? Infinity) + dollars.perRequest);
  }

  least(): number {
    return Math.min(...this.provisioned, ...this.perRequest);
  }
}
