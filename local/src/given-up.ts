import { readGivenUp as readObject } from '@sluice/replay';
import type { DeliveredRecord, ObjectStore } from '@sluice/core/ports';

/** An object of the on-failure store: a record that an event source mapping gave up on, whole. */
export interface GivenUp {
  readonly key: string;
  readonly reason: string;
  readonly record: DeliveredRecord;
}

/** The form in which a record is kept; the data in base64. */
export const writeGivenUp = (
  consumer: string,
  { data, ...rest }: DeliveredRecord,
  reason: string,
  at: number,
): Uint8Array =>
  Buffer.from(
    `${JSON.stringify({ v: 1, consumer, reason, at, ...rest, data: Buffer.from(data).toString('base64') })}\n`,
  );

/** Reads all objects under a prefix; one that cannot be read is an error that names it. */
export async function* readGivenUp(objects: ObjectStore, prefix: string): AsyncIterable<GivenUp> {
  for await (const key of objects.list(prefix)) {
    const body = await objects.get(key);
    if (body === undefined) continue;
    const givenUp = readObject(body);
    if (typeof givenUp === 'string')
      throw new Error(`${key} is no object of the on-failure store: ${givenUp}`);
    yield { key, reason: givenUp.reason, record: givenUp.record };
  }
}
