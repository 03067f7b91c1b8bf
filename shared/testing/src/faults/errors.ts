/**
 * The process died here. The harness throws the composition away and builds it again on the same stores;
 * product code must not handle it, as it could not handle a `kill -9`.
 */
export class Crash extends Error {
  override readonly name = 'Crash';

  constructor(where: string) {
    super(`the process was made to crash ${where}`);
  }
}
