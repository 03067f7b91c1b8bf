/**
 * `node functions/books/src/main.ts`: one run of the scheduled books on any machine with the function's variables and rights, and without
 * a function's quarter of an hour. Exit code 1 when they could not be made.
 */
try {
  // Reads the variables when it is loaded, and says which are missing.
  const { handler } = await import('./handler.ts');
  await handler();
} catch (error) {
  process.stderr.write(
    `the books were not made: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
