import {
  DescribeTableCommand,
  UpdateTableCommand,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { OutOfService } from '@sluice/core/failure';
import type { TableCapacity, TableControl } from '@sluice/core/ports';
import { answering, isMissingTable } from '../dynamo/failure.ts';
import { asked } from './asked.ts';

/** A table whose key is away, or that is archived, is in none of the states in which it can be looked at. */
const statusOf = ({ TableName, TableStatus }: TableDescription): TableCapacity['status'] => {
  switch (TableStatus) {
    case 'ACTIVE':
    case 'CREATING':
    case 'UPDATING':
    case 'DELETING':
      return TableStatus;
    case 'INACCESSIBLE_ENCRYPTION_CREDENTIALS':
    case 'REPLICATION_NOT_AUTHORIZED':
    case 'ARCHIVING':
    case 'ARCHIVED':
    case undefined:
    default: // what may be new
      throw new OutOfService(
        `the table ${TableName ?? ''} is ${TableStatus ?? 'in a state that was not told'}`,
      );
  }
};

const capacityOf = (table: TableDescription): TableCapacity => {
  const billing = table.BillingModeSummary?.BillingMode ?? 'PROVISIONED';
  const { WriteCapacityUnits, ReadCapacityUnits, NumberOfDecreasesToday, LastDecreaseDateTime } =
    table.ProvisionedThroughput ?? {};
  const isProvisioned = billing === 'PROVISIONED';
  return {
    status: statusOf(table),
    billing,
    throughput: {
      writes: isProvisioned ? (WriteCapacityUnits ?? 0) : 0,
      reads: isProvisioned ? (ReadCapacityUnits ?? 0) : 0,
    },
    decreasesToday: NumberOfDecreasesToday ?? 0,
    ...(LastDecreaseDateTime === undefined ? {} : { lastDecreaseAt: LastDecreaseDateTime.getTime() }),
  };
};

const look = async (client: DynamoDBClient, table: string): Promise<TableCapacity | undefined> => {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    if (Table === undefined) throw new OutOfService(`DynamoDB told nothing of the table ${table}`);
    return capacityOf(Table);
  } catch (error) {
    if (isMissingTable(error)) return undefined;
    throw error;
  }
};

/**
 * The throughput of DynamoDB tables.
 * @param client of one attempt (`dynamoControlClient`): a change that is sent again is answered as if another had made it
 */
export const dynamoTableControl = (client: DynamoDBClient): TableControl => ({
  describe: (table) => answering(`look at the table ${table}`, () => look(client, table)),
  provision: (table, { writes, reads }) =>
    answering(`provision the table ${table}`, () =>
      asked(() =>
        client.send(
          new UpdateTableCommand({
            TableName: table,
            BillingMode: 'PROVISIONED',
            ProvisionedThroughput: { WriteCapacityUnits: writes, ReadCapacityUnits: reads },
          }),
        ),
      ),
    ),
  payPerRequest: (table) =>
    answering(`let the table ${table} be paid per request`, () =>
      asked(() => client.send(new UpdateTableCommand({ TableName: table, BillingMode: 'PAY_PER_REQUEST' }))),
    ),
});
