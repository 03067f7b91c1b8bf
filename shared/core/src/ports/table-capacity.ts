import type { ControlAnswer } from './stream-capacity.ts';

/** One minute of a table as its metrics tell it. What is undefined was not told, which is not zero. */
export interface TableMinute {
  /** Epoch ms of its first moment. */
  readonly at: number;
  /** Units consumed, of this minute in all; what was refused is not in them. */
  readonly writes?: number;
  readonly reads?: number;
  /** Requests refused for want of capacity; a retry that is refused again counts again. */
  readonly throttledWrites?: number;
  readonly throttledReads?: number;
}

/** What is known of tables' load. */
export interface TableMetrics {
  /**
   * Per table that is asked for the minutes that are told, in ascending order: those that began at or after `from` and have ended by `to`
   * (epoch ms), as one that goes on looks like a quiet one. Throws OutOfService.
   */
  read(
    tables: readonly string[],
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, readonly TableMinute[]>>;
}

/** What a table may take a second: write units of 1 KB, read units of 4 KB. */
export interface Throughput {
  readonly writes: number;
  readonly reads: number;
}

export interface TableCapacity {
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
  readonly billing: 'PROVISIONED' | 'PAY_PER_REQUEST';
  /** What is provisioned; zeros where it is paid per request. */
  readonly throughput: Throughput;
  /** Decreases since 00:00 UTC, as the table itself tells. */
  readonly decreasesToday: number;
  /** Epoch ms of the last decrease. */
  readonly lastDecreaseAt?: number;
}

/** Changes the throughput of tables. After a thrown OutOfService the change may have been taken; `describe` tells. */
export interface TableControl {
  /** Undefined: there is no such table. Throws OutOfService. */
  describe(table: string): Promise<TableCapacity | undefined>;
  /**
   * Both at once; a call that lowers one while no decrease is left is refused whole (27 a UTC day: four at any time and one for each hour
   * without one). From PAY_PER_REQUEST it changes the mode too. Throws OutOfService.
   */
  provision(table: string, throughput: Throughput): Promise<ControlAnswer>;
  /** Pays per request from now on; at most 4 times in 24 h a table. Throws OutOfService. */
  payPerRequest(table: string): Promise<ControlAnswer>;
}
