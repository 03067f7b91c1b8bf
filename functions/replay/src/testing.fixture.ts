import type { DeliveredRecord, ObjectStore } from '@sluice/core/ports';
import { aTally } from '@sluice/testing/factories/books';
import { aDelivered } from '@sluice/testing/factories/chunks';
import { aTenantId } from '@sluice/testing/factories/directory';
import type { Consumer } from './index.ts';

/** A record of the raw stream as its consumers are handed it. */
export const aRawRecord = (tenant = aTenantId()): DeliveredRecord => {
  const tally = aTally(tenant, { events: 3 });
  return aDelivered({ partitionKey: `${tenant}${tally.recordId}`, tally });
};

/** The object that a mapping makes of a record it gives up on, and its key. */
export const giveUp = async (
  objects: ObjectStore,
  consumer: Consumer,
  record: DeliveredRecord,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> => {
  const key = `on-failure/${consumer}/${record.shard}-${record.sequence.padStart(20, '0')}.json`;
  const data = Buffer.from(record.data).toString('base64');
  const form = { v: 1, consumer, reason: 'not handled in 1000 tries', at: 1, ...record, data, ...overrides };
  await objects.put(key, Buffer.from(`${JSON.stringify(form)}\n`));
  return key;
};

export const keysIn = (objects: ObjectStore): Promise<string[]> =>
  Array.fromAsync(objects.list('on-failure/'));
