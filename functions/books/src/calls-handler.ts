import { httpHandler, machine } from '@sluice/aws/lambda';
import { config } from './calls-config.ts';
import { handleBooks } from './handle-books.ts';
import { servicesOf } from './services.ts';

const services = servicesOf(config, machine);
export const handler = httpHandler((event) => handleBooks(event, services), machine.log);
