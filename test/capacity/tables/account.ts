import type { ControlAnswer, Throughput } from '@sluice/core/ports';
import type { Faults } from '../frame/faults.ts';
import type { Tally } from '../frame/score.ts';
import { minuteMs, type Series } from '../frame/series.ts';
import { oldestAge, weekMinutes, type TableDemand } from './demand.ts';
import { SimTable, type HourBilled, type Opening } from './dynamo.ts';
import { TableRecord } from './metrics.ts';

export interface LiveTable {
  readonly table: SimTable;
  readonly record: TableRecord;
}

/** What a table of the series is called in the simulation. */
export const tableName = (week: string): string => `events-${week}`;

export interface AccountOptions {
  readonly faults: Faults;
  readonly billed: HourBilled;
  /** Minutes before its week that a table is created. */
  readonly aheadMinutes: number;
  /** How a table opens in a minute of the series; `newest` is the table before it. */
  readonly opening: (demand: TableDemand, newest: SimTable | undefined, minute: number) => Opening;
}

/** The simulated weekly tables of one series, minute by minute: `begin`, then what a policy asks for, then `serve`. */
export class Account {
  minute = 0;
  readonly live: LiveTable[] = [];
  private opened = 0;

  readonly series: Series;
  private readonly demands: readonly TableDemand[];
  private readonly options: AccountOptions;
  /** Told only the minutes that are reported. */
  private readonly tally: (minute: number) => Tally | undefined;

  constructor(
    series: Series,
    demands: readonly TableDemand[],
    options: AccountOptions,
    tally: (minute: number) => Tally | undefined,
  ) {
    this.series = series;
    this.demands = demands;
    this.options = options;
    this.tally = tally;
  }

  get nowMs(): number {
    return this.series.start + this.minute * minuteMs;
  }

  /** Goes to a minute: tables come, go, and become what was asked for; a person may set capacity. */
  begin(minute: number): void {
    this.minute = minute;
    this.create();
    const oldest = this.live[0];
    if (oldest !== undefined && minute >= oldest.table.demand.opens + (oldestAge + 1) * weekMinutes)
      this.live.shift();
    const share = this.options.faults.manual(minute);
    for (const { table } of this.live) {
      table.advance(minute);
      if (share !== undefined && table.billing === 'PROVISIONED')
        table.provision(minute, scaledBy(table.provisioned, share), this.others(table));
    }
  }

  find(name: string): LiveTable | undefined {
    return this.live.find(({ table }) => table.name === name);
  }

  /** A call of a policy; it is counted, unless a fault refused it. */
  call(name: string, to: Throughput | 'on demand'): ControlAnswer {
    const table = this.find(name)?.table;
    if (this.options.faults.refused(this.minute)) return 'limit-exceeded';
    const answer =
      table === undefined
        ? 'not-found'
        : to === 'on demand'
          ? table.payPerRequest(this.minute)
          : table.provision(this.minute, to, this.others(table));
    this.tally(this.minute)?.call(this.minute, answer === 'accepted');
    return answer;
  }

  /** Serves the minute to all tables. */
  serve(): void {
    const [sum, { minute }] = [{ wanted: 0, served: 0, servedLate: 0, capacityDollars: 0 }, this];
    for (const { table, record } of this.live) {
      sum.capacityDollars += table.serve(minute, this.series.spread, this.options.billed);
      record.keep(minute, table);
      for (const side of [table.writes, table.reads]) {
        sum.wanted += side.wanted;
        sum.served += side.served;
        sum.servedLate += side.served + side.retried;
      }
    }
    this.tally(minute)?.add(sum);
  }

  private create(): void {
    for (;;) {
      const demand = this.demands[this.opened];
      if (demand === undefined || demand.opens - this.options.aheadMinutes > this.minute) return;
      // What exists when the series begins was there before it.
      const created = this.minute === 0 ? -1 : this.minute;
      const opening = this.options.opening(demand, this.live.at(-1)?.table, this.minute);
      const table = new SimTable(tableName(demand.week), demand, created, opening, this.series.start);
      const life = demand.opens + (oldestAge + 1) * weekMinutes - created;
      this.live.push({ table, record: new TableRecord(created, life, this.options.faults) });
      this.opened += 1;
    }
  }

  /** What the account's other tables have. */
  private others(one: SimTable): Throughput {
    const [sum, { live }] = [{ writes: 0, reads: 0 }, this];
    for (const { table } of live) {
      if (table === one) continue;
      sum.writes += table.provisioned.writes;
      sum.reads += table.provisioned.reads;
    }
    return sum;
  }
}

const scaledBy = ({ writes, reads }: Throughput, share: number): Throughput => ({
  writes: Math.max(1, Math.round(writes * share)),
  reads: Math.max(1, Math.round(reads * share)),
});
