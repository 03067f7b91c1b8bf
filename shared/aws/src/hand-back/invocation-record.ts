import type { DeliveredRecord } from '@sluice/core/ports';
import { deliveredFrom, type KinesisEvent } from '../stream/delivered.ts';
import { isObject, parsed } from './json.ts';

/** What Lambda wrote of a batch that it gave up on. */
export interface InvocationRecord {
  /** The function, by name. */
  readonly functionName: string;
  /** Why it gave up: `RetryAttemptsExhausted`, `MaximumRecordAgeExceeded`, … */
  readonly condition: string;
  /** When, epoch ms. */
  readonly at: number;
  readonly records: readonly DeliveredRecord[];
}

const isRecord = (value: unknown): value is KinesisEvent['Records'][number] => {
  if (!isObject(value) || !isObject(value['kinesis'])) return false;
  const { partitionKey, sequenceNumber, data, approximateArrivalTimestamp } = value['kinesis'];
  return (
    typeof value['eventID'] === 'string' &&
    typeof partitionKey === 'string' &&
    typeof sequenceNumber === 'string' &&
    typeof data === 'string' &&
    typeof approximateArrivalTimestamp === 'number'
  );
};

const recordsOf = (payload: unknown): KinesisEvent['Records'] | undefined => {
  const event = typeof payload === 'string' ? parsed(payload) : payload;
  const records: unknown = isObject(event) ? event['Records'] : undefined;
  return Array.isArray(records) && records.every(isRecord) ? records : undefined;
};

/** `arn:aws:lambda:us-east-1:123456789012:function:sluice-dev-store:live` is of `sluice-dev-store`. */
const nameIn = (arn: unknown): string | undefined =>
  typeof arn === 'string' ? /:function:([^:]+)/.exec(arn)?.[1] : undefined;

/**
 * Reads an object that Lambda writes to the S3 on-failure destination of a stream: the invocation record, with the whole event in
 * `payload` (Lambda developer guide, "Retain discarded batches"; the payload is there for S3 destinations alone).
 * @returns undefined when it is none
 */
export const readInvocationRecord = (body: Uint8Array): InvocationRecord | undefined => {
  const form = parsed(Buffer.from(body).toString('utf8'));
  if (!isObject(form) || !isObject(form['requestContext'])) return undefined;
  const { functionArn, condition } = form['requestContext'];
  const functionName = nameIn(functionArn);
  const records = recordsOf(form['payload']);
  if (functionName === undefined || records === undefined) return undefined;
  const at = typeof form['timestamp'] === 'string' ? Date.parse(form['timestamp']) : Number.NaN;
  return {
    functionName,
    condition: typeof condition === 'string' ? condition : 'given up',
    at: Number.isNaN(at) ? 0 : at,
    records: deliveredFrom({ Records: records }),
  };
};
