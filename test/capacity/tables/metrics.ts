import type { TableMinute } from '@sluice/core/ports';
import type { Faults } from '../frame/faults.ts';
import { at } from '../frame/series.ts';
import type { SimTable } from './dynamo.ts';
import type { Served } from './side.ts';

/** What CloudWatch keeps of one side of a table, by minute since it was created. */
export interface SideRecord {
  /** Units consumed in the minute, retries too: at capacity it tells the capacity, not what was wanted. */
  readonly consumed: Float64Array;
  readonly throttled: Float64Array;
}

/** What CloudWatch keeps of a table. A minute without use has no datum, and so has one in a gap. */
export class TableRecord {
  readonly writes: SideRecord;
  readonly reads: SideRecord;

  private readonly created: number;
  private readonly faults: Faults;

  constructor(created: number, lifeMinutes: number, faults: Faults) {
    this.created = created;
    this.faults = faults;

    const side = () => ({
      consumed: new Float64Array(lifeMinutes),
      throttled: new Float64Array(lifeMinutes),
    });
    this.writes = side();
    this.reads = side();
  }

  /** Keeps what a minute came to. */
  keep(minute: number, table: SimTable): void {
    const i = minute - this.created;
    keepSide(this.writes, i, table.writes);
    keepSide(this.reads, i, table.reads);
  }

  /** The newest minute that is told in `minute`, with a lag of so many minutes after its end. */
  static newest(minute: number, lagMinutes: number): number {
    return minute - 1 - lagMinutes;
  }

  /** A value of a minute; undefined where there is no datum. Which minutes are told already is the caller's to know. */
  value(side: 'writes' | 'reads', what: 'consumed' | 'throttled', minute: number): number | undefined {
    const i = minute - this.created;
    const values = (side === 'writes' ? this.writes : this.reads)[what];
    // A read outside of a typed array costs as much as all the rest of a look.
    const value = i >= 0 && i < values.length ? at(values, i) : 0;
    return value === 0 || this.faults.gap(minute) ? undefined : value;
  }

  /** The sum of `length` minutes up to `last`; what is not told adds nothing. */
  sum(side: 'writes' | 'reads', what: 'consumed' | 'throttled', last: number, length: number): number {
    let sum = 0;
    for (let minute = last - length + 1; minute <= last; minute += 1)
      sum += this.value(side, what, minute) ?? 0;
    return sum;
  }

  /** A minute as the port tells it; undefined where nothing is told of it. */
  minute(minute: number, startMs: number): TableMinute | undefined {
    const i = minute - this.created;
    if (this.faults.gap(minute)) return undefined;
    const told: { -readonly [key in keyof TableMinute]: TableMinute[key] } = {
      at: startMs + minute * 60_000,
    };
    if (at(this.writes.consumed, i) > 0) told.writes = at(this.writes.consumed, i);
    if (at(this.reads.consumed, i) > 0) told.reads = at(this.reads.consumed, i);
    if (at(this.writes.throttled, i) > 0) told.throttledWrites = at(this.writes.throttled, i);
    if (at(this.reads.throttled, i) > 0) told.throttledReads = at(this.reads.throttled, i);
    const any = told.writes ?? told.reads ?? told.throttledWrites ?? told.throttledReads;
    return any === undefined ? undefined : told;
  }
}

const keepSide = (record: SideRecord, i: number, side: Served): void => {
  record.consumed[i] = side.served + side.retried;
  record.throttled[i] = side.throttled;
};
