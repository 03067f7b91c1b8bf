import type { OpenShard, StreamControl, StreamMetrics, StreamMinute } from '@sluice/core/ports';
import { scaleStreams, type ScaleStreamsServices, type StreamAction } from '@sluice/scale-streams';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { asUsual, spreadOut, type Assumptions } from '../frame/assumptions.ts';
import type { Faults } from '../frame/faults.ts';
import { Tally, type Score } from '../frame/score.ts';
import { at, firstReported, minuteMs, type Series } from '../frame/series.ts';
import { Kinesis, parts } from './kinesis.ts';
import type { StreamCommand, StreamPolicy } from './policy.ts';
import { functionRun, metricRead, shardMinute, stateRead, stateWrite } from './prices.ts';
import { Writers } from './traffic.ts';

/** A run, and what was held, for the plot. */
export interface Ran {
  readonly score: Score;
  readonly capacity: Float64Array;
  readonly actions: readonly number[];
}

/** The world of one run. */
class World {
  readonly tally = new Tally();
  readonly taken: Float64Array;
  readonly refused: Float64Array;
  readonly capacity: Float64Array;
  readonly actions: number[] = [];
  readonly kinesis: Kinesis;
  readonly series: Series;
  readonly faults: Faults;
  readonly #writers = new Writers();
  readonly #first: number;

