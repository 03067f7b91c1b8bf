/** An option that is none, or a file that cannot be used. Exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
