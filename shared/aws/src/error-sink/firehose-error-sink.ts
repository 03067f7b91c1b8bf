import {
  PutRecordBatchCommand,
  type FirehoseClient,
  type PutRecordBatchResponseEntry,
} from '@aws-sdk/client-firehose';
import { done, failed, type Failure, type Outcome } from '@sluice/core/failure';
import type { ErrorRecord } from '@sluice/core/forms';
import { errorStreamName } from '@sluice/core/layout';
import type { ErrorSink } from '@sluice/core/ports';
import { startPace, type PaceOptions } from '../shared/pace.ts';
import { putAll, type Answer, type BatchService } from '../shared/put-all.ts';
import { memberOf } from './member.ts';
import { packMembers, type Member, type Placed } from './pack.ts';
import { firehoseReactions } from './reactions.ts';

export interface FirehoseErrorSinkOptions extends Omit<PaceOptions, 'clock'> {
  /** Made with one attempt (`@sluice/aws/clients`): what is sent again, and when, is decided here. */
  readonly client: FirehoseClient;
  /** Delivery streams are named `errorStreamName(prefix, stage, kind, member)`. */
  readonly prefix: string;
  readonly streamsPerSet: number;
  /** Measures the budget. @default the process' own time, which never jumps */
  readonly clock?: PaceOptions['clock'];
}

/** PutRecordBatch takes 500 entries of 1,000 KiB each and 4 MiB in all, before base64. */
const callLimits = { entries: 500, bytes: 4_000_000 };
const entryBytes = 1_024_000;

const refusalOf = ({ body }: Member): Failure | undefined => {
  if (body.length <= entryBytes) return undefined;
  const message = `the error record has ${body.length} bytes compressed; at most ${entryBytes} are possible`;
  return { class: 'ours', code: 'RecordTooLarge', message };
};

const answerOf = (entry: PutRecordBatchResponseEntry): Answer<string> => {
  const { RecordId: taken, ErrorCode: code, ErrorMessage: message } = entry;
  if (taken !== undefined && code === undefined) return { taken };
  return { code: code ?? 'NoAnswer', message: message ?? 'neither a record id nor an error' };
};

const deliveryStream = (client: FirehoseClient, name: string): BatchService<Member, string> => ({
  what: `put error records to the delivery stream ${name}`,
  reactions: firehoseReactions,
  limits: callLimits,
  bytesOf: ({ body }) => body.length,
  refusalOf,
  send: async (members) => {
    const Records = members.map(({ body }) => ({ Data: body }));
    const answer = await client.send(new PutRecordBatchCommand({ DeliveryStreamName: name, Records }));
    return (answer.RequestResponses ?? []).map(answerOf);
  },
});

/** The same record goes to the same stream each time; notices of kind `field` are about the customer's data, as malformed ones are. */
const streamOf = ({ prefix, streamsPerSet }: FirehoseErrorSinkOptions, record: ErrorRecord): string => {
  const member = memberOf(record.recordId, streamsPerSet);
  return errorStreamName(prefix, record.stage, record.kind === 'commit' ? 'commit' : 'malformed', member);
};

const byStream = (options: FirehoseErrorSinkOptions, records: readonly ErrorRecord[]) => {
  const streams = new Map<string, Placed[]>();
  for (const [position, record] of records.entries()) {
    const name = streamOf(options, record);
    const placed = { record, position };
    const others = streams.get(name);
    if (others === undefined) streams.set(name, [placed]);
    else others.push(placed);
  }
  return streams;
};

/**
 * The four sets of error delivery streams. What is put is packed into gzip members, one entry each, which end up one behind the other in
 * objects that are valid `.json.gz`. Entries that were not taken are sent again, within the budget. See the ErrorSink port.
 */
export const firehoseErrorSink = (options: FirehoseErrorSinkOptions): ErrorSink => {
  const clock = options.clock ?? { now: () => performance.now() };
  const outcomesOf = async (name: string, records: readonly Placed[]) => {
    const members = packMembers(records);
    const results = await putAll(
      members,
      deliveryStream(options.client, name),
      startPace({ ...options, clock }),
    );
    return members.flatMap(({ positions }, i) => {
      const result = results[i];
      const outcome = result !== undefined && 'failure' in result ? failed(result.failure) : done;
      return positions.map((position): [number, Outcome] => [position, outcome]);
    });
  };
  return {
    put: async (records) => {
      const streams = [...byStream(options, records)];
      const outcomes = await Promise.all(streams.map(([name, placed]) => outcomesOf(name, placed)));
      const byPosition = new Map(outcomes.flat());
      return records.map((_, position) => byPosition.get(position) ?? failed(noOutcome));
    },
  };
};

const noOutcome: Failure = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'an error record got no outcome',
};
