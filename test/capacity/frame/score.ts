/** One minute as it went. */
export interface MinuteScore {
  /** Units wanted, units × seconds or any measure that is the same everywhere. */
  readonly wanted: number;
  /** Of these served at the first attempt. */
  readonly served: number;
  /** Of these served at the first attempt or by a retry within 60 s. */
  readonly servedLate: number;
  readonly capacityDollars: number;
}

/** What a policy did with a series, over the minutes that are reported. */
export interface Score {
  readonly servedShare: number;
  readonly servedLateShare: number;
  /** Minutes with more than 0.1 % refused at the first attempt (CAPACITY 4.3), and the longest run of them. */
  readonly badMinutes: number;
  readonly longestBadRun: number;
  /** Capacity and control together. */
  readonly dollars: number;
  readonly controlDollars: number;
  readonly calls: number;
  readonly rejected: number;
  readonly mostCallsIn24h: number;
}

/** Adds minutes up. */
export class Tally {
  private wanted = 0;
  private served = 0;
  private servedLate = 0;
  private capacityDollars = 0;
  private controlDollars = 0;
  private bad = 0;
  private run = 0;
  private longest = 0;
  private rejected = 0;
  private readonly callMinutes: number[] = [];

  add(minute: MinuteScore): void {
    this.wanted += minute.wanted;
    this.served += minute.served;
    this.servedLate += minute.servedLate;
    this.capacityDollars += minute.capacityDollars;
    const isBad = minute.wanted - minute.served > 0.001 * minute.wanted;
    this.run = isBad ? this.run + 1 : 0;
    this.bad += isBad ? 1 : 0;
    this.longest = Math.max(this.longest, this.run);
  }

  /** A tick's own price: metrics read, the function's run, state. */
  control(dollars: number): void {
    this.controlDollars += dollars;
  }

  /** A call that a limit counts, at a minute of the series; only accepted ones count against it. */
  call(minute: number, accepted: boolean): void {
    if (accepted) this.callMinutes.push(minute);
    else this.rejected += 1;
  }

  score(): Score {
    const share = (part: number) => (this.wanted === 0 ? 1 : part / this.wanted);
    return {
      servedShare: share(this.served),
      servedLateShare: share(this.servedLate),
      badMinutes: this.bad,
      longestBadRun: this.longest,
      dollars: this.capacityDollars + this.controlDollars,
      controlDollars: this.controlDollars,
      calls: this.callMinutes.length,
      rejected: this.rejected,
      mostCallsIn24h: mostWithin(this.callMinutes, 1_440),
    };
  }
}

/** The most of ascending `minutes` that lie within `length` of each other. */
export const mostWithin = (minutes: readonly number[], length: number): number => {
  let [most, first] = [0, 0];
  for (const [last, minute] of minutes.entries()) {
    while (minute - (minutes[first] ?? 0) >= length) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
};
