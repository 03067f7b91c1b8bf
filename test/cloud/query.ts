import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoChunkStore } from '@sluice/aws/chunk-store';
import { clientSettings } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { emptySnapshot, lakeLog, type LakeLog } from '@sluice/core/lake';
import {
  chunkAttributes,
  largeEventKey,
  tableKeys,
  undeclaredMetricId,
  type QueryVariable,
  type TenantId,
} from '@sluice/core/layout';
import type { AccessKey, ChunkStore, ObjectStore, Role } from '@sluice/core/ports';
import { hourOf, weekOf } from '@sluice/core/time';
import { runEtl } from '@sluice/etl';
import { aLine, aWorld, textOf } from '@sluice/etl/testing';
import { aChunk } from '@sluice/testing/factories/chunks';
import { aKey, anId, aTenant } from '@sluice/testing/factories/directory';
import { synthesize } from './cloud.ts';
import { startEmulators } from './emulators.ts';
import { blockIn, textIn, type Stack, type Values } from './stack.ts';

export const root = resolve(import.meta.dirname, '../..');

/** What signs a request, as the gateway knows it. */
export interface Context {
  readonly userArn: string;
  readonly cognitoIdentityId?: string;
  readonly requestId?: string;
}

/** What the platform has stored before the service starts. */
export interface Stored {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  /** The zip that Beanstalk is given. */
  readonly zip: string;
  /** What ARNs of users of ours begin with, and of who signed in by the pool. */
  readonly arns: { readonly user: string; readonly signedIn: string };
  /** The headers that the gateway writes over a client's, by the stack. */
  headers(context: Context): Readonly<Record<string, string>>;
  readonly certificates: ObjectStore;
  addKey(tenant: TenantId, role: Role, id?: string): Promise<AccessKey>;
  addTenant(): Promise<TenantId>;
  /** A row of the metric `pump`, with its level; the large ones lie in the object store. */
  addRow(tenant: TenantId, level: string, isLarge?: boolean): Promise<void>;
  /** Publishes a lake of one row of the metric `valve`, as the batch does. */
  readonly publish: (tenant: TenantId, level: string) => Promise<void>;
  close(): Promise<void>;
}

const makeTable = async (client: DynamoDBClient, name: string, [hash, range]: readonly [string, string]) => {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [hash, range].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
    }),
  );
  const isActive = async () =>
    (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus === 'ACTIVE';
  while (!(await isActive())) await new Promise((next) => setImmediate(next));
};

const rowAdder =
  (chunks: ChunkStore, objects: ObjectStore) =>
  async (tenant: TenantId, level: string, isLarge = false): Promise<void> => {
    const timestamp = Date.now();
    const metric = undeclaredMetricId('pump');
    const line = {
      v: 1,
      tenant,
      metric,
      eventId: anId(),
      fingerprint: 'F'.repeat(26),
      timestamp,
      receivedAt: timestamp,
      stagedAt: timestamp,
      device: 'd',
      recordId: anId(),
      index: 0,
      fields: {},
      unknown: { level: ['string', level] },
      as: 'pump',
    };
    const body = gzipSync(`${JSON.stringify(line)}\n`);
    const chunkId = anId();
    const pointer = largeEventKey(tenant, chunkId);
    if (isLarge) await objects.put(pointer, body);
    const [outcome] = await chunks.put([
      aChunk({
        partition: { table: weekOf(timestamp), tenant, metric, hour: hourOf(timestamp) },
        chunkId,
        firstTimestamp: timestamp,
        lastTimestamp: timestamp,
        ...(isLarge ? { body: new Uint8Array(), pointer } : { body }),
      }),
    ]);
    if (outcome?.ok !== true) throw new Error(`the row was not stored: ${JSON.stringify(outcome)}`);
  };

/** The batch on one machine writes the lake; its files and its manifest go where the stack has them. */
const publisher =
  (log: LakeLog, bucket: ObjectStore) =>
  async (tenant: TenantId, level: string): Promise<void> => {
    const world = await aWorld();
    await world.services.directory.createTenant(aTenant({ id: tenant }));
    world.archive([textOf(aLine({ tenant, as: 'valve', unknown: { level: ['string', level] } }))]);
    await runEtl(world.services);
    const manifest = await world.services.lake.manifest(1);
    for (const { key } of manifest?.added ?? []) await bucket.put(key, readFileSync(join(world.folder, key)));
    if (manifest !== undefined) await log.publish(emptySnapshot, manifest);
    world.close();
  };

/** The environment's variables, by the stack. */
const variablesIn = (stack: Stack): Record<QueryVariable, string> => {
  const [environment] = stack.all('aws_elastic_beanstalk_environment');
  const settings = (environment?.['setting'] ?? []) as readonly Values[];
  const given = settings
    .filter((one) => textIn(one, 'namespace') === 'aws:elasticbeanstalk:application:environment')
    .map((one) => [textIn(one, 'name'), textIn(one, 'value')] as const);
  return Object.fromEntries(given) as Record<QueryVariable, string>;
};

