import { SluiceError } from '@sluice/core/failure';
import type { Throughput } from '@sluice/core/ports';
import type { Side } from './demand.ts';

/** What of one side is known by the last days. Units a second. */
export interface SidePlan {
  readonly floor: number;
  readonly quantile: number;
  readonly growth: number;
  /** The most of the last week; 0: not known. */
  readonly weekMost: number;
  /** The most of all that is known, three weeks. */
  readonly mostSeen: number;
  /** What the bins from `plannedBin` on want by other days. */
  readonly planned: readonly number[];
}

/** A change that was about to be asked for: whether it was is found out by the next tick. */
export interface Intent {
  readonly at: number;
  readonly to: Throughput | 'on demand';
}

/** What a tick knows of the ones before, for one table. Times are epoch ms; 0: never. */
export interface TableState {
  readonly v: 1;
  /** Of changes to on-demand, within the last day. */
  readonly switches: readonly number[];
  /** The most that it was ever given: paid per request it serves as much at once. */
  readonly warm: Readonly<Record<Side, number>>;
  /** Until then nothing is asked for but raises: the service said that a limit is reached, whatever we counted. */
  readonly limitedUntil: number;
  readonly intent: Intent | null;
  /** What is cheaper for a table of this age; undecided without a day of history. */
  readonly billing: 'PROVISIONED' | 'PAY_PER_REQUEST' | 'undecided';
  readonly plannedBin: number;
  readonly worthBin: number;
  readonly plans: Readonly<Record<Side, SidePlan>>;
}

const newPlan: SidePlan = { floor: 0, quantile: 0.6, growth: 1.25, weekMost: 0, mostSeen: 0, planned: [] };

export const newState: TableState = {
  v: 1,
  switches: [],
  warm: { writes: 0, reads: 0 },
  limitedUntil: 0,
  intent: null,
  billing: 'undecided',
  plannedBin: 0,
  worthBin: 0,
  plans: { writes: newPlan, reads: newPlan },
};

const has = (value: unknown, names: readonly string[], type: string): value is object =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => typeof Reflect.get(value, name) === type);

const isPlan = (value: unknown): value is SidePlan =>
  has(value, ['floor', 'quantile', 'growth', 'weekMost', 'mostSeen'], 'number') &&
  Array.isArray(Reflect.get(value, 'planned'));

const isState = (value: unknown): value is TableState => {
  if (!has(value, ['v', 'limitedUntil', 'plannedBin', 'worthBin'], 'number')) return false;
  const plans: unknown = Reflect.get(value, 'plans');
  return (
    Array.isArray(Reflect.get(value, 'switches')) &&
    has(plans, ['writes', 'reads'], 'object') &&
    has(Reflect.get(value, 'warm'), ['writes', 'reads'], 'number') &&
    isPlan(Reflect.get(plans, 'writes')) &&
    isPlan(Reflect.get(plans, 'reads'))
  );
};

export const readState = (text: string | undefined, table: string): TableState => {
  if (text === undefined) return newState;
  const value: unknown = JSON.parse(text);
  if (isState(value)) return value;
  throw new SluiceError({
    class: 'ours',
    code: 'StateDamaged',
    message: `the row capacity/table/${table} of the state store is not what was written; delete it, and the next tick begins anew`,
  });
};
