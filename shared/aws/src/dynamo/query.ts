import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';

/**
 * What is asked of a partition: names and values of its key, what the sort key starts with, and what it goes on with at least. A condition
 * takes one test of a sort key: with `from` it is a range, which ends before whatever starts with something later.
 */
export interface Asked {
  readonly table: string;
  readonly partition: readonly [name: string, value: string];
  readonly sort?: readonly [name: string, start: string, from?: string];
  /** Attributes to give, separated by commas. Spares the wire, not the read units: those are of whole items. @default all */
  readonly only?: string;
  /** Descending by sort key. @default false */
  readonly newestFirst?: boolean;
}

/** Of all texts that start so the last: no sort key of ours has a character beyond it. */
const lastOf = (start: string): string => `${start}\uffff`;

const sortOf = (sort: Asked['sort']) => {
  if (sort === undefined) return { condition: '', names: {}, values: {} };
  const [name, start, from = ''] = sort;
  const names = { '#s': name };
  if (from === '') return { condition: ' AND begins_with(#s, :s)', names, values: { ':s': { S: start } } };
  const values = { ':s': { S: `${start}${from}` }, ':e': { S: lastOf(start) } };
  return { condition: ' AND #s BETWEEN :s AND :e', names, values };
};

const inputOf = ({ table, partition, sort, only, newestFirst }: Asked): QueryCommandInput => ({
  TableName: table,
  KeyConditionExpression: `#p = :p${sortOf(sort).condition}`,
  ExpressionAttributeNames: { '#p': partition[0], ...sortOf(sort).names },
  ExpressionAttributeValues: { ':p': { S: partition[1] }, ...sortOf(sort).values },
  // An `ok` of a write means visible, so reads see all of them; that costs a unit for 4 KB where half of one would do.
  ConsistentRead: true,
  ScanIndexForward: newestFirst !== true,
  ...(only !== undefined && { ProjectionExpression: only }),
});

/** The items of a partition in the order of the sort key, page by page: a page ends at 1 MB and may be empty. Throws what the SDK throws. */
export async function* queryItems(client: DynamoDBClient, asked: Asked): AsyncGenerator<Item> {
  const input = inputOf(asked);
  let from: Item | undefined;
  do {
    const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey: from }));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
