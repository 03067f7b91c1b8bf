import type { HttpEvent, HttpResult } from '@sluice/core/http';
import { handleLoad } from '@sluice/redshift-load';
import type { Batch } from './etl/batch.ts';
import { withWarehouse } from './etl/loads.ts';
import type { Stores } from './stores.ts';

/** Answers calls about loads (`ops/load…`), between runs of the batch. */
export const loadCalls =
  (data: string, { directory, lakeLog: lake, objects, state: states }: Stores, batch: Batch) =>
  (event: HttpEvent): Promise<HttpResult> =>
    batch.alone(() =>
      withWarehouse(data, { lake, objects, states }, (services) =>
        handleLoad(event, { ...services, directory }),
      ),
    );
