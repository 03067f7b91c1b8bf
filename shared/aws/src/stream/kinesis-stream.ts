import { PutRecordsCommand, type KinesisClient, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { Failure } from '@sluice/core/failure';
import { limits } from '@sluice/core/layout';
import type { EventStream, PutOutcome, StreamRecord } from '@sluice/core/ports';
import { startPace, type PaceOptions } from '../shared/pace.ts';
import { putAll, type Answer, type BatchService, type Result } from '../shared/put-all.ts';
import { kinesisReactions } from './reactions.ts';

export interface KinesisStreamOptions extends PaceOptions {
  /** Made with one attempt (`@sluice/aws/clients`): what is sent again, and when, is decided here. */
  readonly client: KinesisClient;
  readonly streamName: string;
}

/** Where a record lies in the stream. */
interface Place {
  readonly shard: string;
  readonly sequence: string;
}

/** PutRecords takes 500 records and 10 MiB; it was 5 MiB for long, which is enough for us, and JSON makes a third more of it. */
const callLimits = { entries: 500, bytes: 5_000_000 };
const keyCharacters = 256;

/** Data and key together are what Kinesis counts. */
const bytesOf = ({ partitionKey, data }: StreamRecord): number =>
  data.length + Buffer.byteLength(partitionKey);

const refusalOf = (record: StreamRecord): Failure | undefined => {
  const bytes = bytesOf(record);
  const { length } = record.partitionKey;
  if (bytes > limits.recordBytes) {
    const message = `the record has ${bytes} bytes with its key; at most ${limits.recordBytes} are possible`;
    return { class: 'ours', code: 'RecordTooLarge', message };
  }
  if (length >= 1 && length <= keyCharacters) return undefined;
  const message = `the partition key has ${length} characters; possible are 1 to ${keyCharacters}`;
  return { class: 'ours', code: 'BadPartitionKey', message };
};

/** Only a sequence number proves that a record is durable. */
const answerOf = (entry: PutRecordsResultEntry): Answer<Place> => {
  const { SequenceNumber: sequence, ShardId: shard, ErrorCode: code, ErrorMessage: message } = entry;
  if (sequence !== undefined && shard !== undefined) return { taken: { sequence, shard } };
  return { code: code ?? 'NoAnswer', message: message ?? 'neither a sequence number nor an error' };
};

const outcomeOf = (result: Result<Place>): PutOutcome =>
  'taken' in result ? { ok: true, ...result.taken } : { ok: false, failure: result.failure };

/**
 * A Kinesis data stream. Records are sent in as few calls as its limits allow; those that it did not take are sent again, with jittered
 * pauses, until the budget is up. See the EventStream port.
 */
export const kinesisStream = (options: KinesisStreamOptions): EventStream => {
  const { client, streamName } = options;
  const service: BatchService<StreamRecord, Place> = {
    what: `put a record to the stream ${streamName}`,
    reactions: kinesisReactions,
    limits: callLimits,
    bytesOf,
    refusalOf,
    send: async (records) => {
      const Records = records.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data }));
      const answer = await client.send(new PutRecordsCommand({ StreamName: streamName, Records }));
      return (answer.Records ?? []).map(answerOf);
    },
  };
  return { put: async (records) => (await putAll(records, service, startPace(options))).map(outcomeOf) };
};
