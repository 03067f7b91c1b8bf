import { extended, readHistory, written } from '@sluice/core/capacity';
import type {
  Clock,
  ControlAnswer,
  StateStore,
  StreamControl,
  StreamMetrics,
  StreamMinute,
  StreamShards,
} from '@sluice/core/ports';
import { callsLeft, recentCalls } from './budget.ts';
import { decide, type Decision } from './decide.ts';
import { demandsOf } from './demand.ts';
import { planAhead, planEveryMs } from './plan-ahead.ts';
import { badSettings, settingsFault, type StreamSettings } from './settings.ts';
import { capacityOf, firstPair, nextPair, widestSplit } from './shards.ts';
import { spreadSeen } from './spread.ts';
import { readState, type Intent, type ScaleState } from './state.ts';

export interface ScaleStreamsServices {
  readonly metrics: StreamMetrics;
  readonly control: StreamControl;
  readonly state: StateStore;
  readonly clock: Clock;
  /** Told of each decision; a line of the log. */
  readonly log: (action: StreamAction) => void;
}

/** What a tick did with one stream, in words and numbers. Units are shards. */
export interface StreamAction {
  readonly stream: string;
  readonly at: number;
  readonly kind: Decision['kind'] | 'fault';
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  /** Undefined where nothing was asked for. */
  readonly answer?: ControlAnswer;
  readonly inputs: Readonly<Record<string, number>>;
}

const partition = 'capacity';
const stateKey = (stream: string): string => `stream/${stream}`;
const historyKey = (stream: string): string => `stream-history/${stream}`;
const hourMs = 3_600_000;
/** A limit that is reached is asked for again so much later. */
const quarterMs = 15 * 60_000;

interface Ticking {
  readonly settings: StreamSettings;
  readonly minutes: readonly StreamMinute[];
  readonly now: number;
  readonly services: ScaleStreamsServices;
}

const nothing = (stream: string, at: number, kind: 'none' | 'fault', reason: string): StreamAction => ({
  stream,
  at,
  kind,
  from: 0,
  to: 0,
  reason,
  inputs: {},
});

/** Twice an hour: what was seen goes into the history, and the next hours are planned from it. */
const planned = async (
  state: ScaleState,
  { settings, minutes, now, services }: Ticking,
): Promise<ScaleState> => {
  if (now - state.plannedBin * 300_000 < planEveryMs) return state;
  const key = historyKey(settings.stream);
  const row = await services.state.get(partition, key);
  const history = extended(readHistory(row?.value), demandsOf(minutes));
  await services.state.replace(partition, key, row?.version ?? 0, written(history));
  return planAhead(state, history, now, settings);
};

/** An intent of a tick that did not live to tell: a resize may have been taken, and counts. */
const settled = (state: ScaleState): ScaleState => {
  const { intent } = state;
  if (intent === null) return state;
  const calls = intent.kind === 'resize' ? [...state.calls, intent.at] : state.calls;
  const raisedAt = intent.to > intent.from ? Math.max(state.raisedAt, intent.at) : state.raisedAt;
  return { ...state, intent: null, calls, raisedAt };
};

const act = async (
  { kind, to }: Decision,
  { shards }: StreamShards,
  { settings: { stream }, services: { control } }: Ticking,
): Promise<ControlAnswer | undefined> => {
  switch (kind) {
    case 'resize':
      return control.resize(stream, to);
    case 'split': {
      const found = widestSplit(shards);
      return found && control.split(stream, found.shard.id, found.from);
    }
    case 'merge': {
      const pair = nextPair(shards) ?? firstPair(shards);
      return pair && control.merge(stream, pair[0].id, pair[1].id);
    }
    case 'none':
      return undefined;
  }
};

/** After what the service answered. An answer that never came leaves the intent, for the next tick. */
const after = (
  state: ScaleState,
  intent: Intent,
  answer: ControlAnswer | undefined,
  now: number,
): ScaleState => {
  if (answer === 'limit-exceeded') return { ...state, intent: null, limitedUntil: now + quarterMs };
  if (answer !== 'accepted') return { ...state, intent: null };
  return settled({ ...state, intent });
};

