import { join } from 'node:path';
import type { Stage } from '@sluice/core/ports';

/** Where things stand below the data folder. */
export const folders = (data: string) => ({
  /** Root of archives, error stores, on-failure objects and large events: laid out as the buckets on AWS. */
  objects: join(data, 'objects'),
  stream: (stage: Stage) => join(data, 'streams', stage),
  checkpoints: join(data, 'checkpoints'),
  nearLine: join(data, 'near-line'),
  directory: join(data, 'directory'),
  schemas: join(data, 'schemas'),
  ledger: join(data, 'ledger'),
  sealed: join(data, 'sealed'),
  /** Where long work keeps how far it is. */
  state: join(data, 'state'),
  /** The batch's own: copies of archive files that grow, and what its engine spills. */
  etl: join(data, 'etl'),
  warehouse: join(data, 'warehouse', 'warehouse.duckdb'),
  query: join(data, 'query'),
  /** What SQL engines spill when memory is short. */
  spill: join(data, 'query-spill'),
  instance: join(data, 'sluice.json'),
});

export type Folders = ReturnType<typeof folders>;
