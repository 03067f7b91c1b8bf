import type { DeliveredRecord } from '@sluice/core/ports';

/** What an event source mapping of a Kinesis stream hands to a function, as far as we read it; `KinesisStreamEvent` of aws-lambda is one. */
export interface KinesisEvent {
  readonly Records: readonly {
    /** `shardId-000000000006:4954…`. */
    readonly eventID: string;
    readonly kinesis: {
      readonly partitionKey: string;
      readonly sequenceNumber: string;
      /** Base64. */
      readonly data: string;
      /** Seconds since the epoch, with a fraction. */
      readonly approximateArrivalTimestamp: number;
    };
  }[];
}

const shardOf = (eventId: string): string => eventId.split(':', 1)[0] ?? eventId;

/** The records of a Lambda event, in order. */
export const deliveredFrom = (event: KinesisEvent): readonly DeliveredRecord[] =>
  event.Records.map(({ eventID, kinesis }) => ({
    partitionKey: kinesis.partitionKey,
    data: Buffer.from(kinesis.data, 'base64'),
    shard: shardOf(eventID),
    sequence: kinesis.sequenceNumber,
    arrivedAt: Math.round(kinesis.approximateArrivalTimestamp * 1_000),
  }));
