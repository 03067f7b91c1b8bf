import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { afterAll, describe, expect, it } from 'vitest';
import type { ControlAnswer } from '@sluice/core/ports';
import { streamControlContract } from '@sluice/testing/contracts/stream-control';
import { tableControlContract } from '@sluice/testing/contracts/table-control';
import { clientSettings, oneAttempt } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { startMoto } from '../testing/moto.ts';
import { faults, jsonAnswer, jsonOf, RewritingHandler, type Fault } from '../testing/service-faults.ts';
import { dynamoTableControl, kinesisStreamControl } from './index.ts';

const moto = await startMoto('shards of Kinesis, throughput of DynamoDB');
const settings = { ...clientSettings({ answerMs: 30_000 }), ...onEmulator(moto?.port ?? 1) };
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});

// It changes everything at once.
const settle = async (): Promise<void> => undefined;

describe.skipIf(moto === undefined)('on moto', () => {
  streamControlContract('Kinesis', async () => {
    const client = new KinesisClient(settings);
    return {
      control: kinesisStreamControl(client),
      settle,
      make: async (stream, shards) => {
        await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards }));
      },
    };
  });

  tableControlContract('DynamoDB', async () => {
    const client = new DynamoDBClient(settings);
    return {
      control: dynamoTableControl(client),
      settle,
      make: async (table) => {
        await client.send(
          new CreateTableCommand({
            TableName: table,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
          }),
        );
      },
    };
  });
});

/** Both services, made up. @param body what a call is answered with */
const answering = (body: (input: unknown, call: number) => object, fault?: Fault) => {
  const asked: unknown[] = [];
  const made = {
    ...oneAttempt(),
    ...onEmulator(1),
    requestHandler: new RewritingHandler((request) =>
      faults('json', () => fault)(request, () => {
        asked.push(jsonOf(request));
        return Promise.resolve(jsonAnswer(body(jsonOf(request), asked.length - 1)));
      }),
    ),
  };
  return {
    asked,
    streams: kinesisStreamControl(new KinesisClient(made)),
    tables: dynamoTableControl(new DynamoDBClient(made)),
  };
};

const changes = ({ streams, tables }: ReturnType<typeof answering>) => ({
  resize: () => streams.resize('raw', 2),
  split: () => streams.split('raw', 'shardId-000000000000', 5n),
  merge: () => streams.merge('raw', 'shardId-000000000000', 'shardId-000000000001'),
  provision: () => tables.provision('week', { writes: 1, reads: 1 }),
  payPerRequest: () => tables.payPerRequest('week'),
});

