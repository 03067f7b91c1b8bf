import { at } from '../frame/series.ts';
import type { HourBilled } from './dynamo.ts';
import { newTable, tableLimit } from './on-demand.ts';
import { requestUnit, unitHour } from './prices.ts';

/** What an hour of one side of a table costs at least in each mode; infinite where the mode cannot serve it. */
export interface HourDollars {
  readonly provisioned: number;
  readonly perRequest: number;
}

/** Unused capacity is kept for so long. */
const burstMinutes = 5;
/** A peak counts for on-demand after so many minutes. */
const growMinutes = 30;
/** Minutes of an hour at which the second of its two levels may begin. */
const steps: Readonly<Record<HourBilled, readonly number[]>> = {
  'pro rata': [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55],
  'at its maximum': [0],
};

interface Plan {
  readonly first: number;
  /** Where the second level begins. */
  readonly middle: number;
  readonly second: number;
  readonly units: number;
}

/**
 * The cheapest hours of one side of a table for one who knows what comes. What is unused goes over from one hour to the next, in
 * unit-minutes. A minute is served if its sum is: where the seconds of a minute are told in ascending order, as the series do, those before
 * its end are then, too.
 */
export class SidePlan {
  private bucket = 0;
  private readonly side: 'writes' | 'reads';
  private readonly values: Float64Array;
  private readonly steps: readonly number[];
  private readonly mostOfSpread: number;
  /** Of the minutes up to each. */
  private readonly peaks: Float64Array;

  constructor(side: 'writes' | 'reads', values: Float64Array, spread: readonly number[], billed: HourBilled) {
    this.steps = steps[billed];
    this.side = side;
    this.values = values;
    this.mostOfSpread = Math.max(...spread);
    let peak = 0;
    this.peaks = values.map((value) => (peak = Math.max(peak, value)));
  }

  /** The minutes `from` up to, not including, `to`: an hour of the clock, or what of it is asked for. */
  hour(from: number, to: number): HourDollars {
    const plan = this.cheapest(from, to);
    this.bucket = this.left(this.bucket, from, plan.middle, plan.first);
    this.bucket = Math.max(0, this.left(Math.max(0, this.bucket), plan.middle, to, plan.second));
    return {
      provisioned: (plan.units * unitHour[this.side]) / 60,
      perRequest: this.servedPerRequest(from, to)
        ? this.sum(from, to) * 60 * requestUnit[this.side]
        : Number.POSITIVE_INFINITY,
    };
  }

  private cheapest(from: number, to: number): Plan {
    let best: Plan | undefined;
    for (const step of this.steps) {
      const middle = from + step;
      if (middle >= to) break;
      const first = step === 0 ? 1 : this.least(this.bucket, from, middle, 1);
      const there = Math.max(0, this.left(this.bucket, from, middle, first));
      const second = this.least(there, middle, to, step === 0 ? 1 : first);
      const units = first * step + second * (to - middle);
      if (best === undefined || units < best.units) best = { first, middle, second, units };
    }
    return best ?? { first: 1, middle: from, second: 1, units: to - from };
  }

  /** The least whole level, from `floor` on, that serves the minutes; 40,000 where none does. */
  private least(bucket: number, from: number, to: number, floor: number): number {
    let most = 0;
    for (let i = from; i < to; i += 1) most = Math.max(most, at(this.values, i));
    let [low, high] = [floor, Math.max(floor, Math.min(tableLimit, Math.ceil(most)))];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.left(bucket, from, to, middle) >= 0) high = middle;
      else low = middle + 1;
    }
    return high;
  }

  /** What is left of the bucket after the minutes at a level; negative: they are not all served. */
  private left(bucket: number, from: number, to: number, level: number): number {
    const most = burstMinutes * level;
    let left = Math.min(bucket, most);
    for (let i = from; i < to; i += 1) {
      left = Math.min(most, left + level - at(this.values, i));
      if (left < 0) return left;
    }
    return left;
  }

  private servedPerRequest(from: number, to: number): boolean {
    for (let i = from; i < to; i += 1) {
      const limit = Math.max(newTable[this.side], 2 * at(this.peaks, i - growMinutes));
      if (at(this.values, i) * this.mostOfSpread > Math.min(tableLimit, limit)) return false;
    }
    return true;
  }

  private sum(from: number, to: number): number {
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += at(this.values, i);
    return sum;
  }
}
