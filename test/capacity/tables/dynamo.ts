import type { ControlAnswer, TableCapacity, Throughput } from '@sluice/core/ports';
import type { TableDemand } from './demand.ts';
import { Decreases } from './decreases.ts';
import { newTable, OnDemand, tableLimit } from './on-demand.ts';
import { requestUnit, unitHour } from './prices.ts';
import { Side, type Served } from './side.ts';

export type Billing = TableCapacity['billing'];

/** How a table is created. */
export interface Opening {
  readonly billing: Billing;
  readonly throughput: Throughput;
}

interface Change {
  /** The minute from which on it holds. */
  readonly at: number;
  readonly billing: Billing;
  readonly writes: number;
  readonly reads: number;
}

/** Is an hour billed for each of its minutes, or all of it for the most of it? AWS does not say (CAPACITY 2.2), so that both are simulated. */
export type HourBilled = 'pro rata' | 'at its maximum';

const dayMinutes = 1_440;
const switchesADay = 4;

/** Minutes that UpdateTable takes: up to a level that the table has had, above it, and for the mode. */
const knownLevel = 1;
const newLevel = 3;
const otherMode = 3;

/** The units of one minute by its side, used again for every minute. */
const empty = (): Served => ({ wanted: 0, served: 0, retried: 0, throttled: 0 });

/** A simulated table of DynamoDB. Minutes are those of the series; a call in a minute comes before the minute's requests. */
export class SimTable {
  readonly writes = empty();
  readonly reads = empty();
  billing: Billing;
  provisioned: Throughput;
  lastIncrease = Number.NEGATIVE_INFINITY;
  private change: Change | undefined;
  private highest: Throughput;
  private readonly decreases = new Decreases();
  private readonly switches: number[] = [];
  private readonly sides = { writes: new Side(), reads: new Side() };
  private readonly onDemand: { readonly writes: OnDemand; readonly reads: OnDemand };
  private hour = -1;
  private readonly billed = { writes: 0, reads: 0 };

  readonly name: string;
  readonly demand: TableDemand;
  readonly created: number;
  private readonly startMs: number;

  constructor(name: string, demand: TableDemand, created: number, opening: Opening, startMs: number) {
    this.name = name;
    this.demand = demand;
    this.created = created;
    this.startMs = startMs;

    this.billing = opening.billing;
    this.provisioned = opening.billing === 'PROVISIONED' ? opening.throughput : { writes: 0, reads: 0 };
    this.highest = this.provisioned;
    this.onDemand = {
      writes: new OnDemand(Math.max(newTable.writes, this.provisioned.writes)),
      reads: new OnDemand(Math.max(newTable.reads, this.provisioned.reads)),
    };
  }

  /** Lets a change that is done hold. */
  advance(minute: number): void {
    if (this.change === undefined || minute < this.change.at) return;
    const { billing, writes, reads } = this.change;
    this.change = undefined;
    this.billing = billing;
    this.provisioned = { writes, reads };
    this.highest = {
      writes: Math.max(this.highest.writes, writes),
      reads: Math.max(this.highest.reads, reads),
    };
    this.onDemand.writes.reached(writes);
    this.onDemand.reads.reached(reads);
  }

  capacity(minute: number): TableCapacity {
    const now = this.ms(minute);
    const lastDecreaseAt = this.decreases.lastAt;
    return {
      status: this.status(minute),
      billing: this.billing,
      throughput: this.provisioned,
      decreasesToday: this.decreases.today(now),
      ...(lastDecreaseAt === undefined ? {} : { lastDecreaseAt }),
    };
  }

  /** A table takes a minute to be there. */
  status(minute: number): 'CREATING' | 'ACTIVE' | 'UPDATING' {
    if (minute <= this.created) return 'CREATING';
    return this.change === undefined ? 'ACTIVE' : 'UPDATING';
  }

  decreaseAllowed(minute: number): boolean {
    return this.decreases.allowed(this.ms(minute));
  }

