import {
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  MergeShardsCommand,
  ResourceNotFoundException,
  SplitShardCommand,
  UpdateShardCountCommand,
  type KinesisClient,
  type ListShardsCommandOutput,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { OutOfService } from '@sluice/core/failure';
import type { OpenShard, StreamControl, StreamShards } from '@sluice/core/ports';
import { calling } from '../shared/calling.ts';
import { kinesisReactions } from '../stream/reactions.ts';
import { asked } from './asked.ts';

/** Pages of open shards; where a service ignores the filter, closed ones have an end. */
async function* openShards(client: KinesisClient, stream: string): AsyncGenerator<Shard> {
  let token: string | undefined;
  do {
    const page: ListShardsCommandOutput = await client.send(
      new ListShardsCommand(
        token === undefined
          ? { StreamName: stream, ShardFilter: { Type: 'AT_LATEST' } }
          : { NextToken: token },
      ),
    );
    for (const shard of page.Shards ?? [])
      if (shard.SequenceNumberRange?.EndingSequenceNumber === undefined) yield shard;
    token = page.NextToken;
  } while (token !== undefined);
}

const readShard = ({ ShardId, HashKeyRange }: Shard): OpenShard => {
  const { StartingHashKey, EndingHashKey } = HashKeyRange ?? {};
  if (ShardId === undefined || StartingHashKey === undefined || EndingHashKey === undefined)
    throw new OutOfService(`Kinesis told the shard ${ShardId ?? ''} without its hashes`);
  return { id: ShardId, first: BigInt(StartingHashKey), last: BigInt(EndingHashKey) };
};

const byHash = (a: OpenShard, b: OpenShard): number => (a.first < b.first ? -1 : 1);

const look = async (client: KinesisClient, stream: string): Promise<StreamShards | undefined> => {
  try {
    const { StreamDescriptionSummary: told } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    );
    const status = told?.StreamStatus;
    if (status === undefined) throw new OutOfService(`Kinesis told no status of the stream ${stream}`);
    const shards = (await Array.fromAsync(openShards(client, stream))).map(readShard).sort(byHash);
    return { status, mode: told?.StreamModeDetails?.StreamMode ?? 'PROVISIONED', shards };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

/**
 * The shards of Kinesis streams.
 * @param client of one attempt (`kinesisClient`): a change that is sent again is answered as if another had made it
 */
export const kinesisStreamControl = (client: KinesisClient): StreamControl => {
  const change = (what: string, ask: () => Promise<unknown>) =>
    calling(what, kinesisReactions, () => asked(ask));
  return {
    describe: (stream) =>
      calling(`look at the stream ${stream}`, kinesisReactions, () => look(client, stream)),
    resize: (stream, shards) =>
      change(`resize the stream ${stream} to ${shards}`, () =>
        client.send(
          new UpdateShardCountCommand({
            StreamName: stream,
            TargetShardCount: shards,
            ScalingType: 'UNIFORM_SCALING',
          }),
        ),
      ),
    split: (stream, shard, from) =>
      change(`split ${shard} of the stream ${stream}`, () =>
        client.send(
          new SplitShardCommand({
            StreamName: stream,
            ShardToSplit: shard,
            NewStartingHashKey: String(from),
          }),
        ),
      ),
    merge: (stream, left, right) =>
      change(`merge ${left} and ${right} of the stream ${stream}`, () =>
        client.send(
          new MergeShardsCommand({ StreamName: stream, ShardToMerge: left, AdjacentShardToMerge: right }),
        ),
      ),
  };
};
