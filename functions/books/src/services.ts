import { setTimeout as sleep } from 'node:timers/promises';
import { booksOnAws, lakeOnAws, type BooksPlaces, type LakePlaces } from '@sluice/aws/books';
import type { Machine } from '@sluice/aws/lambda';
import { redshiftData, redshiftWarehouse } from '@sluice/aws/warehouse';
import type { WarehouseBooksServices } from '@sluice/core/books';
import { redshiftQuestions, warehouseRows } from '@sluice/redshift-load';

/** Names of what the books are made from, as the environment has them. */
export type DeepBooksPlaces = BooksPlaces &
  LakePlaces & { readonly WORKGROUP: string; readonly DATABASE: string };

const warehouseOf = ({ WORKGROUP, DATABASE }: DeepBooksPlaces, { clock }: Machine) => {
  const warehouse = redshiftWarehouse({
    api: redshiftData(),
    workgroup: WORKGROUP,
    database: DATABASE,
  });
  const wait = async (ms: number): Promise<void> => {
    await sleep(ms);
  };
  const rows = warehouseRows({ warehouse, dialect: redshiftQuestions, clock, wait });
  // Redshift takes the questions of many at once.
  return { use: <T>(work: (of: typeof rows) => Promise<T>): Promise<T> => work(rows) };
};

/** All places on AWS that the books compare. */
export const servicesOf = (places: DeepBooksPlaces, machine: Machine) =>
  ({
    ...booksOnAws(places, machine),
    lake: lakeOnAws(places),
    warehouse: warehouseOf(places, machine),
  }) satisfies WarehouseBooksServices;
