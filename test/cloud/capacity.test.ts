import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { clientSettings } from '@sluice/aws/clients';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { weekOf } from '@sluice/core/time';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasMoto, startMoto, type Moto } from '../terraform/moto.ts';
import { createStream, createTable, functionOf, startLambda, synthesize } from './cloud.ts';
import type { Lambda } from './lambda.ts';
import type { Stack } from './stack.ts';

const isThere = await hasMoto();
if (!isThere) console.log('skipped: no capacity on AWS, because python3 has no moto with its server');

const account = { accessKeyId: 'nobody', secretAccessKey: 'nothing', region: 'us-east-1' };

/** The functions that change capacities: bundles with the variables of the synthesized Terraform, on moto. */
describe.skipIf(!isThere)('capacity on AWS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-capacity-'));
  let moto: Moto;
  let stack: Stack;
  let kinesis: KinesisClient;
  let dynamo: DynamoDBClient;
  const lambdas: Lambda[] = [];

  beforeAll(async () => {
    stack = synthesize(folder);
    moto = await startMoto();
    const settings = {
      ...clientSettings(),
      endpoint: moto.url,
      region: account.region,
      credentials: account,
    };
    kinesis = new KinesisClient(settings);
    dynamo = new DynamoDBClient(settings);
    for (const stream of stack.all('aws_kinesis_stream')) await createStream(kinesis, stream);
    for (const table of stack.all('aws_dynamodb_table')) await createTable(dynamo, table);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(lambdas.map((lambda) => lambda.close()));
    kinesis.destroy();
    dynamo.destroy();
    await moto.stop();
    rmSync(folder, { recursive: true });
  });

  const start = async (name: 'scale-streams' | 'scale-tables'): Promise<Lambda> => {
    const lambda = await startLambda(stack, functionOf(stack, name), folder, {
      AWS_REGION: account.region,
      AWS_ACCESS_KEY_ID: account.accessKeyId,
      AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
      AWS_ENDPOINT_URL: moto.url,
    });
    lambdas.push(lambda);
    return lambda;
  };

  /** As a service tells it, of each of the last minutes that are over. */
  const tell = async (metric: string, resource: Readonly<Record<string, string>>, value: number) => {
    const minute = Math.floor(Date.now() / 60_000);
    const [[Name, Value] = []] = Object.entries(resource);
    const MetricData = Array.from({ length: 10 }, (_, i) => ({
      MetricName: metric,
      Timestamp: (minute - 1 - i) * 60,
      Value: value,
      Dimensions: [{ Name, Value }],
    }));
    const { status } = await new AwsClient({ ...account, service: 'monitoring' }).fetch(moto.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
      },
      body: JSON.stringify({ Namespace: Name === 'StreamName' ? 'AWS/Kinesis' : 'AWS/DynamoDB', MetricData }),
    });
    expect(status).toBe(200);
  };

  /** The log comes by another way than the answer: it may be empty for a moment, which throws. */
  const toldBy = (lambda: Lambda) =>
    lambda.errors
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly message: string; readonly error: unknown });

  const shardsOf = async (StreamName: string): Promise<number | undefined> =>
    (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary
      ?.OpenShardCount;

  it('a stream that is nearly full gets more shards, once, and one of which nothing is told is left alone', async () => {
    await tell('IncomingRecords', { StreamName: 'sluice-dev-raw' }, 59_400);
    const lambda = await start('scale-streams');
    expect([await shardsOf('sluice-dev-raw'), await shardsOf('sluice-dev-staged')]).toEqual([1, 1]);
    await lambda.invoke({});
    expect([await shardsOf('sluice-dev-raw'), await shardsOf('sluice-dev-staged')]).toEqual([2, 1]);
    await lambda.invoke({});
    expect(await shardsOf('sluice-dev-raw')).toBe(2);
    const told = await vi.waitFor(() => toldBy(lambda));
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(/^the stream sluice-dev-raw: resize 1 to 2 shards \(accepted\): /);
    expect(told[0]?.error).toMatchObject({ kind: 'resize', inputs: { callsLeft: 9 } });
    const row = await dynamoStateStore({ client: dynamo, tableName: 'sluice-dev-state' }).get(
      'capacity',
      'stream/sluice-dev-raw',
    );
    expect(JSON.parse(row?.value ?? '')).toMatchObject({ calls: [expect.any(Number)], intent: null });
  }, 60_000);

  it('a week without a table is told, and nothing that is not wanted is changed', async () => {
    const next = `sluice-dev-near-line-${weekOf(Date.now() + 7 * 86_400_000)}`;
    await dynamo.send(new DeleteTableCommand({ TableName: next })).catch(() => undefined);
    const lambda = await start('scale-tables');
    await lambda.invoke({});
    const told = await vi.waitFor(() => toldBy(lambda));
    expect(told.map(({ message }) => message)).toContain(`a near-line table is missing: the table ${next}`);
    expect(told.filter(({ message }) => message.startsWith('the table '))).toEqual([]);
  }, 60_000);
});
