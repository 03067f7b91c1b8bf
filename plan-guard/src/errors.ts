/** What was handed in cannot be used: a file that is no plan, an option that is none. Exit code 2; the message says what was wrong. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
