import { deepBooksOnAws } from '@sluice/aws/deep-books';
import { machine } from '@sluice/aws/lambda';
import { config } from './config.ts';
import { runBooks, sinceDays } from './run-books.ts';

const services = deepBooksOnAws(config, machine);

/** Woken by the clock: the books of the last days. */
export const handler = async (): Promise<void> => {
  await runBooks({ ...services, since: await sinceDays(Number(config.BOOKS_DAYS), services) });
};
