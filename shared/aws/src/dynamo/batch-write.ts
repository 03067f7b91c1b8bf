import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { done, failed, type Outcome } from '@sluice/core/failure';
import type { Item } from './attributes.ts';
import { dynamoFailure } from './failure.ts';
import { inParallel, runsOf } from './parallel.ts';
import { type Pace, policies, resend } from './resend.ts';

/** An item and its key as one text: what tells items of a table apart. */
export interface Keyed {
  readonly key: string;
  readonly item: Item;
}

export interface Writer extends Pace {
  readonly client: DynamoDBClient;
  /** The key of an item as in {@link Keyed}. */
  readonly keyOf: (item: Item) => string;
}

/**
 * A call takes 25 items and 16 MB (AWS-FACTS 1.5). The second never binds: 25 items of 390,000 bytes in base64 are 13 MB.
 */
const itemsPerCall = 25;
/** Calls under way at once: enough to hide the round trip, few enough that one function does not fill a table's burst by itself. */
const callsAtOnce = 4;

const undone = (writer: Writer, items: readonly Keyed[], requests: readonly WriteRequest[]): Keyed[] => {
  const keys = new Set(requests.map(({ PutRequest }) => writer.keyOf(PutRequest?.Item ?? {})));
  return items.filter(({ key }) => keys.has(key));
};

const send = async (writer: Writer, table: string, items: readonly Keyed[]): Promise<readonly Keyed[]> => {
  const requests = items.map(({ item }) => ({ PutRequest: { Item: item } }));
  const answer = await writer.client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  return undone(writer, items, answer.UnprocessedItems?.[table] ?? []);
};

const putAlone = async (writer: Writer, table: string, item: Item): Promise<Outcome> => {
  try {
    await writer.client.send(new PutItemCommand({ TableName: table, Item: item }));
    return done;
  } catch (error) {
    return failed(dynamoFailure(error, `write an item to ${table}`));
  }
};

/**
 * A call is refused whole for one bad item: alone, the others pass. When none of several passes it is not the items but a setting, and no
 * event may become an error record for that.
 */
const writeAlone = async (
  writer: Writer,
  table: string,
  items: readonly Keyed[],
): Promise<readonly (readonly [string, Outcome])[]> => {
  const outcomes = await inParallel(1, items, async ({ item }) => putAlone(writer, table, item));
  const isSetting = items.length > 1 && outcomes.every((one) => !one.ok && one.failure.class === 'ours');
  return outcomes.map((outcome, i) => [
    items[i]?.key ?? '',
    isSetting && !outcome.ok ? failed({ ...outcome.failure, class: 'retryable' }) : outcome,
  ]);
};

/** The outcomes of the items of one call that are not done, by key. */
const writeCall = async (
  writer: Writer,
  table: string,
  items: readonly Keyed[],
): Promise<readonly (readonly [string, Outcome])[]> => {
  const rest = await resend(writer, policies.write, items, (some) => send(writer, table, some));
  if (rest.items.length === 0) return [];
  const what = `write ${rest.items.length} of ${items.length} items to ${table}`;
  const message = `cannot ${what}: they came back unprocessed ${policies.write.tries} times`;
  const failure =
    'error' in rest
      ? dynamoFailure(rest.error, what)
      : ({ class: 'retryable', code: 'Throttled', message } as const);
  if (failure.class !== 'ours') return rest.items.map(({ key }) => [key, failed(failure)]);
  return writeAlone(writer, table, rest.items);
};

/**
 * Full-item puts in one table, an outcome each, in order. Of items with one key the last is written, as if they were put one by one.
 * Never throws for what DynamoDB answers: it is an outcome. One that is not `ok` may have been written all the same.
 */
export const writeItems = async (
  writer: Writer,
  table: string,
  items: readonly Item[],
): Promise<readonly Outcome[]> => {
  const keys = items.map((item) => writer.keyOf(item));
  // Two writes of one key in one call are refused.
  const byKey = new Map(items.map((item, i) => [keys[i] ?? '', item]));
  const distinct = Array.from(byKey, ([key, item]) => ({ key, item }));
  const calls = await inParallel(callsAtOnce, runsOf(distinct, itemsPerCall), (run) =>
    writeCall(writer, table, run),
  );
  const outcomes = new Map(calls.flat());
  return keys.map((key) => outcomes.get(key) ?? done);
};
