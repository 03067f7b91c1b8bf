import { once } from 'node:events';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { chunkAttributes, tableKeys } from '@sluice/core/layout';
import dynalite from 'dynalite';

export interface Emulator {
  /** A client of its own, which tries each call once, so that what is injected is seen. */
  client(): DynamoDBClient;
  close(): Promise<void>;
}

/** DynamoDB in this process. It has no transactions, and its control plane takes a millisecond. */
export const startDynalite = async (): Promise<Emulator> => {
  const server = dynalite({ createTableMs: 1, deleteTableMs: 1 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the emulator listens on no port');
  const clients: DynamoDBClient[] = [];
  return {
    client: () => {
      const client = new DynamoDBClient({
        endpoint: `http://127.0.0.1:${address.port}`,
        region: 'eu-central-1',
        credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const isGone = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';
const isThere = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceInUseException';

const statusOf = async (client: DynamoDBClient, name: string): Promise<string | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

const settle = async (client: DynamoDBClient, name: string, status: string | undefined): Promise<void> => {
  while ((await statusOf(client, name)) !== status) await new Promise((resolve) => setImmediate(resolve));
};

/** As Terraform makes it; one that is there stays. */
export const makeTable = async (
  client: DynamoDBClient,
  name: string,
  [hashKey, rangeKey]: readonly [string, string] = [tableKeys.partition, tableKeys.sort],
): Promise<void> => {
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: hashKey, AttributeType: 'S' },
      { AttributeName: rangeKey, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: hashKey, KeyType: 'HASH' },
      { AttributeName: rangeKey, KeyType: 'RANGE' },
    ],
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  await settle(client, name, 'ACTIVE');
};

/** A weekly or late table. */
export const makeChunkTable = (client: DynamoDBClient, name: string): Promise<void> =>
  makeTable(client, name, [chunkAttributes.partition, chunkAttributes.sort]);

/** As Terraform drops it; one that is not there is no error. */
export const dropTable = async (client: DynamoDBClient, name: string): Promise<void> => {
  try {
    await client.send(new DeleteTableCommand({ TableName: name }));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  await settle(client, name, undefined);
};
