import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../sql-session.ts';

/** How often an interrupt is repeated, milliseconds. */
const againMs = 20;

/** Interrupts of what runs on a connection. */
export interface Interrupts {
  /** Stops the piece of work that runs now, if one does. */
  ask(): void;
  /** Runs a piece of work, which then can be interrupted. Throws SqlError 57014 if it was, even when the work itself did not notice. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Throws SqlError 57014 when the running piece was interrupted: for between two queries of a piece. */
  check(): void;
}

/** DuckDB forgets an interrupt when the next query starts, so one that comes between two queries of a piece, or just before one starts, is repeated until the piece ends. */
export const interruptsOf = (connection: Pick<DuckDBConnection, 'interrupt'>): Interrupts => {
  let running = false;
  let repeating: NodeJS.Timeout | undefined;
  const check = (): void => {
    if (repeating !== undefined) throw new SqlError('57014', 'canceling statement due to user request');
  };
  return {
    check,
    ask: () => {
      if (!running || repeating !== undefined) return;
      connection.interrupt();
      repeating = setInterval(() => {
        connection.interrupt();
      }, againMs);
    },
    during: async (work) => {
      running = true;
      try {
        const done = await work();
        // An interrupted fetch may look like the end of the rows: it must never pass for the whole result.
        check();
        return done;
      } finally {
        running = false;
        clearInterval(repeating);
        repeating = undefined;
      }
    },
  };
};
