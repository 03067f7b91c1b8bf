import type { Deployed } from './deployed.ts';
import { monthSeconds, type Flow } from './flow.ts';
import { assumptions, memberBytes } from './footprint.ts';
import { price } from './prices.ts';
import type { Bill } from './services.ts';

/** What the synthesized stack says of the batch and of what is behind it. */
export interface BatchDeployed {
  readonly hasJobs: boolean;
  /** Redshift processing units; undefined where there is no warehouse. */
  readonly baseRpu?: number;
  /** How often a month the clock wakes a function, by its name. */
  readonly wakes: ReadonlyMap<string, number>;
}

const gb = 1e9;
/** Of one read unit. */
const unitBytes = 4_096;

/** Lake rows and load lines compress as staged lines do in large members: Parquet a little better, which is not counted. */
const bytesPerEvent = (eventBytes: number): number => memberBytes('stagedLines', 2_000, eventBytes) / 2_000;

/**
 * What the lake, the warehouse and the checks cost in a month, beside the way of an event into SQL. A run of the batch begins when the clock
 * finds something new; each publishes loads, for which the warehouse is awake a minute at least.
 */
export const batchBill = (flow: Flow, eventBytes: number, deployed: Deployed): Bill => {
  const { batch } = deployed;
  if (batch === undefined) return new Map();
  const runs = batch.hasJobs ? (batch.wakes.get('etl') ?? 0) : 0;
  const events = flow.events * monthSeconds;
  return new Map([
    ['EMR Serverless', spark(runs, events)],
    ['Redshift Serverless', warehouse(runs + (batch.wakes.get('books') ?? 0), events, batch)],
    ['warehouse storage', kept(events, eventBytes) * price('warehouseGbMonth')],
    ['S3 lake and load files', lake(runs, events, eventBytes)],
    ['Lambda etl, loads', wakers(runs, deployed)],
    ['books, age-off: Lambda', checks(flow, deployed)],
    ['books, age-off: DynamoDB reads', reads(flow, deployed)],
    ['1,000 files of tenants', files()],
  ]);
};

const spark = (runs: number, events: number): number => {
  const { vcpu, gb: memory, secondsPerRun, microsecondsPerEvent } = assumptions.spark;
  const hours = (runs * secondsPerRun + (events * microsecondsPerEvent) / 1e6 / vcpu) / 3_600;
  return hours * (vcpu * price('sparkVcpuHour') + memory * price('sparkGbHour'));
};

/** Of loads, and of the books, which ask it each time. */
const warehouse = (runs: number, events: number, { baseRpu = 0 }: BatchDeployed): number => {
  const { leastSecondsPerRun, microsecondsPerEvent } = assumptions.warehouse;
  const seconds = Math.max(runs * leastSecondsPerRun, (events * microsecondsPerEvent) / 1e6);
  return (seconds / 3_600) * baseRpu * price('rpuHour');
};

/** GB once so many months are there. */
const kept = (events: number, eventBytes: number): number =>
  (events * bytesPerEvent(eventBytes) * assumptions.lakeMonths) / gb;

/** Parquet and load files, both; some dozens of objects a run. */
const lake = (runs: number, events: number, eventBytes: number): number =>
  2 * kept(events, eventBytes) * price('s3GbMonth') + runs * 40 * price('s3Put');

const seconds = (invocations: number, each: number, megabytes: number): number =>
  invocations * (price('invocation') + each * (megabytes / 1_024) * price('lambdaGbSecond'));

const memoryOf = ({ memory }: Deployed, name: string): number => memory.get(name) ?? 1_024;

/** Each run is begun by one wake and published by another; its loads are some wakes. */
const wakers = (runs: number, deployed: Deployed): number =>
  seconds(2 * runs, assumptions.wakeSeconds.etl, memoryOf(deployed, 'etl')) +
  seconds(4 * runs, assumptions.wakeSeconds['redshift-load'], memoryOf(deployed, 'redshift-load'));

/** Events, and bytes, that the near-line tables hold. */
const held = ({ events, chunk }: Flow, { retentionWeeks }: Deployed) => {
  const span = retentionWeeks * 7 * 86_400;
  return {
    events: events * span,
    bytes: chunk.perSecond * (chunk.bytes + assumptions.chunkItemOverheadBytes) * span,
  };
};

const checkers = ['books', 'age-off'] as const;

const wakesOf = ({ batch }: Deployed, ...names: readonly (typeof checkers)[number][]): number =>
  names.reduce((sum, name) => sum + (batch?.wakes.get(name) ?? 0), 0);

/** Seconds of one run, as if it had all the time that it takes: the books look at some days, age-off at all that is held. */
export const secondsOf = (checker: (typeof checkers)[number], flow: Flow, deployed: Deployed): number => {
  const { events } = held(flow, deployed);
  const looked = checker === 'books' ? Math.min(events, flow.events * deployed.booksDays * 86_400) : events;
  return (looked * assumptions.booksMicrosecondsPerEvent) / 1e6;
};

const checks = (flow: Flow, deployed: Deployed): number =>
  checkers.reduce(
    (sum, name) =>
      sum + seconds(wakesOf(deployed, name), secondsOf(name, flow, deployed), memoryOf(deployed, name)),
    0,
  );

/** Each run lists every chunk, which DynamoDB reads whole, strongly consistent. */
const reads = (flow: Flow, deployed: Deployed): number =>
  wakesOf(deployed, ...checkers) * (held(flow, deployed).bytes / unitBytes) * price('readUnit');

const files = (): number => 1_000 * (price('s3Put') + assumptions.sqsCallsPerFile * price('sqsCall'));
