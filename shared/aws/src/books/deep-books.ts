import { setTimeout as sleep } from 'node:timers/promises';
import type { WarehouseBooksServices } from '@sluice/core/books';
import { redshiftQuestions, warehouseRows } from '@sluice/core/warehouse';
import type { Machine } from '../lambda/index.ts';
import { redshiftData, redshiftWarehouse } from '../warehouse/index.ts';
import { booksOnAws, lakeOnAws, type BooksOnAws, type BooksPlaces, type LakePlaces } from './index.ts';

/** Names of all places that the books compare, as the environment has them. */
export type DeepBooksPlaces = BooksPlaces &
  LakePlaces & { readonly WORKGROUP: string; readonly DATABASE: string };

/** All places that the books compare, down to the warehouse. Redshift takes the questions of many at once. */
export const deepBooksOnAws = (
  places: DeepBooksPlaces,
  machine: Machine,
): BooksOnAws & WarehouseBooksServices & Pick<Machine, 'clock' | 'log'> => {
  const { clock, log } = machine;
  const rows = warehouseRows({
    warehouse: redshiftWarehouse({
      api: redshiftData(),
      workgroup: places.WORKGROUP,
      database: places.DATABASE,
    }),
    dialect: redshiftQuestions,
    clock,
    wait: async (ms) => {
      await sleep(ms);
    },
  });
  return {
    ...booksOnAws(places, machine),
    lake: lakeOnAws(places),
    warehouse: { use: (work) => work(rows) },
    clock,
    log,
  };
};
