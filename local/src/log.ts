import type { Clock } from '@sluice/core/ports';

/** One JSON line per event of the service itself, on standard error: never a tenant's data. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

export const jsonLog =
  (clock: Clock, part: string): Log =>
  (message, details = {}) => {
    process.stderr.write(
      `${JSON.stringify({ at: new Date(clock.now()).toISOString(), part, message, ...details })}\n`,
    );
  };
