import { isUtf8 } from 'node:buffer';
import type { ErrorRecord } from '../forms/index.ts';
import type { DeliveredRecord, Stage } from '../ports/event-stream.ts';

/** Bytes as an error record holds them: text, or base64 when they are not UTF-8. */
export const asText = (bytes: Uint8Array): Pick<ErrorRecord, 'event' | 'encoding'> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer)
    ? { event: buffer.toString('utf8') }
    : { event: buffer.toString('base64'), encoding: 'base64' };
};

/** The error record of something that one of our own stages wrote and this one cannot read: our fault, not the customer's. */
export const unreadable = (
  stage: Stage,
  record: DeliveredRecord,
  index: number,
  bytes: Uint8Array,
  reason: string,
  handledAt: number,
): ErrorRecord => ({
  v: 1,
  // The partition key starts with the tenant: the one part of a record that needs no reading.
  tenant: record.partitionKey.slice(0, 26),
  stage,
  kind: 'commit',
  code: 'Unreadable',
  reason: `${reason} (${record.shard}, sequence number ${record.sequence}, line ${index})`,
  recordId: record.partitionKey.slice(26) || `${record.shard}:${record.sequence}`,
  index,
  receivedAt: record.arrivedAt,
  handledAt,
  ...asText(bytes),
});
