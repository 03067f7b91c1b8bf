import { isOnFailureObject } from '@sluice/core/forms';
import { isTenantId } from '@sluice/core/layout';
import type { DeliveredRecord } from '@sluice/core/ports';

/** A record that an event source mapping gave up on, as its consumer was handed it. */
export interface GivenUp {
  readonly consumer: string;
  readonly reason: string;
  readonly record: DeliveredRecord;
}

/**
 * Reads an object of the on-failure store.
 * @returns the reason, as text, when it is none: it names no key, the caller does
 */
export const readGivenUp = (body: Uint8Array): GivenUp | string => {
  let form: unknown;
  try {
    form = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isOnFailureObject(form)) return 'it has not the form of an on-failure object';
  const { consumer, reason, tally, shard, sequence, arrivedAt, partitionKey } = form;
  const record = { shard, sequence, arrivedAt, partitionKey, data: Buffer.from(form.data, 'base64') };
  if (tally === undefined) return { consumer, reason, record };
  const { tenant } = tally;
  if (!isTenantId(tenant))
    return `its tally names the tenant ${JSON.stringify(tenant)}, which is no tenant id`;
  return { consumer, reason, record: { ...record, tally: { ...tally, tenant } } };
};
