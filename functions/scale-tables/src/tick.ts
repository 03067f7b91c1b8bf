import { emptyHistory, extended, readHistory, written } from '@sluice/core/capacity';
import type {
  Clock,
  ControlAnswer,
  StateStore,
  TableCapacity,
  TableControl,
  TableMetrics,
  TableMinute,
  Throughput,
} from '@sluice/core/ports';
import { weekRange } from '@sluice/core/time';
import { decide, type Age, type Decision } from './decide.ts';
import { binsOf, demandsOf, filledIn } from './demand.ts';
import { planAhead, planEveryMs, type Histories } from './plan-ahead.ts';
import { badSettings, settingsFault, type TableSettings } from './settings.ts';
import { readState, type Intent, type TableState } from './state.ts';

export interface ScaleTablesServices {
  readonly metrics: TableMetrics;
  readonly control: TableControl;
  readonly state: StateStore;
  readonly clock: Clock;
  /** Told of each decision; a line of the log. */
  readonly log: (action: TableAction) => void;
}

/** What a tick did with one table, in words and numbers. Units are units a second. */
export interface TableAction {
  readonly table: string;
  readonly at: number;
  readonly kind: Decision['kind'] | 'fault';
  readonly age: Age;
  readonly from: Throughput;
  readonly to: Throughput;
  readonly reason: string;
  /** Undefined where nothing was asked for. */
  readonly answer?: ControlAnswer;
  readonly inputs: Readonly<Record<string, number>>;
}

const partition = 'capacity';
const stateKey = (table: string): string => `table/${table}`;
/** A history is the role's, not the table's: next Monday's table is what this week's is now (CAPACITY 4.2). */
const historyKey = (weeksAgo: number): string => `table-history/${weeksAgo}`;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const minuteMs = 60_000;
/** A limit that is reached is asked for again so much later. */
const limitedMs = 15 * minuteMs;
/** What is cold is looked at so often: metrics cost (F9). */
const coldEveryMinutes = 15;
/** What is about to begin is looked at from so long before on. */
const soonMs = 15 * minuteMs;

/** A table of this tick. */
interface Ticking {
  readonly settings: TableSettings;
  readonly age: Age;
  readonly weeksAgo: number;
  readonly opensAt: number;
  readonly minutes: readonly TableMinute[];
  readonly now: number;
  readonly others: Throughput;
  readonly described: TableCapacity;
  readonly services: ScaleTablesServices;
}

const nothing = { writes: 0, reads: 0 };

const actionOf = (
  { settings: { table }, now, age }: Pick<Ticking, 'settings' | 'now' | 'age'>,
  kind: TableAction['kind'],
  reason: string,
): TableAction => ({ table, at: now, age, kind, from: nothing, to: nothing, reason, inputs: {} });

const readHistories = (text: string | undefined): Histories => {
  const none = { writes: emptyHistory, reads: emptyHistory };
  if (text === undefined) return none;
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) return none;
  const side = (name: string) => {
    const one: unknown = Reflect.get(parsed, name);
    return readHistory(typeof one === 'string' ? one : undefined);
  };
  return { writes: side('writes'), reads: side('reads') };
};

/** Twice an hour: what was seen goes into the history of the role, and the next hours are planned from it. */
const planned = async (state: TableState, ticking: Ticking): Promise<TableState> => {
  const { settings, minutes, now, services, weeksAgo } = ticking;
  // A cold one is paid per request whatever it is asked.
  if (ticking.age === 'cold' || now - state.plannedBin * 300_000 < planEveryMs) return state;
  // A week that has not begun is planned as the one that runs.
  const key = historyKey(Math.max(0, weeksAgo));
  const row = await services.state.get(partition, key);
  const before = readHistories(row?.value);
  const seen = weeksAgo < 0 ? [] : minutes;
  const histories = {
    writes: extended(before.writes, binsOf(demandsOf(seen, 'writes'))),
    reads: extended(before.reads, binsOf(demandsOf(seen, 'reads'))),
  };
  const text = JSON.stringify({ writes: written(histories.writes), reads: written(histories.reads) });
  if (seen.length > 0) await services.state.replace(partition, key, row?.version ?? 0, text);
  return planAhead(state, histories, now, settings);
};

/** An intent of a tick that did not live to tell: a change to on-demand may have been made, and counts. */
const settled = (state: TableState): TableState => {
  const { intent } = state;
  if (intent === null) return state;
  if (intent.to === 'on demand') return { ...state, intent: null, switches: [...state.switches, intent.at] };
  const { writes, reads } = intent.to;
  const warm = { writes: Math.max(state.warm.writes, writes), reads: Math.max(state.warm.reads, reads) };
  return { ...state, intent: null, warm };
};

/** After what the service answered. */
const after = (state: TableState, intent: Intent, answer: ControlAnswer, now: number): TableState => {
  if (answer === 'limit-exceeded') return { ...state, intent: null, limitedUntil: now + limitedMs };
  return answer === 'accepted' ? settled({ ...state, intent }) : { ...state, intent: null };
};

const act = (
  { settings: { table }, services: { control } }: Ticking,
  { to }: Intent,
): Promise<ControlAnswer> =>
  to === 'on demand' ? control.payPerRequest(table) : control.provision(table, to);

const told = (
  { settings, now, age, described }: Ticking,
  { kind, to, reason, need, keep }: Decision,
  answer: ControlAnswer | undefined,
): TableAction => ({
  table: settings.table,
  at: now,
  age,
  kind,
  from: described.throughput,
  to,
  reason,
  ...(answer === undefined ? {} : { answer }),
  inputs: {
    needWrites: need.writes,
    needReads: need.reads,
    keepWrites: keep.writes,
    keepReads: keep.reads,
  },
});

