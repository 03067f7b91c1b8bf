import { deepBooksOnAws } from '@sluice/aws/deep-books';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { config } from './calls-config.ts';
import { handleBooks } from './handle-books.ts';

const services = deepBooksOnAws(config, machine);

export const handler = httpHandler((event) => handleBooks(event, services), machine.log);
