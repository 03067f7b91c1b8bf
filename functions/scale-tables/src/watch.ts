import { capacityAlarms, type CapacityAlarm } from '@sluice/core/layout';
import type {
  ControlAnswer,
  TableCapacity,
  TableControl,
  TableMetrics,
  TableMinute,
  Throughput,
} from '@sluice/core/ports';
import { weekRange } from '@sluice/core/time';
import type { WeeklyTable } from './weekly-tables.ts';

/** Of 27 decreases a day (CAPACITY 2.2). */
const manyDecreases = 25;
/** Above this share of the most it may have, a table is as large as it can be. */
const fullShare = 0.97;
const sides = ['writes', 'reads'] as const;

/** Wanted units a second of the newest minute, what was refused included. */
const wantedOf = ({
  writes = 0,
  reads = 0,
  throttledWrites = 0,
  throttledReads = 0,
}: TableMinute): Throughput => ({
  writes: (writes + throttledWrites) / 60,
  reads: (reads + throttledReads) / 60,
});

const refusedOf = ({ throttledWrites = 0, throttledReads = 0 }: TableMinute): Throughput => ({
  writes: throttledWrites,
  reads: throttledReads,
});

/** A tick sees tables by its ports; this looks over its shoulder, for what a person is to know whatever is decided. */
export class Watch {
  readonly #minutes = new Map<string, TableMinute | undefined>();
  readonly #looks = new Map<string, TableCapacity | undefined>();
  readonly #refusedCalls = new Set<string>();

  metrics(metrics: TableMetrics): TableMetrics {
    return {
      read: async (tables, from, to) => {
        const load = await metrics.read(tables, from, to);
        for (const [table, minutes] of load) this.#minutes.set(table, minutes.at(-1));
        return load;
      },
    };
  }

  control(control: TableControl): TableControl {
    const answered = async (table: string, asked: Promise<ControlAnswer>): Promise<ControlAnswer> => {
      const answer = await asked;
      if (answer === 'limit-exceeded') this.#refusedCalls.add(table);
      return answer;
    };
    return {
      describe: async (table) => {
        const found = await control.describe(table);
        this.#looks.set(table, found);
        return found;
      },
      provision: (table, throughput) => answered(table, control.provision(table, throughput)),
      payPerRequest: (table) => answered(table, control.payPerRequest(table)),
    };
  }

  /** Lines for which an alarm rings, of the tables that the tick looked at. */
  lines(tables: readonly WeeklyTable[], now: number): readonly string[] {
    return tables
      .filter(({ table }) => this.#looks.has(table))
      .flatMap((one) =>
        this.#alarms(one, now).map((alarm) => `${capacityAlarms[alarm]}: the table ${one.table}`),
      );
  }

  #alarms({ table, week, max }: WeeklyTable, now: number): readonly CapacityAlarm[] {
    const found = this.#looks.get(table);
    // A week that is over may have been dropped.
    if (found === undefined) return (weekRange(week)?.last ?? 0) >= now ? ['week-table-missing'] : [];
    const minute = this.#minutes.get(table) ?? { at: now };
    const [wanted, refused] = [wantedOf(minute), refusedOf(minute)];
    const isFull = sides.some((side) => isFullOf(side, found, max) && wanted[side] > fullShare * max[side]);
    const isBehind = sides.some((side) => refused[side] > 0 && !isFullOf(side, found, max));
    const isSpent = found.decreasesToday >= manyDecreases || this.#refusedCalls.has(table);
    return [
      ...(isFull ? (['capacity-at-maximum'] as const) : []),
      ...(isBehind ? (['capacity-behind'] as const) : []),
      ...(isSpent ? (['capacity-calls-low'] as const) : []),
    ];
  }
}

const isFullOf = (
  side: (typeof sides)[number],
  { billing, throughput }: TableCapacity,
  max: Throughput,
): boolean => billing === 'PROVISIONED' && throughput[side] >= max[side];
