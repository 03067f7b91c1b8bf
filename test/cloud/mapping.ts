import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record,
} from '@aws-sdk/client-kinesis';
import { setTimeout as sleep } from 'node:timers/promises';

/** The settings of an event source mapping, under Terraform's names. */
export interface MappingSettings {
  readonly batch_size: number;
  readonly bisect_batch_on_function_error: boolean;
  readonly maximum_retry_attempts: number;
  readonly reportsItemFailures: boolean;
}

export interface MappingOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly settings: MappingSettings;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly onFailure: (records: readonly _Record[]) => void;
}

/** An event source mapping of a Kinesis stream, by the rules of AWS-FACTS 1.3, for as long as a test runs. */
export class Mapping {
  readonly #options: MappingOptions;
  #stopping = false;
  readonly #shards: Promise<void>[] = [];
  /** Records that are done with. */
  done = 0;

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { client, streamName } = this.#options;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: streamName }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) this.#shards.push(this.#poll(ShardId ?? ''));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#shards);
  }

  async #poll(ShardId: string): Promise<void> {
    const { client, streamName, settings } = this.#options;
    const start = { StreamName: streamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    while (!this.#stopping) {
      const page = await client
        .send(new GetRecordsCommand({ ShardIterator, Limit: settings.batch_size }))
        .catch(() => undefined); // a throttle: again
      if (page !== undefined) {
        if ((page.Records ?? []).length > 0) await this.#deliver(ShardId, page.Records ?? []);
        ShardIterator = page.NextShardIterator;
      }
      await sleep(20);
    }
  }

  /** Until all of a batch is done with, given up, or the mapping stops. */
  async #deliver(shard: string, batch: readonly _Record[]): Promise<void> {
    const { settings, onFailure } = this.#options;
    let rest = batch;
    for (let tries = 0; rest.length > 0 && !this.#stopping;) {
      const failedAt = await this.#try(shard, rest);
      if (failedAt > 0) tries = 0;
      this.done += failedAt;
      rest = rest.slice(failedAt);
      if (rest.length === 0) return;
      tries++;
      if (tries > settings.maximum_retry_attempts) {
        onFailure(rest.slice(0, 1));
        this.done++;
        rest = rest.slice(1);
        tries = 0;
      }
      await sleep(Math.min(20 * 2 ** tries, 500));
    }
  }

  /** Position of the first record to come again. A throw is bisected, which costs no try. */
  async #try(shard: string, records: readonly _Record[]): Promise<number> {
    const { invoke, settings } = this.#options;
    try {
      const report = await invoke(eventOf(shard, records));
      return settings.reportsItemFailures ? positionOf(report, records) : records.length;
    } catch {
      if (records.length === 1 || !settings.bisect_batch_on_function_error) return 0;
      return this.#try(shard, records.slice(0, Math.ceil(records.length / 2)));
    }
  }
}

const eventOf = (shard: string, records: readonly _Record[]) => ({
  Records: records.map(({ PartitionKey, SequenceNumber, Data, ApproximateArrivalTimestamp }) => ({
    eventSource: 'aws:kinesis',
    eventID: `${shard}:${SequenceNumber ?? ''}`,
    kinesis: {
      partitionKey: PartitionKey,
      sequenceNumber: SequenceNumber,
      data: Buffer.from(Data ?? []).toString('base64'),
      approximateArrivalTimestamp: (ApproximateArrivalTimestamp?.getTime() ?? 0) / 1000,
    },
  })),
});

/** Lambda takes a report without the list as a success, and one with an unknown identifier as the failure of the whole batch. */
const positionOf = (report: unknown, records: readonly _Record[]): number => {
  const failures =
    (report as { batchItemFailures?: { itemIdentifier: string }[] } | null)?.batchItemFailures ?? [];
  const positions = failures.map(({ itemIdentifier }) =>
    Math.max(
      0,
      records.findIndex(({ SequenceNumber }) => SequenceNumber === itemIdentifier),
    ),
  );
  return Math.min(records.length, ...positions);
};
