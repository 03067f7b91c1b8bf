import type { Chunk, Partition } from '../ports/chunk-store.ts';
import { weekRange } from '../time/week.ts';
import { isTenantId } from './ids.ts';
import { limits } from './limits.ts';
import { objectKeyFault } from './object-key.ts';
import { lateTable } from './paths.ts';

/** The attribute names of a near-line item: short, because DynamoDB counts names in each item's size. */
export const chunkAttributes = {
  partition: 'p',
  sort: 's',
  events: 'n',
  firstTimestamp: 'ft',
  lastTimestamp: 'lt',
  firstReceivedAt: 'fr',
  lastReceivedAt: 'lr',
  metricName: 'mn',
  body: 'b',
  pointer: 'ptr',
} as const;

/** A number in an item takes at most 21 bytes (AWS-FACTS 1.5); five of them. */
const numberBytes = 5 * 21;
const nameBytes = Object.values(chunkAttributes).join('').length;

/** Partition key of a near-line item: `tenant#metric#hour`. */
export const partitionKey = (partition: Partition): string =>
  `${partition.tenant}#${partition.metric}#${partition.hour}`;

/** The size of a chunk as a near-line item, in bytes as DynamoDB counts them: names, values and body; never below the true size. */
export const chunkItemBytes = (chunk: Chunk): number =>
  nameBytes +
  numberBytes +
  partitionKey(chunk.partition).length +
  21 +
  chunk.chunkId.length +
  Buffer.byteLength(chunk.metricName) +
  chunk.body.byteLength +
  (chunk.pointer ?? '').length;

const metricPattern = /^[A-Za-z0-9_]{1,64}$/;
const hourPattern = /^([+-]\d{6}|\d{4})-\d{2}-\d{2}T\d{2}$/;
const chunkIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** True for a weekly table (`2026-w47`) and for `late`. */
export const isTableName = (name: string): boolean => name === lateTable || weekRange(name) !== undefined;

/** Why no chunk can live in a partition (a key that is none), or undefined. */
export const partitionFault = ({ table, tenant, metric, hour }: Partition): string | undefined => {
  if (!isTableName(table)) return `the table "${table}" is neither a week (2026-w47) nor "${lateTable}"`;
  if (!isTenantId(tenant)) return `the tenant "${String(tenant)}" is not a tenant id`;
  if (!metricPattern.test(metric)) return `the metric "${metric}" is not a metric id`;
  return hourPattern.test(hour) ? undefined : `the hour "${hour}" is not written as 2026-11-23T03`;
};

const numbersFault = (chunk: Chunk): string | undefined => {
  const { events, firstTimestamp, lastTimestamp, firstReceivedAt, lastReceivedAt } = chunk;
  const times = { firstTimestamp, lastTimestamp, firstReceivedAt, lastReceivedAt };
  for (const [name, value] of Object.entries(times))
    if (!Number.isSafeInteger(value)) return `${name} is ${value}, not epoch milliseconds`;
  return Number.isSafeInteger(events) && events > 0 && events < 2 ** 32
    ? undefined
    : `events is ${events}, not a count above 0`;
};

/** Why a chunk cannot be an item: a fault of the caller, never of the data's sender. Undefined when it can. */
export const chunkFault = (chunk: Chunk): string | undefined => {
  if (!chunkIdPattern.test(chunk.chunkId)) return `the chunk id "${chunk.chunkId}" is not an id`;
  const fault = partitionFault(chunk.partition) ?? numbersFault(chunk);
  if (fault !== undefined) return fault;
  if (chunk.pointer !== undefined && chunk.body.byteLength > 0)
    return `it has both a pointer ("${chunk.pointer}") and a body; a pointer item's body is empty`;
  if (Buffer.byteLength(chunk.metricName) > limits.metricNameBytes)
    return `its metric name has more than ${limits.metricNameBytes} bytes: "${chunk.metricName.slice(0, 100)}…"`;
  const pointerFault = chunk.pointer === undefined ? undefined : objectKeyFault(chunk.pointer);
  if (pointerFault !== undefined) return `its pointer ${pointerFault}`;
  const bytes = chunkItemBytes(chunk);
  return bytes <= limits.chunkBytes
    ? undefined
    : `it has ${bytes} bytes, above ${limits.chunkBytes}: cut it, or put the body in the object store and give its pointer`;
};
