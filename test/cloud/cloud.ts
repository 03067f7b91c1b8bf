import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CreateStreamCommand, DescribeStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoChunkStore } from '@sluice/aws/chunk-store';
import { clientSettings } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { dynamoLedger } from '@sluice/aws/accepted';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { dynamoSealedCounts } from '@sluice/aws/sealed-counts';
import { balance, type Books, type BooksServices } from '@sluice/core/books';
import type { HttpResult } from '@sluice/core/http';
import type { FunctionName, TenantId } from '@sluice/core/layout';
import { startEdge, type Edge } from '@sluice/local/edge';
import { aKey, anId, aTenant } from '@sluice/testing/factories/directory';
import { clientOf, type Client } from '../process/client.ts';
import { startEmulators, type Emulators } from './emulators.ts';
import { Lambda } from './lambda.ts';
import { Mapping } from './mapping.ts';
import { blockIn, numberIn, Stack, textIn, type Values } from './stack.ts';

const root = resolve(import.meta.dirname, '../..');

/** Synthesizes the dev stack with bundles made anew, below a folder. */
export const synthesize = (folder: string): Stack => {
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const functions = join(folder, 'functions');
  run('build/main.ts', functions);
  run('infra/src/main.ts', '--out', join(folder, 'out'), '--functions', functions);
  return new Stack(join(folder, 'out/stacks/pipeline-dev/cdk.tf.json'));
};

/** The cloud path in one machine: bundles under a Lambda runtime, emulators, and between them what the synthesized Terraform says. */
export interface Cloud {
  readonly emulators: Emulators;
  readonly client: Client;
  readonly url: string;
  readonly tenant: TenantId;
  readonly lambdas: ReadonlyMap<string, Lambda>;
  readonly given: number;
  readonly services: BooksServices;
  books(): Promise<Books>;
  dropTable(name: string): Promise<void>;
  createTable(name: string): Promise<void>;
  nearLineName(week: string): string;
  close(): Promise<void>;
}

const account = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

export const startCloud = async (random: () => number): Promise<Cloud> => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cloud-'));
  const stack = synthesize(folder);
  const buckets = stack.all('aws_s3_bucket').map((bucket) => textIn(bucket, 'bucket'));
  const emulators = await startEmulators(join(folder, 's3'), buckets, random);
  const settings = (service: keyof Emulators['urls']) => ({
    ...clientSettings(),
    region: account.AWS_REGION,
    endpoint: emulators.urls[service],
    credentials: { accessKeyId: account.AWS_ACCESS_KEY_ID, secretAccessKey: account.AWS_SECRET_ACCESS_KEY },
  });
  const dynamo = new DynamoDBClient(settings('DYNAMODB'));
  const kinesis = new KinesisClient(settings('KINESIS'));
  const s3 = new S3Client({ ...settings('S3'), forcePathStyle: true });
  for (const table of stack.all('aws_dynamodb_table')) await createTable(dynamo, table);
  for (const stream of stack.all('aws_kinesis_stream')) await createStream(kinesis, stream);

  const endpoints = Object.fromEntries(
    Object.entries(emulators.urls).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
  );
  const lambdas = new Map<string, Lambda>();
  for (const one of stack.all('aws_lambda_function'))
    lambdas.set(
      textIn(one, 'function_name'),
      await startLambda(stack, one, folder, { ...account, ...endpoints }),
    );
  const lambdaOf = (name: string): Lambda => {
    const lambda = lambdas.get(name);
    if (lambda === undefined) throw new Error(`there is no function ${name}`);
    return lambda;
  };

  let given = 0;
  // Those of streams: a queue's mapping has no place in a stream to begin at, and no limit of tries.
  const ofStreams = stack
    .all('aws_lambda_event_source_mapping')
    .filter((one) => one['starting_position'] !== undefined);
  const mappings = ofStreams.map(
    (one) =>
      new Mapping({
        client: kinesis,
        streamName: textIn(stack.at(one['event_source_arn']), 'name'),
        settings: {
          batch_size: numberIn(one, 'batch_size'),
          bisect_batch_on_function_error: one['bisect_batch_on_function_error'] === true,
          maximum_retry_attempts: numberIn(one, 'maximum_retry_attempts'),
          reportsItemFailures: JSON.stringify(one['function_response_types']).includes(
            'ReportBatchItemFailures',
          ),
        },
        invoke: (event) => lambdaOf(textIn(stack.at(one['function_name']), 'function_name')).invoke(event),
        onFailure: (records) => {
          given += records.length;
        },
      }),
  );
  for (const mapping of mappings) await mapping.start();

  const variables = blockIn(blockIn(functionOf(stack, 'validate'), 'environment'), 'variables');
  const others = blockIn(blockIn(functionOf(stack, 'meta'), 'environment'), 'variables');
  const counts = blockIn(blockIn(functionOf(stack, 'count'), 'environment'), 'variables');
  const stored = blockIn(blockIn(functionOf(stack, 'store'), 'environment'), 'variables');
  const prefix = textIn(variables, 'NEAR_LINE_TABLE_PREFIX');
  const directory = dynamoDirectory({ client: dynamo, tableName: textIn(others, 'DIRECTORY_TABLE') });
  const tenant = aTenant({ quota: { ratePerSecond: 'unlimited', burst: 500 } });
  const key = aKey({ tenant: tenant.id, role: 'device', device: anId() });
  await directory.createTenant(tenant);
  await directory.putDevice({ id: key.device, tenant: tenant.id, description: '', createdAt: 1 });
  await directory.addKey(key, 2);

  // The gateway: IAM knows the secret, the stack knows the routes.
  const edge = await startGateway(stack, lambdaOf, {
    key: async (id) => {
      const found = await directory.key(id);
      return found && id === key.id ? { ...found, secret: key.secret } : undefined;
    },
  });
  const services: BooksServices = {
    ledger: dynamoLedger({ client: dynamo, tableName: textIn(counts, 'COUNTS_TABLE') }),
    sealed: dynamoSealedCounts({ client: dynamo, tableName: textIn(counts, 'COUNTS_TABLE') }),
    chunks: dynamoChunkStore({ client: dynamo, tablePrefix: prefix, random }),
    objects: s3ObjectStore({ client: s3, bucket: textIn(stored, 'OBJECT_BUCKET') }),
    schemas: dynamoSchemaStore({ client: dynamo, tableName: textIn(variables, 'SCHEMA_TABLE') }),
    pending: { raw: nothing, staged: nothing },
  };
  const url = `http://${edge.host}:${edge.port}`;
  const client = clientOf(url, { accessKeyId: key.id, secretAccessKey: key.secret });
  const tableNamed = (name: string): Values => {
    const table = stack.all('aws_dynamodb_table').find((one) => one['name'] === name);
    if (table === undefined) throw new Error(`the stack has no table ${name}`);
    return table;
  };
  return {
    emulators,
    client,
    url,
    tenant: tenant.id,
    lambdas,
    get given() {
      return given;
    },
    services,
    books: () => balance(tenant.id, services),
    nearLineName: (week) => `${prefix}${week}`,
    dropTable: async (name) => {
      await dynamo.send(new DeleteTableCommand({ TableName: name }));
    },
    createTable: (name) => createTable(dynamo, tableNamed(name)),
    close: async () => {
      client.close();
      await edge.close();
      await Promise.all([...lambdas.values()].map((lambda) => lambda.close()));
      await Promise.all(mappings.map((mapping) => mapping.stop()));
      for (const one of [dynamo, kinesis, s3]) one.destroy();
      await emulators.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

// eslint-disable-next-line require-yield -- nothing is pending once the mappings are drained
async function* nothing(): AsyncIterable<never> {
  await Promise.resolve();
}

export const functionOf = (stack: Stack, part: FunctionName): Values => {
  const found = stack
    .all('aws_lambda_function')
    .find((one) => textIn(one, 'function_name').endsWith(`-${part}`));
  if (found === undefined) throw new Error(`the stack has no function ${part}`);
  return found;
};

export const createTable = async (client: DynamoDBClient, table: Values): Promise<void> => {
  const name = textIn(table, 'name');
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: textIn(table, 'hash_key'), KeyType: 'HASH' },
        { AttributeName: textIn(table, 'range_key'), KeyType: 'RANGE' },
      ],
      AttributeDefinitions: (table['attribute'] as { name: string; type: 'S' }[]).map((one) => ({
        AttributeName: one.name,
        AttributeType: one.type,
      })),
    }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === 'ACTIVE') return;
  }
};

