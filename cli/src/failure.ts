/** What was asked for failed (1), or was not asked for properly (2). */
export type FailureCode = 1 | 2;

/** Ends the program with a message of one line. Thrown where it happens, printed once, in `main.ts`. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** What an error says, for a message of ours. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The code that Node gives to an error of the system (`ENOENT`, `ECONNREFUSED`, …), also when it is the cause of another one. */
export const systemCodeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return systemCodeOf(error.errors[0]);
  return systemCodeOf(error.cause);
};

/** A text of several lines as one line. */
export const oneLine = (text: string): string => text.trim().replace(/\s*[\r\n]+\s*/g, ' ');
