import type { ArchiveObjects, ReplayTarget } from '@sluice/core/archive';
import type { Clock, ObjectStore, Stage, StateStore } from '@sluice/core/ports';

/** How much one call does at most, and how fast. */
export interface ArchiveSettings {
  /** Time of one slice, ms: well below what the caller has. */
  readonly sliceMs: number;
  /** Events a second, on average, unless a request asks for another rate. */
  readonly eventsPerSecond: number;
}

export interface ArchiveServices {
  readonly archive: ArchiveObjects;
  /** For what Firehose could not deliver: the same objects, to be written and removed. */
  readonly objects: ObjectStore;
  readonly state: StateStore;
  /** The stream of a stage, or the one named; undefined where there is none of that name, or other streams cannot be reached at all. */
  readonly target: (stage: Stage, into: string | undefined) => ReplayTarget | undefined;
  readonly clock: Clock;
  /** At least 0, below 1: for pauses. */
  readonly random: () => number;
  /** Resolves after so many ms. */
  readonly wait: (ms: number) => Promise<void>;
  /** Lets others have the thread for a moment, between two members; absent where nobody waits for it. */
  readonly breathe?: () => Promise<void>;
  readonly settings: ArchiveSettings;
}
