import { httpHandler, machine } from '@sluice/aws/lambda';
// First, so that a variable that is missing is told by this function's name.
import './calls-config.ts';
import { handleBooks } from './handle-books.ts';
import { services } from './handler.ts';

export const handler = httpHandler((event) => handleBooks(event, services), machine.log);
