import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';

/** What is asked of a partition: names and values of its key, and what the sort key starts with. */
export interface Asked {
  readonly table: string;
  readonly partition: readonly [name: string, value: string];
  readonly sort?: readonly [name: string, start: string];
  /** Attributes to give, separated by commas. Spares the wire, not the read units: those are of whole items. @default all */
  readonly only?: string;
  /** Descending by sort key. @default false */
  readonly newestFirst?: boolean;
}

const inputOf = ({ table, partition, sort, only, newestFirst }: Asked): QueryCommandInput => ({
  TableName: table,
  KeyConditionExpression: sort === undefined ? '#p = :p' : '#p = :p AND begins_with(#s, :s)',
  ExpressionAttributeNames: { '#p': partition[0], ...(sort && { '#s': sort[0] }) },
  ExpressionAttributeValues: { ':p': { S: partition[1] }, ...(sort && { ':s': { S: sort[1] } }) },
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