/** What the gateway does with a request's headers: `overwrite:header.a` = `$context.identity.b`. Where it has no value it writes none. */
const headersIn = (stack: Stack) => {
  const link = stack.all('aws_apigatewayv2_integration').find((one) => one['connection_type'] === 'VPC_LINK');
  const mapped = Object.entries(blockIn(link ?? {}, 'request_parameters'));
  return ({ userArn, cognitoIdentityId, requestId = 'JKJaXmPLvHcESHA=' }: Context) => {
    const values: Readonly<Record<string, string | undefined>> = {
      '$context.identity.userArn': userArn,
      '$context.identity.cognitoIdentityId': cognitoIdentityId,
      '$context.requestId': requestId,
    };
    return Object.fromEntries(
      mapped.flatMap(([target, source]) => {
        const value = values[String(source)];
        return value === undefined ? [] : [[target.replace('overwrite:header.', ''), value] as const];
      }),
    );
  };
};

const makeTables = async (client: DynamoDBClient, given: Record<QueryVariable, string>): Promise<void> => {
  const keys = [chunkAttributes.partition, chunkAttributes.sort] as const;
  for (const table of [weekOf(Date.now()), 'late'])
    await makeTable(client, `${given.NEAR_LINE_TABLE_PREFIX}${table}`, keys);
  for (const table of [given.SCHEMA_TABLE, given.DIRECTORY_TABLE, given.STATE_TABLE])
    await makeTable(client, table, [tableKeys.partition, tableKeys.sort]);
};

/** Emulators with the tables and buckets that the service reads, under the names that the synthesized stack has. */
export const startStored = async (random: () => number): Promise<Stored> => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-query-aws-'));
  const stack = synthesize(folder);
  const given = variablesIn(stack);
  const emulators = await startEmulators(
    join(folder, 's3'),
    [given.OBJECT_BUCKET, given.CERTIFICATE_BUCKET, given.LAKE_BUCKET],
    random,
  );
  const settings = (service: 'DYNAMODB' | 'S3') => ({
    ...clientSettings(),
    region: given.AWS_REGION,
    endpoint: emulators.urls[service],
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  });
  const client = new DynamoDBClient(settings('DYNAMODB'));
  const s3 = new S3Client({ ...settings('S3'), forcePathStyle: true });
  await makeTables(client, given);
  const directory = dynamoDirectory({ client, tableName: given.DIRECTORY_TABLE });
  const objects = s3ObjectStore({ client: s3, bucket: given.OBJECT_BUCKET });
  const chunks = dynamoChunkStore({ client, tablePrefix: given.NEAR_LINE_TABLE_PREFIX, random });
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const object = stack.all('aws_s3_object').find((one) => textIn(one, 'source').endsWith('.zip'));
  return {
    folder,
    zip: stack.file(textIn(object ?? {}, 'source')),
    arns: { user: given.USER_ARN_PREFIX, signedIn: given.SIGNED_IN_ARN_PREFIX },
    headers: headersIn(stack),
    environment: {
      PATH: process.env['PATH'],
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_ENDPOINT_URL_DYNAMODB: emulators.urls.DYNAMODB,
      AWS_ENDPOINT_URL_S3: emulators.urls.S3,
      ...given,
      // Of this machine: free ports, the gateway on loopback, a small engine.
      TMPDIR: temporary,
      PORT: '0',
      SQL_PORT: '0',
      GATEWAY_RANGES: '127.0.0.0/8',
      ENGINE_MEGABYTES: '512',
      LAKE_CACHE_MEGABYTES: '100',
    },
    certificates: s3ObjectStore({ client: s3, bucket: given.CERTIFICATE_BUCKET }),
    addTenant: async () => {
      const tenant = aTenant();
      await directory.createTenant(tenant);
      return tenant.id;
    },
    addKey: async (tenant, role, id) => {
      const key = aKey({ tenant, role, device: anId(), ...(id === undefined ? {} : { id }) });
      await directory.addKey(key, 2);
      return key;
    },
    addRow: rowAdder(chunks, objects),
    publish: publisher(
      lakeLog(
        dynamoStateStore({ client, tableName: given.STATE_TABLE }),
        s3ObjectStore({ client: s3, bucket: given.LAKE_BUCKET }),
      ),
      s3ObjectStore({ client: s3, bucket: given.LAKE_BUCKET }),
    ),
    close: async () => {
      client.destroy();
      s3.destroy();
      await emulators.close();
      rmSync(folder, { recursive: true });
    },
  };
};

export interface Service {
  readonly rest: string;
  readonly sqlPort: number;
  readonly child: ChildProcess;
  /** All that it wrote to standard error. */
  readonly said: () => string;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the service as a process of its own, and waits for its line `ready`. */
export const startService = async (
  program: string,
  environment: NodeJS.ProcessEnv,
  cwd: string = root,
): Promise<Service> => {
  const child = spawn(process.execPath, [program], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part));
  const exit = once(child, 'exit');
  const ready = await new Promise<string>((done, failed) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) done(text);
    });
    void exit.then(([code]) =>
      failed(new Error(`the service ended with ${String(code)}: ${errors.replaceAll('\\"', '"')}`)),
    );
  });
  const [, rest = '', sql = ''] = /^ready rest=(\d+) sql=(\d+)\n$/.exec(ready) ?? [];
  return {
    rest: `http://127.0.0.1:${rest}`,
    sqlPort: Number(sql),
    child,
    said: () => errors,
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = (await exit) as [number | null];
      return code;
    },
  };
};