export const createStream = async (client: KinesisClient, stream: Values): Promise<void> => {
  const StreamName = textIn(stream, 'name');
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: numberIn(stream, 'shard_count') }));
  for (;;) {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
    if (StreamDescription?.StreamStatus === 'ACTIVE') return;
  }
};

/** A function as the stack declares it: its zip, handler, variables and time. */
export const startLambda = async (
  stack: Stack,
  declared: Values,
  folder: string,
  around: Readonly<Record<string, string>>,
): Promise<Lambda> => {
  const [file = '', name = ''] = textIn(declared, 'handler').split('.');
  const target = join(folder, 'unpacked', textIn(declared, 'function_name'));
  mkdirSync(target, { recursive: true });
  execFileSync('python3', ['-m', 'zipfile', '-e', stack.file(declared['filename']), target]);
  const variables = blockIn(blockIn(declared, 'environment'), 'variables') as Readonly<
    Record<string, string>
  >;
  return Lambda.start({
    module: join(target, `${file}.mjs`),
    export: name,
    variables: { ...around, ...variables },
    timeoutMs: numberIn(declared, 'timeout') * 1000,
  });
};

/** The HTTP API: which function a path goes to is the stack's to say. */
const startGateway = (
  stack: Stack,
  lambdaOf: (name: string) => Lambda,
  directory: Parameters<typeof startEdge>[0]['directory'],
): Promise<Edge> => {
  const routes = stack.all('aws_apigatewayv2_route').flatMap((route) => {
    const [method = '', path = ''] = textIn(route, 'route_key').split(' ');
    const integration = stack.at(textIn(route, 'target').replace('integrations/', ''));
    // Queries go to the query service, which query.test.ts asks.
    if (integration['connection_type'] === 'VPC_LINK') return [];
    const pattern = new RegExp(`^${path.replace('{proxy+}', '.+')}$`);
    return [{ method, pattern, function: textIn(stack.at(integration['integration_uri']), 'function_name') }];
  });
  return startEdge({
    port: 0,
    region: account.AWS_REGION,
    directory,
    clock: { now: () => Date.now() },
    newRequestId: anId,
    log: () => undefined,
    handle: async (event) => {
      const { method } = event.requestContext.http;
      const route = routes.find(
        (one) => ['ANY', method].includes(one.method) && one.pattern.test(event.rawPath),
      );
      if (route === undefined) return { statusCode: 404, headers: {}, body: '{"message":"Not Found"}' };
      return (await lambdaOf(route.function).invoke(event)) as HttpResult;
    },
  });
};
