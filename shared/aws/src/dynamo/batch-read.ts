import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OutOfService } from '@sluice/core/failure';
import type { Item } from './attributes.ts';
import { inParallel, runsOf } from './parallel.ts';
import { type Pace, policies, resend } from './resend.ts';

export interface Reader extends Pace {
  readonly client: DynamoDBClient;
}

/** A call takes 100 keys and answers at most 16 MB; the keys of what does not fit come back (AWS-FACTS 1.5). */
const keysPerCall = 100;
/** At most 64 MB of answers are in memory at once, besides what is kept. */
const callsAtOnce = 4;

const readRun = async (reader: Reader, table: string, keys: readonly Item[]): Promise<readonly Item[]> => {
  const found: Item[] = [];
  const rest = await resend(reader, policies.read, keys, async (some) => {
    const asked = { [table]: { Keys: [...some], ConsistentRead: true } };
    const answer = await reader.client.send(new BatchGetItemCommand({ RequestItems: asked }));
    found.push(...(answer.Responses?.[table] ?? []));
    return answer.UnprocessedKeys?.[table]?.Keys ?? [];
  });
  if ('error' in rest) throw rest.error;
  if (rest.items.length > 0)
    throw new OutOfService(
      `cannot read ${rest.items.length} of ${keys.length} items of ${table}: they came back unprocessed ${policies.read.tries} times`,
    );
  return found;
};

/** The items of distinct keys in one table, those that are there, in no order. Throws what the SDK throws, and OutOfService. */
export const readItems = async (
  reader: Reader,
  table: string,
  keys: readonly Item[],
): Promise<readonly Item[]> =>
  (await inParallel(callsAtOnce, runsOf(keys, keysPerCall), (run) => readRun(reader, table, run))).flat();
