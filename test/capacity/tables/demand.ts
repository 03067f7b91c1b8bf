import { startOfWeek, weekOf } from '@sluice/core/time';
import { at, minuteMs, type Series } from '../frame/series.ts';

const hour = 60;
const day = 1_440;
export const weekMinutes = 7 * day;

/** Older weeks whose tables are kept: as many as Cortex scales (CAPACITY 1.2). */
export const oldestAge = 4;

/** What a table of one week of events is asked, from `first` (a minute of the series, may be before it) to its drop. */
export interface TableDemand {
  readonly week: string;
  /** The minute in which its week begins. */
  readonly opens: number;
  /** The minute of the series that index 0 of both is. */
  readonly first: number;
  /** Units/s, the mean of each minute. */
  readonly writes: Float64Array;
  readonly reads: Float64Array;
}

/** The share of events that come more than `minutes` after they happened: 5 % more than an hour, 1 % more than a day, none more than 8 days; even in between (CAPACITY 4.3). */
export const laterThan = (minutes: number): number => {
  if (minutes <= 0) return 1;
  if (minutes <= hour) return 1 - (0.95 * minutes) / hour;
  if (minutes <= day) return 0.05 - (0.04 * (minutes - hour)) / (day - hour);
  return Math.max(0, 0.01 - (0.01 * (minutes - day)) / (7 * day));
};

/** Of what comes `minute` minutes into a week, the share that is of the week `age` weeks before it. */
export const shareOfAge = (age: number, minute: number): number =>
  (age === 0 ? 1 : laterThan(minute + (age - 1) * weekMinutes)) - laterThan(minute + age * weekMinutes);

/** Read units a second for each write unit a second of the moment, by the age of the table: who reads, reads what is new. Assumed. */
const readsOfAge: readonly number[] = [0.4, 0.06, 0.025, 0.01, 0.005];

/** A job fills in what happened three weeks ago: for six hours, a fifth of the series' usual load on top of it, in the half that is told. */
const backFill = { age: 3, from: 0.8, minutes: 6 * hour, share: 0.2 } as const;

/** The series, taken as writes by arrival, told apart into the tables of the events' weeks, oldest first; the last is the next week's, which is asked nothing yet. */
export const tableDemands = (series: Series): readonly TableDemand[] => {
  const length = series.demand.length;
  const monday = Math.round((startOfWeek(series.start) - series.start) / minuteMs);
  const tables: TableDemand[] = [];
  for (let opens = monday - oldestAge * weekMinutes; opens < length + weekMinutes; opens += weekMinutes)
    tables.push(tableOf(series, opens, length));
  addBackFill(series, tables);
  return tables;
};

const tableOf = (series: Series, opens: number, length: number): TableDemand => {
  const first = Math.max(0, opens);
  const minutes = Math.max(0, Math.min(length, opens + (oldestAge + 1) * weekMinutes) - first);
  const table: TableDemand = {
    week: weekOf(series.start + opens * minuteMs),
    opens,
    first,
    writes: new Float64Array(minutes),
    reads: new Float64Array(minutes),
  };
  for (let i = 0; i < minutes; i += 1) {
    const since = first + i - opens;
    const age = Math.floor(since / weekMinutes);
    const demand = at(series.demand, first + i);
    table.writes[i] = demand * shareOfAge(age, since % weekMinutes);
    table.reads[i] = demand * (readsOfAge[age] ?? 0);
  }
  return table;
};

const addBackFill = (series: Series, tables: readonly TableDemand[]): void => {
  const { demand } = series;
  const from = Math.floor(backFill.from * demand.length);
  const mean = demand.reduce((sum, value) => sum + value, 0) / demand.length;
  const table = tables.find(
    ({ opens }) => Math.floor((from - opens) / weekMinutes) === backFill.age && from >= opens,
  );
  if (table === undefined) return;
  for (let minute = from; minute < from + backFill.minutes; minute += 1) {
    const i = minute - table.first;
    if (i < table.writes.length) table.writes[i] = at(table.writes, i) + backFill.share * mean;
  }
};
