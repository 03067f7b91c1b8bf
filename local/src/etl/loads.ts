import { join } from 'node:path';
import type { LakeLog } from '@sluice/core/lake';
import type { ObjectStore, StateStore } from '@sluice/core/ports';
import { openWarehouse } from '@sluice/embedded/warehouse';
import { duckdb, fileProof, publishedLoads, type LoadServices } from '@sluice/redshift-load';
import { systemClock } from '../clock.ts';
import { folders } from '../folders.ts';
import { jsonLog } from '../log.ts';

export interface LoadStores {
  readonly lake: LakeLog;
  readonly objects: ObjectStore;
  readonly states: StateStore;
}

const log = jsonLog(systemClock, 'loads');

/**
 * Does work on the warehouse, a DuckDB file that one process has open at a time: it is opened for the work and closed after it.
 * Throws OutOfService when another process has it.
 */
export const withWarehouse = async <T>(
  data: string,
  { lake, objects, states }: LoadStores,
  work: (services: LoadServices) => Promise<T>,
): Promise<T> => {
  const at = folders(data);
  const warehouse = await openWarehouse({ file: at.warehouse, readFolder: at.objects });
  try {
    return await work({
      clock: systemClock,
      states,
      published: publishedLoads(lake),
      objects,
      files: fileProof(objects),
      warehouse,
      dialect: duckdb((key) => join(at.objects, key)),
      log: (message, error) => {
        log(message, error instanceof Error ? { error: error.message } : {});
      },
    });
  } finally {
    await warehouse.close();
  }
};
