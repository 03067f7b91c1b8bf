import { setTimeout as sleep } from 'node:timers/promises';
import type { WarehouseBooksServices } from '@sluice/core/books';
import { embeddedLakeRows } from '@sluice/embedded/lake';
import { warehouseRows } from '@sluice/core/warehouse';
import type { Batch } from './etl/batch.ts';
import { withWarehouse } from './etl/loads.ts';
import { folders } from './folders.ts';
import type { Stores } from './stores.ts';

const wait = async (ms: number): Promise<void> => {
  await sleep(ms);
};

/** The lake and the warehouse of this machine, for the books: between runs of the batch, which has the warehouse open meanwhile. */
export const deepBooks = (
  data: string,
  { lakeLog: log, objects, state: states }: Pick<Stores, 'lakeLog' | 'objects' | 'state'>,
  batch: Batch,
): Pick<WarehouseBooksServices, 'lake' | 'warehouse'> => ({
  lake: { log, rows: embeddedLakeRows(folders(data).objects) },
  warehouse: {
    use: (work) =>
      batch.alone(() =>
        withWarehouse(data, { lake: log, objects, states }, (services) =>
          work(warehouseRows({ ...services, wait })),
        ),
      ),
  },
});
