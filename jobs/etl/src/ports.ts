import type { ArchiveSlice, LakeLog } from '@sluice/core/lake';
import type { Clock, Directory, NewUlid, ObjectStore, SchemaStore } from '@sluice/core/ports';
import type { PlanEngine } from './plan/plan.ts';

/** The staged archive, as a run reads it. */
export interface StagedArchive {
  /**
   * What was archived beyond what was read, in the order of the keys: whole objects, or the further bytes of one that grows, up to the
   * end of its last whole gzip member.
   * @param read how many bytes of each object were read before
   */
  unread(read: Readonly<Record<string, number>>): AsyncIterable<ArchiveSlice>;
  /** Makes slices readable as files of their own. What it makes is removed by `close`. */
  open(slices: readonly ArchiveSlice[]): Promise<OpenSlices>;
  /** Why a slice cannot be read to its end (it is gone, torn, no gzip), or undefined. Reads all of it. */
  damage(slice: ArchiveSlice): Promise<string | undefined>;
}

export interface OpenSlices {
  /** Paths or addresses of the engine, one for each slice. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/** Where the engine finds the object store's keys. */
export interface EngineFiles {
  pathOf(key: string): string;
  /** The key of a path that a plan wrote. */
  keyOf(path: string): string;
  /** On disk when it resolves: an engine does not wait for that. */
  makeDurable(keys: readonly string[]): Promise<void>;
}

export interface EtlServices {
  readonly lake: LakeLog;
  readonly objects: ObjectStore;
  readonly schemas: SchemaStore;
  readonly directory: Directory;
  readonly archive: StagedArchive;
  readonly files: EngineFiles;
  readonly engine: PlanEngine;
  readonly clock: Clock;
  readonly newUlid: NewUlid;
}
