import type { StateRow, StateStore } from '../ports/index.ts';

/** A change of capacity that was asked for, as it is kept for people. */
export interface CapacityAction {
  /** `stream sluice-prod-raw`, `table sluice-prod-near-line-2026-w48` */
  readonly resource: string;
  /** Epoch ms. */
  readonly at: number;
  readonly kind: string;
  /** Shards, or writes and reads a second, before and after. */
  readonly from: Readonly<Record<string, number>>;
  readonly to: Readonly<Record<string, number>>;
  readonly reason: string;
  /** What the service said; undefined where that is not known. */
  readonly answer?: string;
  readonly inputs: Readonly<Record<string, number>>;
}

const dayMs = 86_400_000;
/** Days that actions are kept. */
export const actionDays = 30;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const partitionOf = (day: string): string => `capacity-actions/${day}`;

const keyOf = ({ at, resource }: CapacityAction): string =>
  `${new Date(at).toISOString()}/${resource.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, 300)}`;

/** Removes what is older than it is kept: a day at a time, so that there is nothing to look through. */
const forget = async (states: StateStore, day: string): Promise<void> => {
  const old: StateRow[] = [];
  for await (const row of states.rows(partitionOf(day))) old.push(row);
  for (const { key, version } of old) await states.remove(partitionOf(day), key, version);
};

/** Keeps actions, each once however often it is kept, and forgets those of the day that is too old. Throws OutOfService. */
export const recordActions = async (
  states: StateStore,
  actions: readonly CapacityAction[],
): Promise<void> => {
  for (const action of actions)
    await states.replace(partitionOf(dayOf(action.at)), keyOf(action), 0, JSON.stringify(action));
  const [first] = actions;
  if (first !== undefined) await forget(states, dayOf(first.at - (actionDays + 1) * dayMs));
};

/** Is it an action, as a function or a state row tells it? */
export const isCapacityAction = (value: unknown): value is CapacityAction =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'resource') === 'string' &&
  typeof Reflect.get(value, 'at') === 'number' &&
  typeof Reflect.get(value, 'from') === 'object' &&
  typeof Reflect.get(value, 'to') === 'object';

/** The actions from `since` up to and including `until` (epoch ms), in order of time; no further back than they are kept. Throws OutOfService. */
export const readActions = async (
  states: StateStore,
  since: number,
  until: number,
): Promise<readonly CapacityAction[]> => {
  const found: CapacityAction[] = [];
  const from = Math.max(since, until - actionDays * dayMs);
  for (let day = Math.floor(from / dayMs); day <= Math.floor(until / dayMs); day += 1) {
    for await (const { value } of states.rows(partitionOf(dayOf(day * dayMs)))) {
      const parsed: unknown = JSON.parse(value);
      if (isCapacityAction(parsed) && parsed.at >= from && parsed.at <= until) found.push(parsed);
    }
  }
  return found;
};
