import { SqlError } from '../sql-session.ts';
import type { Child } from '../process/child.ts';

/** Runs the pieces of a session's statements one at a time, under its time-out, and lets them be cancelled. */
export interface Runner {
  /** Runs a piece of a statement. `interrupt` asks the engine to stop it; if it does not within the grace time, its process is ended. */
  run<T>(piece: Piece<T>): Promise<T>;
  /** Throws 57014 when the statement was cancelled since it began. */
  check(): void;
  /** A new statement begins: earlier cancels no longer count. */
  begin(): void;
  cancel(): void;
}

export interface Piece<T> {
  readonly child: Child;
  /** Milliseconds left; undefined for no limit. */
  readonly budgetMs: number;
  readonly interrupt: () => Promise<unknown>;
  readonly work: () => Promise<T>;
}

const cancelled = () => new SqlError('57014', 'canceling statement due to user request');
const timedOut = () => new SqlError('57014', 'canceling statement due to statement timeout');

/** A runner; `graceMs` as in the limits. */
export const runnerOf = (graceMs: number): Runner => {
  let stop: ((why: SqlError) => void) | undefined;
  let wasCancelled = false;
  return {
    begin: () => void (wasCancelled = false),
    check: () => {
      if (wasCancelled) throw cancelled();
    },
    cancel: () => {
      wasCancelled = true;
      stop?.(cancelled());
    },
    run: async ({ child, budgetMs, interrupt, work }) => {
      let why: SqlError | undefined;
      let killer: NodeJS.Timeout | undefined;
      stop = (reason) => {
        if (why !== undefined) return;
        why = reason;
        killer = setTimeout(() => child.kill(reason), graceMs);
        interrupt().catch(() => undefined);
      };
      const timer = setTimeout(() => stop?.(timedOut()), Math.max(0, budgetMs));
      try {
        return await work();
      } catch (error) {
        throw why !== undefined && error instanceof SqlError && error.sqlstate === '57014' ? why : error;
      } finally {
        clearTimeout(timer);
        clearTimeout(killer);
        stop = undefined;
      }
    },
  };
};
