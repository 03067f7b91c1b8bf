import type { DeliveredRecord, ObjectStore } from '@sluice/core/ports';
import { onFailurePrefix } from '@sluice/core/layout';
import { readInvocationRecord, type InvocationRecord } from './invocation-record.ts';

export interface FailuresOptions {
  /** The bucket of the on-failure destination. */
  readonly objects: ObjectStore;
  /** The function of each consumer, by the consumer's name. */
  readonly functions: Readonly<Record<string, string>>;
}

/** Lambda's own folder: `aws/lambda/<mapping>/<shard>/yyyy/MM/dd/…`. */
const lambdaFolder = 'aws/lambda/';

const keyOf = (consumer: string, object: string, index: number): string =>
  `${onFailurePrefix(consumer)}${encodeURIComponent(object)}#${index}`;

const partsOf = (key: string): { readonly object: string; readonly index: number } | undefined => {
  const match = /^on-failure\/[^/]+\/([^/#]+)#(\d+)$/.exec(key);
  return match === null ? undefined : { object: decodeURIComponent(match[1] ?? ''), index: Number(match[2]) };
};

/** One record in the form that replay reads (shared/core's on-failure object). */
const formOf = (
  consumer: string,
  { condition, at }: InvocationRecord,
  { data, ...rest }: DeliveredRecord,
): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      v: 1,
      consumer,
      reason: condition,
      at,
      ...rest,
      data: Buffer.from(data).toString('base64'),
    }),
  );

/**
 * The objects of Lambda's on-failure destination as replay knows them: one object a record, by consumer. Lambda puts a whole batch into
 * one object: it is deleted when all its records are. A crash before that means that all are handed back again, which changes nothing.
 * Only what replay and the books call is there: `put` is Lambda's.
 */
export const lambdaFailures = ({ objects, functions }: FailuresOptions): ObjectStore => {
  const deleted = new Map<string, Set<number>>();
  const read = async (object: string): Promise<InvocationRecord | undefined> => {
    const body = await objects.get(object);
    return body && readInvocationRecord(body);
  };
  const consumerOf = ({ functionName }: InvocationRecord): string | undefined =>
    Object.entries(functions).find(([, name]) => name === functionName)?.[0];
  return {
    put: () => Promise.reject(new Error('Lambda alone writes to the on-failure destination')),
    get: async (key) => {
      const parts = partsOf(key);
      const found = parts && (await read(parts.object));
      const record = found?.records[parts?.index ?? -1];
      const consumer = found && consumerOf(found);
      return found && record && consumer !== undefined ? formOf(consumer, found, record) : undefined;
    },
    async *list(prefix) {
      for await (const object of objects.list(lambdaFolder)) {
        const found = await read(object);
        const consumer = found && consumerOf(found);
        if (found === undefined || consumer === undefined || onFailurePrefix(consumer) !== prefix) continue;
        for (const index of found.records.keys()) yield keyOf(consumer, object, index);
      }
    },
    delete: async (key) => {
      const parts = partsOf(key);
      const found = parts && (await read(parts.object));
      if (parts === undefined || found === undefined) return;
      const gone = (deleted.get(parts.object) ?? new Set()).add(parts.index);
      deleted.set(parts.object, gone);
      if (gone.size < found.records.length) return;
      await objects.delete(parts.object);
      deleted.delete(parts.object);
    },
  };
};

/** The records that a function gave up on, from the objects that Lambda wrote of them. */
export async function* lambdaGivenUp(
  objects: ObjectStore,
  functionName: string,
): AsyncGenerator<DeliveredRecord> {
  for await (const object of objects.list(lambdaFolder)) {
    const body = await objects.get(object);
    const found = body && readInvocationRecord(body);
    if (found?.functionName === functionName) yield* found.records;
  }
}
