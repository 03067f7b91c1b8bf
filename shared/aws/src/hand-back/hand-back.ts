import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { OutOfService } from '@sluice/core/failure';
import type { BatchReport, DeliveredRecord } from '@sluice/core/ports';
import { isObject, parsed } from './json.ts';

export interface HandBackOptions {
  readonly client: LambdaClient;
  /** The function of each consumer, by the consumer's name. */
  readonly functions: Readonly<Record<string, string>>;
}

/** The event of one record, as the event source mapping made it. */
const eventOf = ({ shard, sequence, arrivedAt, partitionKey, data }: DeliveredRecord) => ({
  Records: [
    {
      eventID: `${shard}:${sequence}`,
      kinesis: {
        partitionKey,
        sequenceNumber: sequence,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: arrivedAt / 1_000,
      },
    },
  ],
});

/** The report of a stream handler; undefined when an answer is none. */
const reportOf = (payload: string): BatchReport | undefined => {
  const answer = parsed(payload);
  if (!isObject(answer) || !Array.isArray(answer['batchItemFailures'])) return undefined;
  const failures: unknown[] = answer['batchItemFailures'];
  const identifiers = failures.map((one) => (isObject(one) ? one['itemIdentifier'] : undefined));
  return {
    batchItemFailures: identifiers.map((one) => ({ itemIdentifier: typeof one === 'string' ? one : '' })),
  };
};

/**
 * Hands a record back to its consumer's function and waits for the report: an empty one means that every effect is durable.
 * Rejects when the function failed or cannot be reached (OutOfService), or when the consumer has no function here: archives on AWS are
 * delivery streams, which read the stream themselves.
 */
export const lambdaHandBack =
  ({ client, functions }: HandBackOptions) =>
  async (consumer: string, record: DeliveredRecord): Promise<BatchReport> => {
    const name = functions[consumer];
    if (name === undefined) throw new Error(`no function here is the consumer ${consumer}`);
    const Payload = Buffer.from(JSON.stringify(eventOf(record)));
    const answer = await client
      .send(new InvokeCommand({ FunctionName: name, Payload }))
      .catch((error: unknown) => {
        throw new OutOfService(`the function ${name} cannot be called`, { cause: error });
      });
    const text = Buffer.from(answer.Payload ?? []).toString('utf8');
    if (answer.FunctionError !== undefined)
      throw new Error(`the function ${name} failed: ${text.slice(0, 300)}`);
    const report = reportOf(text);
    if (report === undefined)
      throw new Error(`the function ${name} answered no batch report: ${text.slice(0, 300)}`);
    return report;
  };
