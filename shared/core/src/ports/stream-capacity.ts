/** One minute of a stream as its metrics tell it. What is undefined was not told, which is not zero. */
export interface StreamMinute {
  /** Epoch ms of its first moment. */
  readonly at: number;
  /** Records taken, of this minute in all; never those refused (the metric is censored at capacity). */
  readonly records?: number;
  /** Bytes taken, of this minute in all. */
  readonly bytes?: number;
  /** Records refused for want of capacity; a retry that is refused again counts again. */
  readonly throttledRecords?: number;
  /** Age of the oldest record that a consumer has not read, ms; the most of the minute. */
  readonly iteratorAgeMs?: number;
}

/** What is known of streams' load. */
export interface StreamMetrics {
  /**
   * Per stream that is asked for the minutes that are told, in ascending order: those that began at or after `from` and have ended by `to`
   * (epoch ms), as one that goes on looks like a quiet one. Throws OutOfService.
   */
  read(
    streams: readonly string[],
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, readonly StreamMinute[]>>;
}

/** An open shard and the partition keys' hashes that it takes, both ends included: 0 to 2^128 - 1. */
export interface OpenShard {
  readonly id: string;
  readonly first: bigint;
  readonly last: bigint;
}

export interface StreamShards {
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  /** In ascending order of their hashes. */
  readonly shards: readonly OpenShard[];
}

/**
 * How a change was answered: taken (it goes on for minutes), refused because a limit of calls or of the account is reached, because the
 * resource is being changed, because it is none, or because the request itself is wrong.
 */
export type ControlAnswer = 'accepted' | 'limit-exceeded' | 'in-use' | 'not-found' | 'invalid';

/** Changes the shards of streams. After a thrown OutOfService the change may have been taken; `describe` tells. */
export interface StreamControl {
  /** Undefined: there is no such stream. Throws OutOfService. */
  describe(stream: string): Promise<StreamShards | undefined>;
  /** To `shards` of equal size; at least half of and at most twice as many as now; 10 in 24 h a stream. Throws OutOfService. */
  resize(stream: string, shards: number): Promise<ControlAnswer>;
  /** Into two, the second from hash `from` on; one at a time, in no daily limit. Throws OutOfService. */
  split(stream: string, shard: string, from: bigint): Promise<ControlAnswer>;
  /** Two neighbours into one; one at a time, in no daily limit. Throws OutOfService. */
  merge(stream: string, left: string, right: string): Promise<ControlAnswer>;
}
