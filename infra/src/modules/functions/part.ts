import type { FunctionName, Variable } from '@sluice/core/layout';
import type { Buckets } from '../buckets.ts';
import type { ErrorStreams } from '../error-streams.ts';
import type { Identity } from '../identity.ts';
import type { Jobs } from '../jobs.ts';
import type { NearLine } from '../near-line.ts';
import type { Tables } from '../tables.ts';
import type { Streams } from '../streams.ts';
import type { Uploads } from '../uploads.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Queue } from '../../standards/queue.ts';
import type { WakeWhen } from '../../standards/wake.ts';
import type { Deployment } from '../../standards/deployment.ts';
import type { ServiceRole } from '../../standards/service-role.ts';

/** What functions work on. */
export interface Parts {
  readonly deployment: Deployment;
  readonly retentionWeeks: number;
  readonly streams: Streams;
  readonly buckets: Buckets;
  readonly errorStreams: ErrorStreams;
  readonly nearLine: NearLine;
  readonly tables: Tables;
  readonly identity: Identity;
  readonly uploads: Uploads;
  readonly jobs: Jobs;
  readonly warehouse: Warehouse;
  /** Of the buckets. */
  readonly objectsKeyArn: string;
  /** Names of streams of other environments of this account, for a dark launch. */
  readonly replayInto: readonly string[];
  /** Of one file, on average: what the raw stream can take beside live traffic. */
  readonly fileEventsPerSecond: number;
  /** What a refused unit of capacity is worth, in units of capacity. */
  readonly throttledUnitPrice: number;
  /** When the books are made. */
  readonly booksSchedule: string;
  /** How many days of arrival they look at, besides how far consumers are behind. */
  readonly booksDays: number;
}

/** A function as this platform has it: one file each, of the name of its folder in `functions/`. */
export interface FunctionPart<Name extends FunctionName> {
  readonly description: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** The stream it consumes. @default it is called by the front door */
  readonly consumes?: 'raw' | 'staged';
  /** The queue whose messages it takes. */
  takes?(parts: Parts): Queue;
  /** What wakes it beside calls, by id. */
  wakes?(parts: Parts): Readonly<Record<string, WakeWhen>>;
  /** Paths of the front door that are its own, every method; `{proxy+}` is all below. */
  readonly routes?: readonly string[];
  /** Exactly what layout's functionVariables names: one more or fewer does not compile. */
  variables(parts: Parts): Readonly<Record<Variable<Name>, string>>;
  /** What its role may do beside logs, traces and reading its stream: the least that its adapters call. */
  allow(role: ServiceRole, parts: Parts): void;
}

/** A group's calls in the two forms that are answered: `/v1/stream/event` and the original's `/stream/v1/stream/event`. */
export const bothForms = (...paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => [`/v1/${path}`, `/${path.split('/')[0] ?? ''}/v1/${path}`]);

/** Seconds: the gateway gives up after 30, and then nobody waits for the answer. */
export const frontDoorSeconds = 29;

/** Where a stage puts error records. */
export const errorSink = ({ errorStreams }: Parts) => ({
  ERROR_STREAM_PREFIX: errorStreams.prefix,
  ERROR_STREAMS_PER_SET: String(errorStreams.streamsPerSet),
});