  constructor(series: Series, faults: Faults, shards: number, assumed: Assumptions = asUsual) {
    const { length } = series.demand;
    this.series = series;
    this.faults = faults;
    this.kinesis = new Kinesis({ ...assumed, shards });
    [this.taken, this.refused, this.capacity] = [length, length, length].map((n) => new Float64Array(n)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    this.#first = firstReported(series);
  }

  /** A minute is told when it is old enough and in no gap. */
  isTold(minute: number, now: number): boolean {
    return minute >= 0 && minute <= now - this.faults.lagMinutes && !this.faults.gap(minute);
  }

  control(minute: number, dollars: number): void {
    if (minute >= this.#first) this.tally.control(dollars);
  }

  called(minute: number, isAccepted: boolean): void {
    if (isAccepted) this.actions.push(minute);
    if (minute >= this.#first) this.tally.call(minute, isAccepted);
  }

  pass(minute: number): void {
    const { kinesis, series } = this;
    const share = this.faults.manual(minute);
    if (share !== undefined) kinesis.setByHand(kinesis.shards.length * share);
    const billed = kinesis.billed(minute);
    const done = this.#writers.minute(at(series.demand, minute), series.spread, (part) =>
      kinesis.capacity(minute + part / series.spread.length),
    );
    this.taken[minute] = done.taken;
    this.refused[minute] = done.refused;
    this.capacity[minute] = kinesis.capacity(minute + 0.5);
    if (minute >= this.#first) this.tally.add({ ...done, capacityDollars: billed * shardMinute });
  }

  get ran(): Ran {
    return { score: this.tally.score(), capacity: this.capacity, actions: this.actions };
  }
}

/** Steps one by one until a count is reached, two a minute: the fall-back of tools that wait for each. */
const walk = (kinesis: Kinesis, minute: number, to: number): boolean => {
  for (const now of [minute, minute + 0.5]) {
    if (kinesis.isUpdating(now)) continue;
    const { shards } = kinesis;
    if (shards.length === to) return true;
    const wide = shards.toSorted((a, b) => b.last - b.first - (a.last - a.first));
    const [widest] = wide;
    if (widest === undefined) return true;
    if (shards.length < to) kinesis.split(now, widest.id, Math.floor((widest.first + widest.last) / 2) + 1);
    else {
      const sums = shards.slice(1).map((one, i) => one.last - (shards[i]?.first ?? 0));
      const least = sums.indexOf(Math.min(...sums));
      kinesis.merge(now, shards[least]?.id ?? '', shards[least + 1]?.id ?? '');
    }
  }
  return false;
};

const obey = (world: World, minute: number, command: StreamCommand): number | undefined => {
  const isRefused = world.faults.refused(minute);
  const answer = isRefused ? 'limit-exceeded' : world.kinesis.resize(minute, command.to);
  // An injected refusal is nobody's fault.
  if (!isRefused) world.called(minute, answer === 'accepted');
  return command.do === 'steps' && answer === 'limit-exceeded' ? command.to : undefined;
};

/** A tool over a series. */
export const runPolicy = (series: Series, policy: StreamPolicy, faults: Faults): Ran => {
  const world = new World(series, faults, policy.start);
  const tick = policy.begin();
  let walking: number | undefined;
  for (let minute = 0; minute < series.demand.length; minute += 1) {
    world.control(minute, policy.tickDollars);
    if (walking !== undefined && walk(world.kinesis, minute, walking)) walking = undefined;
    if (walking === undefined && !faults.missed(minute)) {
      const command = tick({
        now: minute,
        newest: minute - faults.lagMinutes,
        shards: world.kinesis.shards.length,
        isUpdating: world.kinesis.isUpdating(minute),
        told: (one) =>
          world.isTold(one, minute)
            ? { taken: at(world.taken, one), refused: at(world.refused, one) }
            : undefined,
      });
      if (command !== undefined) walking = obey(world, minute, command);
    }
    world.pass(minute);
  }
  return world.ran;
};

/** 2^128 hashes over the simulation's parts. */
const hashesPerPart = 2n ** 128n / BigInt(parts);

/** Asked of each stream (`shared/aws/src/capacity/metrics.ts`). */
const metricsOfStream = 5;

/** Records of 500 bytes: the count is what fills a shard. */
const bytesOfRecord = 500;

const metricsOf = (world: World, now: () => number): StreamMetrics => ({
  read: async (streams, from, to) => {
    const { start } = world.series;
    const minutes: StreamMinute[] = [];
    const [first, end] = [
      Math.max(0, Math.ceil((from - start) / minuteMs)),
      Math.ceil((to - start) / minuteMs),
    ];
    for (let minute = first; minute < end; minute += 1) {
      if (!world.isTold(minute, now())) continue;
      const records = at(world.taken, minute) * 60_000;
      minutes.push({
        at: start + minute * minuteMs,
        records,
        bytes: records * bytesOfRecord,
        throttledRecords: at(world.refused, minute) * 60_000,
        iteratorAgeMs: 0,
      });
    }
    return new Map(streams.map((stream) => [stream, minutes]));
  },
});

const controlOf = (world: World, now: () => number): StreamControl => {
  const { kinesis, faults } = world;
  const seen = new WeakMap<readonly object[], readonly OpenShard[]>();
  const shardsOf = (): readonly OpenShard[] => {
    const known = seen.get(kinesis.shards);
    if (known !== undefined) return known;
    const open = kinesis.shards.map(({ id, first, last }) => ({
      id,
      first: BigInt(first) * hashesPerPart,
      last: BigInt(last + 1) * hashesPerPart - 1n,
    }));
    seen.set(kinesis.shards, open);
    return open;
  };
  return {
    describe: async () => {
      const status = kinesis.isUpdating(now()) ? 'UPDATING' : 'ACTIVE';
      return { status, mode: 'PROVISIONED', shards: shardsOf() };
    },
    resize: async (_, to) => {
      if (faults.refused(now())) return 'limit-exceeded';
      const answer = kinesis.resize(now(), to);
      world.called(now(), answer === 'accepted');
      return answer;
    },
    split: async (_, id, from) => {
      const answer = kinesis.split(now(), id, Number(from / hashesPerPart));
      if (answer !== 'accepted') world.called(now(), false);
      return answer;
    },
    merge: async (_, left, right) => {
      const answer = kinesis.merge(now(), left, right);
      if (answer !== 'accepted') world.called(now(), false);
      return answer;
    },
  };
};

/** What of ours may be chosen. */
export interface OurOptions {
  readonly start: number;
  /** @default 1 */
  readonly min?: number;
  readonly max: number;
  readonly throttledUnitPrice?: number;
  readonly log?: (action: StreamAction) => void;
  /** @default as usual */
  readonly assumed?: Assumptions;
}

/** Our controller over a series: the code that runs on AWS, on a clock, metrics and a stream of the simulation. */
export const runOurs = async (given: Series, options: OurOptions, faults: Faults): Promise<Ran> => {
  const { assumed = asUsual } = options;
  const series = spreadOut(given, assumed);
  const world = new World(series, faults, options.start, assumed);
  let minute = 0;
  const now = (): number => minute;
  const states = memoryStateStore();
  let writes = 0;
  const services: ScaleStreamsServices = {
    metrics: metricsOf(world, now),
    control: controlOf(world, now),
    clock: { now: () => series.start + minute * minuteMs },
    state: {
      ...states,
      get: (...key) => states.get(...key),
      rows: (...key) => states.rows(...key),
      remove: (...row) => states.remove(...row),
      replace: (...row) => {
        writes += Math.ceil(row[3].length / 1_024);
        return states.replace(...row);
      },
    },
    log: (action) => {
      if (action.kind === 'fault') throw new Error(`${series.name}, minute ${minute}: ${action.reason}`);
      options.log?.(action);
    },
  };
  const { min = 1, max, throttledUnitPrice } = options;
  const settings = {
    stream: series.name,
    min,
    max,
    ...(throttledUnitPrice === undefined ? {} : { throttledUnitPrice }),
  };
  for (minute = 0; minute < series.demand.length; minute += 1) {
    if (!faults.missed(minute)) {
      writes = 0;
      await scaleStreams([settings], services);
      world.control(minute, metricsOfStream * metricRead + functionRun + stateRead + writes * stateWrite);
    }
    world.pass(minute);
  }
  return world.ran;
};
