import { describe, expect, it } from 'vitest';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { DeliveredRecord } from '@sluice/core/ports';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { lambdaFailures, lambdaGivenUp, lambdaHandBack } from './index.ts';

const functions = { validate: 'sluice-dev-validate', store: 'sluice-dev-store' };

const aKinesisRecord = (sequence: string) => ({
  eventID: `shardId-000000000003:${sequence}`,
  eventSource: 'aws:kinesis',
  kinesis: {
    kinesisSchemaVersion: '1.0',
    partitionKey: 'T1',
    sequenceNumber: sequence,
    data: Buffer.from(`data ${sequence}`).toString('base64'),
    approximateArrivalTimestamp: 1_790_000_000.25,
  },
});

/** As Lambda writes it for an S3 destination. */
const anInvocationRecord = (functionName: string, sequences: readonly string[]) =>
  Buffer.from(
    JSON.stringify({
      requestContext: {
        requestId: 'c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5',
        functionArn: `arn:aws:lambda:us-east-2:123456789012:function:${functionName}`,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 4,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
      version: '1.0',
      timestamp: '2026-11-23T00:38:06.021Z',
      KinesisBatchInfo: { shardId: 'shardId-000000000003', batchSize: sequences.length },
      payload: JSON.stringify({ Records: sequences.map(aKinesisRecord) }),
    }),
  );

const keysOf = async (store: ReturnType<typeof lambdaFailures>, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
};

describe('lambdaFailures', () => {
  const aBucket = async () => {
    const objects = memoryObjectStore();
    const folder = 'aws/lambda/uuid/shardId-000000000003/2026/11/23/';
    await objects.put(`${folder}a`, anInvocationRecord(functions.validate, ['11', '12']));
    await objects.put(`${folder}b`, anInvocationRecord(functions.store, ['13']));
    await objects.put(`${folder}c`, anInvocationRecord('another-function', ['14']));
    await objects.put(`${folder}d`, Buffer.from('not ours'));
    return { objects, failures: lambdaFailures({ objects, functions }), folder };
  };

  it('gives the records of one function to who only reads them', async () => {
    const { objects } = await aBucket();
    const sequencesOf = async (name: string) =>
      (await Array.fromAsync(lambdaGivenUp(objects, name))).map(({ sequence }) => sequence);
    expect(await sequencesOf(functions.validate)).toEqual(['11', '12']);
    expect(await sequencesOf(functions.store)).toEqual(['13']);
    expect(await sequencesOf('sluice-dev-count')).toEqual([]);
  });

  it('shows a batch as one object a record, by consumer, in the form that replay reads', async () => {
    const { failures } = await aBucket();
    const keys = await keysOf(failures, 'on-failure/validate/');
    expect(keys).toHaveLength(2);
    expect(await keysOf(failures, 'on-failure/store/')).toHaveLength(1);
    expect(await keysOf(failures, 'on-failure/archive-raw/')).toEqual([]);
    const form: unknown = JSON.parse(Buffer.from((await failures.get(keys[1] ?? '')) ?? []).toString());
    expect(form).toEqual({
      v: 1,
      consumer: 'validate',
      reason: 'RetryAttemptsExhausted',
      at: Date.parse('2026-11-23T00:38:06.021Z'),
      shard: 'shardId-000000000003',
      sequence: '12',
      partitionKey: 'T1',
      arrivedAt: 1_790_000_000_250,
      data: Buffer.from('data 12').toString('base64'),
    });
  });

  it('deletes an object when the last of its records is', async () => {
    const { objects, failures, folder } = await aBucket();
    const [first = '', second = ''] = await keysOf(failures, 'on-failure/validate/');
    await failures.delete(first);
    expect(await objects.get(`${folder}a`)).toBeDefined();
    await failures.delete(second);
    expect(await objects.get(`${folder}a`)).toBeUndefined();
    expect(await failures.get(first)).toBeUndefined();
    await failures.delete(first);
    await expect(failures.put('x', Buffer.from('y'))).rejects.toThrow('Lambda alone writes');
  });
});

describe('lambdaHandBack', () => {
  const record: DeliveredRecord = {
    shard: 'shardId-000000000003',
    sequence: '12',
    partitionKey: 'T1',
    arrivedAt: 1_790_000_000_250,
    data: Buffer.from('data 12'),
  };
  const answering = (answer: object) => {
    const asked: { FunctionName?: string; Payload?: Uint8Array }[] = [];
    const client = {
      send: async ({ input }: { input: object }) => {
        asked.push(input);
        return answer;
      },
    } as unknown as LambdaClient;
    return { asked, handBack: lambdaHandBack({ client, functions }) };
  };
  const saying = (text: string, more = {}) => ({ Payload: Buffer.from(text), ...more });

  it('calls the function with the event of the mapping, and gives its report', async () => {
    const { asked, handBack } = answering(saying('{"batchItemFailures":[{"itemIdentifier":"12"}]}'));
    expect(await handBack('store', record)).toEqual({ batchItemFailures: [{ itemIdentifier: '12' }] });
    expect(asked[0]?.FunctionName).toBe('sluice-dev-store');
    const { Records } = JSON.parse(Buffer.from(asked[0]?.Payload ?? []).toString()) as { Records: unknown[] };
    const { eventID, kinesis } = aKinesisRecord('12');
    expect(Records).toHaveLength(1);
    expect({ eventID, kinesis }).toMatchObject(Records[0] as object);
  });

  it.each([
    ['failed', saying('{"errorMessage":"out of memory"}', { FunctionError: 'Unhandled' }), 'out of memory'],
    ['answered nothing', saying('null'), 'answered no batch report: null'],
    ['answered no JSON', saying('{'), 'answered no batch report'],
  ])('rejects when the function %s', async (_, answer, message) => {
    await expect(answering(answer).handBack('store', record)).rejects.toThrow(message);
  });

  it('rejects for a consumer without a function, and when Lambda is away', async () => {
    await expect(answering({}).handBack('archive-raw', record)).rejects.toThrow('no function here');
    const client = { send: async () => Promise.reject(new Error('throttled')) } as unknown as LambdaClient;
    await expect(lambdaHandBack({ client, functions })('store', record)).rejects.toMatchObject({
      name: 'OutOfService',
    });
  });
});
