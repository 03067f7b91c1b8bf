import { setTimeout as sleep } from 'node:timers/promises';
import { booksOnAws, lakeOnAws } from '@sluice/aws/books';
import { machine } from '@sluice/aws/lambda';
import { redshiftData, redshiftWarehouse } from '@sluice/aws/warehouse';
import type { WarehouseBooksServices } from '@sluice/core/books';
import { redshiftQuestions, warehouseRows } from '@sluice/core/warehouse';
import { config } from './config.ts';
import { runBooks } from './run-books.ts';

const rows = warehouseRows({
  warehouse: redshiftWarehouse({
    api: redshiftData(),
    workgroup: config.WORKGROUP,
    database: config.DATABASE,
  }),
  dialect: redshiftQuestions,
  clock: machine.clock,
  wait: async (ms) => {
    await sleep(ms);
  },
});

/** All places that the books compare, on AWS: also of the function that answers calls. Redshift takes the questions of many at once. */
export const services = {
  ...booksOnAws(config, machine),
  lake: lakeOnAws(config),
  warehouse: { use: (work) => work(rows) },
  log: machine.log,
} satisfies WarehouseBooksServices & { readonly log: unknown };

/** Woken by the clock. */
export const handler = async (): Promise<void> => {
  await runBooks(services);
};
