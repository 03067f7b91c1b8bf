import { machine } from '@sluice/aws/lambda';
import { config } from './config.ts';
import { runBooks } from './run-books.ts';
import { servicesOf } from './services.ts';

const services = { ...servicesOf(config, machine), log: machine.log };

/** Woken by the clock. */
export const handler = async (): Promise<void> => {
  await runBooks(services);
};