describe('a change', () => {
  it.each<readonly [string, ControlAnswer]>([
    ['LimitExceededException', 'limit-exceeded'],
    ['ResourceInUseException', 'in-use'],
    ['ResourceNotFoundException', 'not-found'],
    ['InvalidArgumentException', 'invalid'],
    ['ValidationException', 'invalid'],
  ])('that is refused by %s is %s', async (name, expected) => {
    for (const change of Object.values(changes(answering(() => ({}), { name }))))
      expect(await change()).toBe(expected);
  });

  it.each<readonly [string, Fault]>([
    ['a refused permission', { name: 'AccessDeniedException' }],
    ['a throttled call', { name: 'ThrottlingException' }],
    ['a fault of the service', { name: 'InternalServerError', status: 500 }],
    ['an error that nobody knows', { name: 'SomethingNew' }],
    ['a broken socket', 'reset'],
    ['a lost answer', 'lost'],
  ])('that ends with %s may have been made: OutOfService, and it is not sent again', async (_, fault) => {
    const service = answering(() => ({}), fault);
    const all = Object.values(changes(service));
    for (const change of all) await expect(change()).rejects.toMatchObject({ name: 'OutOfService' });
    expect(service.asked).toHaveLength(fault === 'lost' ? all.length : 0);
  });

  it('is asked for in the words of the service', async () => {
    const service = answering(() => ({}));
    for (const change of Object.values(changes(service))) expect(await change()).toBe('accepted');
    expect(service.asked).toEqual([
      { StreamName: 'raw', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' },
      { StreamName: 'raw', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '5' },
      {
        StreamName: 'raw',
        ShardToMerge: 'shardId-000000000000',
        AdjacentShardToMerge: 'shardId-000000000001',
      },
      {
        TableName: 'week',
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { WriteCapacityUnits: 1, ReadCapacityUnits: 1 },
      },
      { TableName: 'week', BillingMode: 'PAY_PER_REQUEST' },
    ]);
  });
});

describe('the description of a stream', () => {
  const shard = (id: string, first: string, last: string, end?: string) => ({
    ShardId: id,
    HashKeyRange: { StartingHashKey: first, EndingHashKey: last },
    SequenceNumberRange: {
      StartingSequenceNumber: '1',
      ...(end === undefined ? {} : { EndingSequenceNumber: end }),
    },
  });

  it('has the open shards of all pages, in order of their hashes', async () => {
    const most = String(2n ** 128n - 1n);
    const { asked, streams } = answering(
      (_, call) =>
        [
          { StreamDescriptionSummary: { StreamStatus: 'UPDATING', StreamModeDetails: { StreamMode: 'ON_DEMAND' } } },
          { NextToken: 'a', Shards: [shard('c', '6', most), shard('closed', '0', most, '9')] },
          { Shards: [shard('b', '3', '5'), shard('a', '0', '2')] },
        ][call] ?? {},
    ); // prettier-ignore
    expect(await streams.describe('raw')).toEqual({
      status: 'UPDATING',
      mode: 'ON_DEMAND',
      shards: [
        { id: 'a', first: 0n, last: 2n },
        { id: 'b', first: 3n, last: 5n },
        { id: 'c', first: 6n, last: 2n ** 128n - 1n },
      ],
    });
    // With a token nothing else may be given.
    expect(asked.slice(1)).toEqual([
      { StreamName: 'raw', ShardFilter: { Type: 'AT_LATEST' } },
      { NextToken: 'a' },
    ]);
  });

  it.each<readonly [string, Fault]>([
    ['too many calls', { name: 'LimitExceededException' }],
    ['no permission', { name: 'AccessDeniedException' }],
    ['a fault', { name: 'InternalFailure', status: 500 }],
  ])('is an outage with %s, also of a table', async (_, fault) => {
    const { streams, tables } = answering(() => ({}), fault);
    await expect(streams.describe('raw')).rejects.toMatchObject({ name: 'OutOfService' });
    await expect(tables.describe('week')).rejects.toMatchObject({ name: 'OutOfService' });
  });

  it('that says nothing is an outage', async () => {
    const { streams, tables } = answering(() => ({}));
    await expect(streams.describe('raw')).rejects.toMatchObject({ name: 'OutOfService' });
    await expect(tables.describe('week')).rejects.toMatchObject({ name: 'OutOfService' });
  });
});

describe('the description of a table', () => {
  const described = (Table: object) => answering(() => ({ Table })).tables.describe('week');

  it('has its decreases of the day', async () => {
    const found = await described({
      TableStatus: 'ACTIVE',
      ProvisionedThroughput: {
        WriteCapacityUnits: 9,
        ReadCapacityUnits: 4,
        NumberOfDecreasesToday: 5,
        LastDecreaseDateTime: 1_700_000_000.5,
      },
    });
    expect(found).toEqual({
      status: 'ACTIVE',
      billing: 'PROVISIONED',
      throughput: { writes: 9, reads: 4 },
      decreasesToday: 5,
      lastDecreaseAt: 1_700_000_000_500,
    });
  });

  it.each(['INACCESSIBLE_ENCRYPTION_CREDENTIALS', 'ARCHIVED', 'SOMETHING_NEW'])(
    'that is %s is an outage: nothing can be done',
    async (TableStatus) => {
      await expect(described({ TableName: 'week', TableStatus })).rejects.toMatchObject({
        name: 'OutOfService',
        message: `the table week is ${TableStatus}`,
      });
    },
  );
});
