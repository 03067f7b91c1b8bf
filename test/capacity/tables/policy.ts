import type { Throughput } from '@sluice/core/ports';
import type { LiveTable } from './account.ts';
import { weekMinutes } from './demand.ts';
import type { Opening } from './dynamo.ts';
import { TableRecord } from './metrics.ts';

/** Writes or reads of a table as a tool sees them, minutes counted back from the newest that is told (0). */
export interface SideSeen {
  readonly provisioned: number;
  /** Units/s over `length` minutes; what is not told counts as nothing, as it does in a sum over a window. */
  consumed(length: number, before?: number): number;
  /** Requests refused in one minute, the mean over `length` minutes. */
  throttled(length: number, before?: number): number;
  /** Units/s of one minute; undefined: there is no datum. */
  datum(before: number): number | undefined;
}

/** A table as a tool sees it: by itself, and only when it is active and provisioned. */
export interface TableSeen {
  /** Of the series. */
  readonly minute: number;
  /** Epoch ms. */
  readonly now: number;
  readonly decreasesToday: number;
  /** Epoch ms. */
  readonly lastDecreaseAt: number | undefined;
  /** A minute of the series. */
  readonly lastIncrease: number;
  /** May it be lowered now? Only mended tools ask. */
  readonly decreaseAllowed: boolean;
  /** Minutes since its week began; negative before. */
  readonly since: number;
  readonly writes: SideSeen;
  readonly reads: SideSeen;
  /** Units/s consumed of all the tables, over so many minutes. */
  consumedOfAll(length: number): number;
}

/** A tool that scales tables, coded from its rules. Throughput it returns is made whole and at least 1. */
export interface TablePolicy {
  readonly name: string;
  /** Section 1.2 of the research, and its tag. */
  readonly source: string;
  /** It looks every so many minutes; Infinity: never. */
  readonly everyMinutes: number;
  /** What a look costs for each table, dollars: metrics read, the function's run. */
  readonly lookDollars: number;
  /** What a minute costs for each table, dollars: alarms. */
  readonly minuteDollars?: number;
  /** Minutes of lag of its own metrics; without it that of CloudWatch. */
  readonly lagMinutes?: number;
  /** Where a call is refused for a limit, the increases of it are asked for once more. */
  readonly triesIncreases?: boolean;
  /** Minutes before its week that its operator creates a table; 10 unless told (as Cortex). */
  readonly aheadMinutes?: number;
  /** How its operator opens a table; `before` is what the newest table has, `since` the minutes since its week began. */
  opening(before: Throughput, since: number): Opening;
  /** The rules for one table. */
  start(): (seen: TableSeen) => Throughput | 'on demand' | undefined;
}

class Seen implements SideSeen {
  private readonly live: LiveTable;
  private readonly side: 'writes' | 'reads';
  private readonly newest: number;

  constructor(live: LiveTable, side: 'writes' | 'reads', newest: number) {
    this.live = live;
    this.side = side;
    this.newest = newest;
  }

  get provisioned(): number {
    return this.live.table.provisioned[this.side];
  }

  consumed(length: number, before = 0): number {
    return this.live.record.sum(this.side, 'consumed', this.newest - before, length) / (length * 60);
  }

  throttled(length: number, before = 0): number {
    return this.live.record.sum(this.side, 'throttled', this.newest - before, length) / length;
  }

  datum(before: number): number | undefined {
    const units = this.live.record.value(this.side, 'consumed', this.newest - before);
    return units === undefined ? undefined : units / 60;
  }
}

/** How a tool sees one of the tables now. */
export const seenOf = (
  one: LiveTable,
  all: readonly LiveTable[],
  minute: number,
  now: number,
  lagMinutes: number,
): TableSeen => {
  const { decreasesToday, lastDecreaseAt } = one.table.capacity(minute);
  const newest = TableRecord.newest(minute, lagMinutes);
  return {
    minute,
    now,
    decreasesToday,
    lastDecreaseAt,
    lastIncrease: one.table.lastIncrease,
    decreaseAllowed: one.table.decreaseAllowed(minute),
    since: minute - one.table.demand.opens,
    writes: new Seen(one, 'writes', newest),
    reads: new Seen(one, 'reads', newest),
    consumedOfAll: (length) =>
      all.reduce((sum, live) => sum + new Seen(live, 'writes', newest).consumed(length), 0),
  };
};

/** Weeks since a table's week began. */
export const ageOf = ({ since }: TableSeen): number => Math.floor(since / weekMinutes);
