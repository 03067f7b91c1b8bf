import { once } from 'node:events';
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type KinesisClientConfig,
} from '@aws-sdk/client-kinesis';
import kinesalite from 'kinesalite';
import type { DeliveredRecord } from '@sluice/core/ports';
import { oneAttempt } from '../clients/index.ts';
import { onEmulator, portOf } from './clients.ts';

/** Kinesis in this process. */
export interface KinesisEmulator {
  /** A new client, with settings of its own on top. */
  readonly client: (settings?: KinesisClientConfig) => KinesisClient;
  readonly close: () => void;
}

export const startKinesalite = async (): Promise<KinesisEmulator> => {
  const server = kinesalite({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 1_000 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const settings = { ...oneAttempt(), ...onEmulator(portOf(server.address())) };
  return {
    client: (more = {}) => new KinesisClient({ ...settings, ...more }),
    close: () => {
      settings.requestHandler.destroy();
      server.close();
    },
  };
};

const statusOf = async (client: KinesisClient, StreamName: string): Promise<string | undefined> => {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
  return StreamDescription?.StreamStatus;
};

/** Made, and ready for records. */
export const createStream = async (client: KinesisClient, name: string, shards: number): Promise<void> => {
  await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  while ((await statusOf(client, name)) !== 'ACTIVE');
};

const readShard = async (client: KinesisClient, StreamName: string, ShardId: string) => {
  const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
  const found: DeliveredRecord[] = [];
  for (let iterator = ShardIterator; iterator !== undefined;) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
    for (const { PartitionKey = '', Data = new Uint8Array(), SequenceNumber = '', ...rest } of page.Records ??
      [])
      found.push({
        partitionKey: PartitionKey,
        data: Data,
        sequence: SequenceNumber,
        shard: ShardId,
        arrivedAt: rest.ApproximateArrivalTimestamp?.getTime() ?? 0,
      });
    iterator = (page.Records ?? []).length === 0 ? undefined : page.NextShardIterator;
  }
  return found;
};

/** All records of a stream, in order by shard. */
export const readStream = async (
  client: KinesisClient,
  name: string,
): Promise<readonly DeliveredRecord[]> => {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: name }));
  const shards = StreamDescription?.Shards ?? [];
  const records = await Promise.all(shards.map(({ ShardId = '' }) => readShard(client, name, ShardId)));
  return records.flat();
};
