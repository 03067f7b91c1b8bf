import { GetMetricStatisticsCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import type { SpareCapacity } from '@sluice/core/archive';
import type { Clock } from '@sluice/core/ports';
import { calling } from '../shared/calling.ts';
import { kinesisReactions } from '../stream/reactions.ts';

export interface KinesisCapacityOptions {
  readonly kinesis: KinesisClient;
  readonly cloudWatch: CloudWatchClient;
  readonly clock: Clock;
  readonly streamName: string;
}

/** A shard takes 1,000 records a second (AWS-FACTS 1.1). */
const recordsPerShard = 1_000;
/** Replay and live traffic together stay below half of it: the rest is for bursts, and for shards that are hotter than others. */
const usedShare = 0.5;
/** What replay takes is in the metric too, so that a slice would leave nothing to the next one: a twentieth is always its own. */
const leastShare = 0.05;
/** Where nobody tells how much is live. */
const blindShare = 0.25;

const periodSeconds = 60;
/** Metrics come some minutes late: the busiest of these counts. */
const lookedAtMs = 5 * 60_000;

const openShards = ({ kinesis, streamName }: KinesisCapacityOptions): Promise<number> =>
  calling(`look at the stream ${streamName}`, kinesisReactions, async () => {
    const answer = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: streamName }));
    return answer.StreamDescriptionSummary?.OpenShardCount ?? 1;
  });

/** Records a second in the busiest minute; undefined when CloudWatch does not tell, which is no reason to hold a replay up. */
const incoming = async (options: KinesisCapacityOptions): Promise<number | undefined> => {
  const { cloudWatch, clock, streamName } = options;
  const now = clock.now();
  const command = new GetMetricStatisticsCommand({
    Namespace: 'AWS/Kinesis',
    MetricName: 'IncomingRecords',
    Dimensions: [{ Name: 'StreamName', Value: streamName }],
    StartTime: new Date(now - lookedAtMs),
    EndTime: new Date(now),
    Period: periodSeconds,
    Statistics: ['Sum'],
  });
  try {
    const { Datapoints = [] } = await cloudWatch.send(command);
    return Math.max(0, ...Datapoints.map(({ Sum = 0 }) => Sum)) / periodSeconds;
  } catch {
    return undefined;
  }
};

/** What a provisioned stream can take beside live traffic, by its open shards and what arrived in the last minutes. */
export const kinesisCapacity = (options: KinesisCapacityOptions): SpareCapacity => ({
  spare: async () => {
    const most = (await openShards(options)) * recordsPerShard;
    const live = await incoming(options);
    return live === undefined ? most * blindShare : Math.max(most * usedShare - live, most * leastShare);
  },
});
