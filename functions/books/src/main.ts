/**
 * `node functions/books/src/main.ts`: the books of all days on any machine with the function's variables and rights, and without a function's
 * quarter of an hour, in which the scheduled run makes those of the last days. Exit code 1 when they could not be made.
 */
import { deepBooksOnAws } from '@sluice/aws/deep-books';
import { machine } from '@sluice/aws/lambda';
import { runBooks } from './run-books.ts';

try {
  // Reads the variables when it is loaded, and says which are missing.
  const { config } = await import('./config.ts');
  await runBooks(deepBooksOnAws(config, machine));
} catch (error) {
  process.stderr.write(
    `the books were not made: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
