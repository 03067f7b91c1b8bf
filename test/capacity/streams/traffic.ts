/** One minute of writers and a stream. Measures are shards × seconds / 60: a whole minute of one shard is 1. */
export interface Minute {
  readonly wanted: number;
  readonly served: number;
  readonly servedLate: number;
  /** Taken in all, retries too: what the metric tells. */
  readonly taken: number;
  /** Attempts that were refused, in the same measure. */
  readonly refused: number;
}

/** Writers keep what is refused for 60 s and send it again each 12 (as a KPL-like buffer does); then it is lost. */
export class Writers {
  /** What waits, by how often it was refused, oldest last. */
  #waiting: number[] = [];

  /**
   * @param demand mean of the minute, in shards
   * @param spread what its five parts want of that
   * @param capacity shards at a part, 0 to 4
   */
  minute(demand: number, spread: readonly number[], capacity: (part: number) => number): Minute {
    const sum = { wanted: 0, served: 0, late: 0, refused: 0 };
    for (const [part, share] of spread.entries()) {
      const wanted = (demand * share) / spread.length;
      let room = capacity(part) / spread.length;
      const served = Math.min(wanted, room);
      room -= served;
      const waiting: number[] = [wanted - served];
      sum.refused += wanted - served;
      for (const amount of this.#waiting) {
        const done = Math.min(amount, room);
        room -= done;
        sum.late += done;
        sum.refused += amount - done;
        if (waiting.length < spread.length) waiting.push(amount - done);
      }
      this.#waiting = waiting;
      sum.wanted += wanted;
      sum.served += served;
    }
    return {
      wanted: sum.wanted,
      served: sum.served,
      servedLate: Math.min(sum.wanted, sum.served + sum.late),
      taken: sum.served + sum.late,
      refused: sum.refused,
    };
  }
}
