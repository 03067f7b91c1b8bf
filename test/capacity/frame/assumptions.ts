import type { Series } from './series.ts';

/** What is assumed of the service and of a load's seconds and keys, where it is not as usual (CAPACITY 4.3). */
export interface Assumptions {
  readonly name: string;
  /** Seconds that each split or merge of an UpdateShardCount adds to its 60. @default 10 */
  readonly secondsPerOperation?: number;
  /** What the busiest shard is asked, over an even share of the keys. @default 1: our keys are random */
  readonly imbalance?: number;
  /** How many times as far a minute's seconds are from its mean. @default 1 */
  readonly spreadTimes?: number;
}

export const asUsual: Assumptions = { name: 'as usual' };

export const slowOperations: Assumptions = { name: '30 s an operation', secondsPerOperation: 30 };
export const twiceTheSpread: Assumptions = { name: 'twice the spread', spreadTimes: 2 };
/** 170 records of 6 KB a second fill a shard, each at a key of its own: of 20 shards the busiest gets 15 % more in a second (Poisson); here it always does. */
export const unevenKeys: Assumptions = { name: 'busiest shard + 15 %', imbalance: 1.15 };

/** The same series with other seconds. */
export const spreadOut = (series: Series, { spreadTimes = 1 }: Assumptions): Series => ({
  ...series,
  spread: series.spread.map((share) => 1 + (share - 1) * spreadTimes),
});
