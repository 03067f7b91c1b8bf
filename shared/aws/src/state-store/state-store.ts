import {
  DeleteItemCommand,
  type DynamoDBClient,
  type DeleteItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { SluiceError } from '@sluice/core/failure';
import { stateFault, tableKeys } from '@sluice/core/layout';
import type { StateRow, StateStore } from '@sluice/core/ports';
import { type Item, textOf } from '../dynamo/attributes.ts';
import { dynamoError, isConditionFailure } from '../dynamo/failure.ts';
import { type Condition, isAbsent, type Key, keyedTable, type KeyedTable } from '../dynamo/keyed-table.ts';

export interface StateStoreOptions {
  readonly client: DynamoDBClient;
  /** A table of the keys `pk` and `sk`; rows of other stores in it are told apart by the prefix of their partition. */
  readonly tableName: string;
}

const names = { version: 'v', value: 'doc' } as const;

/** Other stores that share the table have tenants as partitions: none starts so. */
const keyOf = (partition: string, key: string): Key => ({ pk: `state/${partition}`, sk: key });

const rowOf = (item: Item): StateRow => ({
  key: textOf(item, tableKeys.sort) ?? '',
  version: Number(item[names.version]?.N),
  value: textOf(item, names.value) ?? '',
});

const isVersion = (version: number): Condition =>
  version === 0
    ? isAbsent
    : {
        ConditionExpression: '#v = :v',
        ExpressionAttributeNames: { '#v': names.version },
        ExpressionAttributeValues: { ':v': { N: String(version) } },
      };

const get = async (table: KeyedTable, key: Key): Promise<StateRow | undefined> => {
  const item = await table.get(key);
  return item === undefined ? undefined : rowOf(item);
};

/** A refused write may be our own: the SDK sends a put again whose answer was lost. */
const replace = async (
  table: KeyedTable,
  key: Key,
  expectedVersion: number,
  value: string,
): Promise<'stored' | 'conflict'> => {
  const item: Item = { [names.version]: { N: String(expectedVersion + 1) }, [names.value]: { S: value } };
  if (await table.putIf(key, item, isVersion(expectedVersion))) return 'stored';
  const now = await get(table, key);
  return now?.version === expectedVersion + 1 && now.value === value ? 'stored' : 'conflict';
};

/** Small documents with versions on DynamoDB, by conditional writes; reads are strongly consistent. */
export const dynamoStateStore = ({ client, tableName }: StateStoreOptions): StateStore => {
  const table = keyedTable(client, tableName);
  const removeIf = async (input: DeleteItemCommandInput): Promise<'removed' | 'conflict'> => {
    try {
      await client.send(new DeleteItemCommand(input));
      return 'removed';
    } catch (error) {
      if (isConditionFailure(error)) return 'conflict';
      throw dynamoError(error, `delete from ${tableName}`);
    }
  };
  return {
    get: (partition, key) => get(table, keyOf(partition, key)),
    replace: async (partition, key, expectedVersion, value) => {
      const fault = stateFault(partition, key, value);
      if (fault !== undefined) throw new SluiceError({ class: 'ours', code: 'BadState', message: fault });
      return replace(table, keyOf(partition, key), expectedVersion, value);
    },
    remove: (partition, key, expectedVersion) => {
      const { pk, sk } = keyOf(partition, key);
      if (expectedVersion === 0) return Promise.resolve('conflict');
      return removeIf({
        TableName: tableName,
        Key: { [tableKeys.partition]: { S: pk }, [tableKeys.sort]: { S: sk } },
        ...isVersion(expectedVersion),
      });
    },
    async *rows(partition) {
      for await (const item of table.query(keyOf(partition, '').pk, '')) yield rowOf(item);
    },
  };
};
