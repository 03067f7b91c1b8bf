/** A small document with the number of its version. */
export interface StateRow {
  readonly key: string;
  /** 1 when it was first stored; every replacement adds one. */
  readonly version: number;
  /** Text of the owner's form (JSON), at most 350,000 bytes in UTF-8 (`stateLimits.valueBytes`). */
  readonly value: string;
}

/**
 * Where long work keeps how far it is: small documents, each replaced only by who has seen the version before. The conditional write is
 * at once lock and idempotency. A partition (`lake`, `load/<tenant>`, …) holds the keys that are read together; both are 1 to 512
 * characters of A-Z a-z 0-9 . _ = ! + - # / : (`stateFault` tells).
 */
export interface StateStore {
  /** The newest version, never an older one than this caller has stored. Throws OutOfService. */
  get(partition: string, key: string): Promise<StateRow | undefined>;
  /**
   * Stores `value` as version `expectedVersion + 1` if the stored version is still `expectedVersion` (0: there is none). `conflict` means
   * that someone else was first and nothing was stored. A value that two would write alike is the same write: put into it who writes where
   * that matters. Durable when it resolves. Throws OutOfService; the write may have happened then,
   * which a `get` tells.
   */
  replace(
    partition: string,
    key: string,
    expectedVersion: number,
    value: string,
  ): Promise<'stored' | 'conflict'>;
  /** Removes the row if its version is still `expectedVersion`; an absent row is a conflict. Throws OutOfService. */
  remove(partition: string, key: string, expectedVersion: number): Promise<'removed' | 'conflict'>;
  /** The rows of a partition in ascending order of their keys; rows written meanwhile may be left out. Throws OutOfService. */
  rows(partition: string): AsyncIterable<StateRow>;
}
