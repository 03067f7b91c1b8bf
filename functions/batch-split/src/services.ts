import type { FileBytes, FileJob, FileJobs, FileStates } from '@sluice/core/files';
import type { Clock, ErrorSink, EventStream } from '@sluice/core/ports';

/** How much one call does at most, and how fast. */
export interface SplitSettings {
  /** Bytes of content in one slice. A slice ends behind a record, so that one is done in any case. */
  readonly sliceBytes: number;
  /** Time of one slice, ms: well below what the caller has. */
  readonly sliceMs: number;
  /** Events of one file in a second, on average: what the stream can take beside live traffic. */
  readonly eventsPerSecond: number;
}

export interface SplitServices {
  readonly states: FileStates;
  readonly files: FileBytes;
  /** The raw stream. */
  readonly stream: EventStream;
  readonly errors: ErrorSink;
  readonly jobs: FileJobs;
  readonly clock: Clock;
  /** Resolves after so many ms. */
  readonly wait: (ms: number) => Promise<void>;
  readonly settings: SplitSettings;
  /** True when the process is to end: the slice then ends as soon as it can. */
  readonly isStopping?: () => boolean;
}

/** What is to be done next, and not before how many ms. */
export interface Next {
  readonly job: FileJob;
  readonly delayMs: number;
}
