import type { Clock, ObjectStore, StateStore, Warehouse } from '@sluice/core/ports';
import type { Dialect } from './dialects/dialect.ts';
import type { FileProof, Log, PublishedLoads } from './ports.ts';

/** Everything that the loads work on. */
export interface LoadServices {
  readonly clock: Clock;
  readonly states: StateStore;
  readonly published: PublishedLoads;
  /** Takes the COPY manifests; the one that has the load files. */
  readonly objects: ObjectStore;
  readonly files: FileProof;
  readonly warehouse: Warehouse;
  readonly dialect: Dialect;
  readonly log?: Log;
}
