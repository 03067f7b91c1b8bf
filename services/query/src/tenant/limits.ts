/** What one tenant may use of the machine, and for how long. */
export interface QueryLimits {
  /** Memory of one tenant's engine; past it a statement fails with 53200. */
  readonly memoryMegabytes: number;
  readonly threads: number;
  /** The longest a statement may run, not counting the loading of new data; a session may ask for less by `SET statement_timeout`. */
  readonly statementMs: number;
  /** An engine that nobody used for so long is ended. */
  readonly idleMs: number;
  /** How long an interrupted statement may take to stop before its engine is ended. */
  readonly graceMs: number;
}

export const defaultLimits: QueryLimits = {
  memoryMegabytes: 2048,
  threads: 2,
  statementMs: 30_000,
  idleMs: 300_000,
  graceMs: 2_000,
};