const decided = (state: ScaleState, described: StreamShards, ticking: Ticking): Decision => {
  const { settings, minutes, now } = ticking;
  const { shards } = described;
  return decide({
    now,
    settings,
    state,
    demands: demandsOf(minutes),
    shards: shards.length,
    capacity: capacityOf(shards),
    isMerging: nextPair(shards) !== undefined,
    iteratorAgeMs: minutes.at(-1)?.iteratorAgeMs ?? 0,
  });
};

const tellOf = (
  { settings, now, minutes }: Ticking,
  { calls }: ScaleState,
  from: number,
  { kind, to, reason, need, keep }: Decision,
  answer: ControlAnswer | undefined,
): StreamAction => ({
  stream: settings.stream,
  at: now,
  kind,
  from,
  to,
  reason,
  ...(answer === undefined ? {} : { answer }),
  inputs: {
    need,
    keep,
    wanted: demandsOf(minutes.slice(-1))[0]?.units ?? 0,
    throttled: minutes.at(-1)?.throttledRecords ?? 0,
    callsLeft: callsLeft(calls, now),
  },
});

const scaleOne = async (ticking: Ticking): Promise<StreamAction> => {
  const { settings, now, services } = ticking;
  const { stream } = settings;
  const described = await services.control.describe(stream);
  if (described === undefined) throw badSettings(stream, 'there is no such stream');
  if (described.mode !== 'PROVISIONED') return nothing(stream, now, 'none', 'it is on-demand');
  if (described.status !== 'ACTIVE') return nothing(stream, now, 'none', `it is ${described.status}`);
  const row = await services.state.get(partition, stateKey(stream));
  const before = readState(row?.value, stream);
  const known = settled(before);
  const capacity = capacityOf(described.shards);
  const isSettled = now - known.raisedAt > settleMs;
  const newest = demandsOf(ticking.minutes.slice(-1))[0];
  const spread = isSettled ? spreadSeen(known.spread, newest, capacity) : known.spread;
  const state = await planned({ ...known, spread, calls: recentCalls(known.calls, now) }, ticking);
  const decision = decided(state, described, ticking);
  const from = described.shards.length;
  const version = row?.version ?? 0;
  const store = (at: number, next: ScaleState) =>
    services.state.replace(partition, stateKey(stream), at, JSON.stringify(next));
  if (decision.kind === 'none') {
    if (state.plannedBin !== before.plannedBin || state.spread !== before.spread || before.intent !== null)
      await store(version, state);
    return tellOf(ticking, state, from, decision, undefined);
  }
  const intent: Intent = { at: now, kind: decision.kind, from, to: decision.to };
  // Of two ticks at once one stores its intent; the other does nothing.
  if ((await store(version, { ...state, intent })) === 'conflict')
    return nothing(stream, now, 'none', 'another tick is at it');
  const answer = await act(decision, described, ticking);
  const next = after(state, intent, answer, now);
  await store(version + 1, next);
  return tellOf(ticking, next, from, decision, answer);
};

const lookBackMs = hourMs;

/** So long after a raise the metrics may still be of the time before it. */
const settleMs = 10 * 60_000;

/**
 * One tick: looks at each stream, and asks for at most one change of each. All load is read in one call. What is wrong with one stream
 * (settings, no such stream, a store away) is told as its action of kind `fault` and is no other's matter. Throws OutOfService when the load
 * cannot be read: nothing was changed then.
 */
export const scaleStreams = async (
  streams: readonly StreamSettings[],
  services: ScaleStreamsServices,
): Promise<readonly StreamAction[]> => {
  const now = services.clock.now();
  const well = streams.filter((one) => settingsFault(one) === undefined);
  const load = await services.metrics.read(
    well.map(({ stream }) => stream),
    now - lookBackMs,
    now,
  );
  const actions: StreamAction[] = [];
  for (const settings of streams) {
    const action = await attempt({ settings, minutes: load.get(settings.stream) ?? [], now, services });
    services.log(action);
    actions.push(action);
  }
  return actions;
};

const attempt = async (ticking: Ticking): Promise<StreamAction> => {
  const { settings, now } = ticking;
  const fault = settingsFault(settings);
  if (fault !== undefined) return nothing(settings.stream, now, 'fault', fault);
  try {
    return await scaleOne(ticking);
  } catch (error) {
    return nothing(settings.stream, now, 'fault', error instanceof Error ? error.message : String(error));
  }
};
