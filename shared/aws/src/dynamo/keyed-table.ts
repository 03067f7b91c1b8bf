import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { tableKeys } from '@sluice/core/layout';
import type { Item } from './attributes.ts';
import { answering, dynamoError, isConditionFailure } from './failure.ts';
import { queryItems } from './query.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** When an item may be written; else {@link KeyedTable.putIf} is false. */
export type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

export interface QueryOptions {
  readonly from?: string;
  /** Descending. @default false */
  readonly newestFirst?: boolean;
}

/** A table with the keys `pk` and `sk`. Reads see every write before them. Everything throws OutOfService, or SluiceError for a fault of ours. */
export interface KeyedTable {
  get(key: Key): Promise<Item | undefined>;
  put(key: Key, attributes: Item): Promise<void>;
  /**
   * False when the condition did not hold. The SDK sends a put again whose answer was lost, and the second then fails on what the first
   * wrote: after a false, look whether it is your own write that is there.
   */
  putIf(key: Key, attributes: Item, condition: Condition): Promise<boolean>;
  delete(key: Key): Promise<void>;
  /** Items of a partition whose sort key starts so; with `from`, those alone whose sort key goes on with it or with something later. */
  query(pk: string, start: string, options?: QueryOptions): AsyncIterable<Item>;
}

const keyItem = ({ pk, sk }: Key): Item => ({
  [tableKeys.partition]: { S: pk },
  [tableKeys.sort]: { S: sk },
});

export const isAbsent: Condition = { ConditionExpression: `attribute_not_exists(${tableKeys.partition})` };
export const isPresent: Condition = { ConditionExpression: `attribute_exists(${tableKeys.partition})` };

/** @param name of the table, for people too: `read sluice-dev-schemas` */
export const keyedTable = (client: DynamoDBClient, name: string): KeyedTable => {
  const put = (key: Key, attributes: Item, condition: Condition) =>
    client.send(
      new PutItemCommand({ TableName: name, Item: { ...keyItem(key), ...attributes }, ...condition }),
    );
  return {
    get: async (key) => {
      const command = new GetItemCommand({ TableName: name, Key: keyItem(key), ConsistentRead: true });
      return (await answering(`read ${name}`, () => client.send(command))).Item;
    },
    put: async (key, attributes) => {
      await answering(`write to ${name}`, () => put(key, attributes, {}));
    },
    putIf: async (key, attributes, condition) => {
      try {
        await put(key, attributes, condition);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw dynamoError(error, `write to ${name}`);
      }
    },
    delete: async (key) => {
      const command = new DeleteItemCommand({ TableName: name, Key: keyItem(key) });
      await answering(`delete from ${name}`, () => client.send(command));
    },
    query: async function* (pk, start, { from = '', newestFirst = false } = {}) {
      const partition = [tableKeys.partition, pk] as const;
      // DynamoDB refuses an empty text for a key, in a condition too.
      const sort = start === '' ? {} : { sort: [tableKeys.sort, start, from] as const };
      try {
        yield* queryItems(client, { table: name, partition, ...sort, newestFirst });
      } catch (error) {
        throw dynamoError(error, `read ${name}`);
      }
    },
  };
};