  /** UpdateTable with a throughput; `others` is what the account's other tables have provisioned. */
  provision(minute: number, to: Throughput, others: Throughput): ControlAnswer {
    if (this.status(minute) !== 'ACTIVE') return 'in-use';
    if (![to.writes, to.reads].every((units) => Number.isInteger(units) && units >= 1)) return 'invalid';
    const now = this.provisioned;
    const fromOnDemand = this.billing === 'PAY_PER_REQUEST';
    if (!fromOnDemand && to.writes === now.writes && to.reads === now.reads) return 'invalid';
    if (Math.max(to.writes, to.reads) > tableLimit) return 'limit-exceeded';
    if (Math.max(to.writes + others.writes, to.reads + others.reads) > 2 * tableLimit)
      return 'limit-exceeded';
    const lowers = !fromOnDemand && (to.writes < now.writes || to.reads < now.reads);
    if (lowers && !this.decreaseAllowed(minute)) return 'limit-exceeded';
    if (lowers) this.decreases.take(this.ms(minute));
    if (to.writes > now.writes || to.reads > now.reads) this.lastIncrease = minute;
    const known = to.writes <= this.highest.writes && to.reads <= this.highest.reads;
    const takes = fromOnDemand ? otherMode : known ? knownLevel : newLevel;
    this.change = { at: minute + takes, billing: 'PROVISIONED', ...to };
    return 'accepted';
  }

  /** UpdateTable to PAY_PER_REQUEST. */
  payPerRequest(minute: number): ControlAnswer {
    if (this.status(minute) !== 'ACTIVE') return 'in-use';
    if (this.billing === 'PAY_PER_REQUEST') return 'invalid';
    const recent = this.switches.filter((at) => minute - at < dayMinutes);
    if (recent.length >= switchesADay) return 'limit-exceeded';
    this.switches.push(minute);
    this.change = { at: minute + otherMode, billing: 'PAY_PER_REQUEST', writes: 0, reads: 0 };
    return 'accepted';
  }

  /** What a side can take a second in this minute, the bucket left out. */
  limit(side: 'writes' | 'reads', minute: number): number {
    if (minute <= this.created) return 0;
    return this.billing === 'PROVISIONED' ? this.provisioned[side] : this.onDemand[side].limit;
  }

  /** Serves a minute; `writes` and `reads` tell what it came to. Returns its price, dollars. */
  serve(minute: number, spread: readonly number[], billed: HourBilled): number {
    return this.serveSide('writes', minute, spread, billed) + this.serveSide('reads', minute, spread, billed);
  }

  private serveSide(
    side: 'writes' | 'reads',
    minute: number,
    spread: readonly number[],
    billed: HourBilled,
  ): number {
    const into = this[side];
    const provisioned = this.billing === 'PROVISIONED';
    const asked = side === 'writes' ? this.demand.writes : this.demand.reads;
    const i = minute - this.demand.first;
    const wanted = i >= 0 && i < asked.length ? (asked[i] ?? 0) : 0;
    this.sides[side].minute(wanted, spread, this.limit(side, minute), provisioned, into);
    const used = into.served + into.retried;
    this.onDemand[side].minute(used / 60);
    if (!provisioned) return used * requestUnit[side];
    return this.billedUnits(side, minute, billed) * unitHour[side];
  }

  /** Unit-hours that this minute adds to the bill. */
  private billedUnits(side: 'writes' | 'reads', minute: number, billed: HourBilled): number {
    const units = this.provisioned[side];
    if (billed === 'pro rata') return units / 60;
    const hour = Math.floor(this.ms(minute) / 3_600_000);
    if (hour !== this.hour) {
      this.hour = hour;
      this.billed.writes = 0;
      this.billed.reads = 0;
    }
    const added = Math.max(0, units - this.billed[side]);
    this.billed[side] += added;
    return added;
  }

  private ms(minute: number): number {
    return this.startMs + minute * 60_000;
  }
}
