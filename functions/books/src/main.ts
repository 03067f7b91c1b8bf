/**
 * `node functions/books/src/main.ts`: one run of the scheduled books on any machine with the function's variables and rights, and without
 * a function's quarter of an hour.
 */
import { handler } from './handler.ts';

await handler();