const scaleOne = async (ticking: Ticking): Promise<TableAction> => {
  const { settings, now, services, described, minutes } = ticking;
  const { table } = settings;
  if (described.status !== 'ACTIVE') return actionOf(ticking, 'none', `it is ${described.status}`);
  const row = await services.state.get(partition, stateKey(table));
  const before = readState(row?.value, table);
  const known = settled(before);
  const switches = known.switches.filter((at) => at > now - dayMs);
  const state = await planned({ ...known, switches }, ticking);
  const demands = { writes: demandsOf(minutes, 'writes'), reads: demandsOf(minutes, 'reads') };
  const decision = decide({ ...ticking, state, demands });
  const version = row?.version ?? 0;
  const store = (at: number, next: TableState) =>
    services.state.replace(partition, stateKey(table), at, JSON.stringify(next));
  if (decision.kind === 'none') {
    if (state.plannedBin !== before.plannedBin || before.intent !== null) await store(version, state);
    return told(ticking, decision, undefined);
  }
  const intent: Intent = { at: now, to: decision.kind === 'on-demand' ? 'on demand' : decision.to };
  // Of two ticks at once one stores its intent; the other does nothing.
  if ((await store(version, { ...state, intent })) === 'conflict')
    return actionOf(ticking, 'none', 'another tick is at it');
  const answer = await act(ticking, intent);
  await store(version + 1, after(state, intent, answer, now));
  return told(ticking, decision, answer);
};

interface Aged {
  readonly settings: TableSettings;
  readonly age: Age;
  readonly weeksAgo: number;
  readonly opensAt: number;
}

const aged = (settings: TableSettings, now: number): Aged => {
  const opensAt = weekRange(settings.week)?.first ?? 0;
  const weeksAgo = Math.floor((now - opensAt) / weekMs);
  const age: Age = weeksAgo < 0 ? 'next' : weeksAgo === 0 ? 'current' : weeksAgo === 1 ? 'closed' : 'cold';
  return { settings, age, weeksAgo, opensAt };
};

/** Next week's table that is not near is only looked for: that it is missing must be told in time. */
const isFar = ({ age, opensAt }: Aged, now: number): boolean => age === 'next' && opensAt - now > soonMs;

/** Is it to be looked at in this minute? */
const isDue = ({ age, weeksAgo }: Aged, now: number): boolean => {
  const minute = Math.floor(now / minuteMs);
  return age !== 'cold' || (minute + weeksAgo) % coldEveryMinutes === 0;
};

const attempt = async (aged: Aged, now: number, work: () => Promise<TableAction>): Promise<TableAction> => {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return actionOf({ ...aged, now }, 'fault', reason);
  }
};

/** The newest minute that is told of any table: what a closed week is not told of until then was nothing. */
const newestOf = (load: ReadonlyMap<string, readonly TableMinute[]>): number =>
  [...load.values()].reduce((newest, minutes) => Math.max(newest, minutes.at(-1)?.at ?? 0), 0);

/**
 * One tick: looks at each weekly table that is due, and asks for at most one change of each. All load is read in one call. What is wrong with
 * one table (settings, no such table, a store away) is told as its action of kind `fault` and is no other's matter. Throws OutOfService when
 * the load cannot be read: nothing was changed then.
 */
export const scaleTables = async (
  tables: readonly TableSettings[],
  services: ScaleTablesServices,
): Promise<readonly TableAction[]> => {
  const now = services.clock.now();
  const all = tables.map((one) => aged(one, now));
  const well = all.filter(
    (one) => settingsFault(one.settings) === undefined && isDue(one, now) && !isFar(one, now),
  );
  const load = await services.metrics.read(
    well.map(({ settings }) => settings.table),
    now - hourMs,
    now,
  );
  const tick = new Tick(load, now, services);
  const actions: TableAction[] = [];
  for (const one of all) {
    const fault = settingsFault(one.settings);
    if (fault === undefined && !isDue(one, now)) continue;
    const action =
      fault === undefined
        ? await attempt(one, now, () => tick.scale(one))
        : actionOf({ ...one, now }, 'fault', fault);
    services.log(action);
    actions.push(action);
  }
  return actions;
};

/** What the tables of one tick share: the load, and what of the account's units was given out. */
class Tick {
  readonly #load: ReadonlyMap<string, readonly TableMinute[]>;
  readonly #now: number;
  readonly #services: ScaleTablesServices;
  readonly #newest: number;
  #given: Throughput = nothing;

  constructor(load: ReadonlyMap<string, readonly TableMinute[]>, now: number, services: ScaleTablesServices) {
    [this.#load, this.#now, this.#services] = [load, now, services];
    this.#newest = newestOf(load);
  }

  async scale(one: Aged): Promise<TableAction> {
    const { table } = one.settings;
    const described = await this.#services.control.describe(table);
    if (described === undefined) throw badSettings(table, 'there is no such table');
    if (isFar(one, this.#now)) return actionOf({ ...one, now: this.#now }, 'none', 'its week is not near');
    const action = await scaleOne({
      ...one,
      described,
      now: this.#now,
      minutes: this.#minutesOf(one),
      others: this.#given,
      services: this.#services,
    });
    const { writes, reads } = described.throughput;
    this.#given = {
      writes: this.#given.writes + Math.max(writes, action.to.writes),
      reads: this.#given.reads + Math.max(reads, action.to.reads),
    };
    return action;
  }

  #minutesOf({ settings, age, opensAt }: Aged): readonly TableMinute[] {
    const minutes = this.#load.get(settings.table) ?? [];
    if (age === 'next' || age === 'current') return minutes;
    // Nothing is told of anything: this says nothing of a closed week either.
    return this.#newest === 0 ? [] : filledIn(minutes, Math.max(opensAt, this.#now - hourMs), this.#newest);
  }
}
