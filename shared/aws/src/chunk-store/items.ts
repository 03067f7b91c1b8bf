import { SluiceError } from '@sluice/core/failure';
import { chunkAttributes as names, partitionKey } from '@sluice/core/layout';
import type { Chunk, ChunkHead, Partition, PartitionEntry } from '@sluice/core/ports';
import { bytesOf, integerOf, type Item, textOf } from '../dynamo/attributes.ts';
import { chunkIdOf, chunkSortKey } from './sort-key.ts';

const number = (value: number): { readonly N: string } => ({ N: String(value) });

/** What finds a chunk's item in its table. */
export const chunkKey = ({ partition, firstTimestamp, chunkId }: ChunkHead): Item => ({
  [names.partition]: { S: partitionKey(partition) },
  [names.sort]: { S: chunkSortKey(firstTimestamp, chunkId) },
});

/** A chunk as an item: the body is binary, absent when a pointer takes its place. */
export const chunkItem = (chunk: Chunk): Item => ({
  ...chunkKey(chunk),
  [names.events]: number(chunk.events),
  [names.firstTimestamp]: number(chunk.firstTimestamp),
  [names.lastTimestamp]: number(chunk.lastTimestamp),
  [names.firstReceivedAt]: number(chunk.firstReceivedAt),
  [names.lastReceivedAt]: number(chunk.lastReceivedAt),
  [names.metricName]: { S: chunk.metricName },
  ...(chunk.pointer === undefined
    ? { [names.body]: { B: chunk.body } }
    : { [names.pointer]: { S: chunk.pointer } }),
});

/** An item's key as one text: partition keys hold no space. */
export const itemKey = (item: Item): string =>
  `${textOf(item, names.partition) ?? ''} ${textOf(item, names.sort) ?? ''}`;

const corrupt = (item: Item, table: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'CorruptItem',
    message: `the item ${itemKey(item)} of ${table} is not what was written; restore the table, or replay its hour from the archive`,
  });

/** Attributes of a head, for a projection. */
export const headAttributes = [
  names.partition,
  names.sort,
  names.events,
  names.firstTimestamp,
  names.lastTimestamp,
  names.firstReceivedAt,
  names.lastReceivedAt,
].join(', ');

/** An item's head. Throws SluiceError (`CorruptItem`) for what no write made. */
export const headOf = (item: Item, partition: Partition): ChunkHead => {
  const chunkId = chunkIdOf(textOf(item, names.sort) ?? '');
  const events = integerOf(item, names.events);
  const firstTimestamp = integerOf(item, names.firstTimestamp);
  const lastTimestamp = integerOf(item, names.lastTimestamp);
  const firstReceivedAt = integerOf(item, names.firstReceivedAt);
  const lastReceivedAt = integerOf(item, names.lastReceivedAt);
  if (chunkId === undefined || events === undefined) throw corrupt(item, partition.table);
  if (firstTimestamp === undefined || lastTimestamp === undefined) throw corrupt(item, partition.table);
  if (firstReceivedAt === undefined || lastReceivedAt === undefined) throw corrupt(item, partition.table);
  return { partition, chunkId, events, firstTimestamp, lastTimestamp, firstReceivedAt, lastReceivedAt };
};

/** An item's chunk. Throws SluiceError (`CorruptItem`) for what no write made. */
export const chunkOf = (item: Item, partition: Partition): Chunk => {
  const metricName = textOf(item, names.metricName);
  const pointer = textOf(item, names.pointer);
  const body = bytesOf(item, names.body);
  if (metricName === undefined || (pointer === undefined) === (body === undefined))
    throw corrupt(item, partition.table);
  const whole = { ...headOf(item, partition), metricName, body: body ?? new Uint8Array() };
  return pointer === undefined ? whole : { ...whole, pointer };
};

/** An index item: that a tenant has chunks of a metric and an hour in this table. */
export const entryItem = ({ partition, metricName }: PartitionEntry): Item => ({
  [names.partition]: { S: partition.tenant },
  [names.sort]: { S: `${partition.metric}#${partition.hour}` },
  [names.metricName]: { S: metricName },
});

/** An index item's entry. Throws SluiceError (`CorruptItem`) for what no write made. */
export const entryOf = (item: Item, at: Pick<Partition, 'table' | 'tenant'>): PartitionEntry => {
  const [metric, hour] = textOf(item, names.sort)?.split('#') ?? [];
  const metricName = textOf(item, names.metricName);
  if (metric === undefined || hour === undefined || metricName === undefined) throw corrupt(item, at.table);
  return { partition: { table: at.table, tenant: at.tenant, metric, hour }, metricName };
};
