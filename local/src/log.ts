/** One JSON line per event of the service itself, on standard error: never a tenant's data. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

export const jsonLog =
  (now: () => number, part: string): Log =>
  (message, details = {}) => {
    process.stderr.write(
      `${JSON.stringify({ at: new Date(now()).toISOString(), part, message, ...details })}\n`,
    );
  };
