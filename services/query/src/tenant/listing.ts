import { lateTable, type TenantId } from '@sluice/core/layout';
import type { ChunkHead, ChunkStore, Partition } from '@sluice/core/ports';
import { startOfHour, weekRange } from '@sluice/core/time';
import type { TableSpec } from '../engine/protocol.ts';
import { always, type TimeRange } from '../sql/scope.ts';

/** Which chunks of a table an engine holds: by partition. */
export type Held = Map<string, Set<string>>;

export const partitionKey = ({ table, metric, hour }: Partition): string => `${table} ${metric} ${hour}`;

const hourMs = 3_600_000;

const meets = (range: TimeRange, first: number, last: number): boolean =>
  first <= range.to && last >= range.from;

const tableMeets = (table: string, range: TimeRange): boolean => {
  const week = table === lateTable ? undefined : weekRange(table);
  return week === undefined || meets(range, week.first, week.last);
};

const hourMeets = (hour: string, range: TimeRange): boolean => {
  const first = startOfHour(hour);
  return Number.isNaN(first) || meets(range, first, first + hourMs - 1);
};

/** The time that events of chunks can have, from the first to the last. */
export const rangeOfHeads = (heads: readonly ChunkHead[]): TimeRange => {
  let [from, to] = [Infinity, -Infinity];
  for (const { partition } of heads) {
    const first = startOfHour(partition.hour);
    if (Number.isNaN(first)) return always;
    from = Math.min(from, first);
    to = Math.max(to, first + hourMs - 1);
  }
  return { from, to };
};

/** At once, so many calls of the store. */
const width = 16;

const inParallel = async <T, R>(
  items: readonly T[],
  work: (item: T) => Promise<readonly R[]>,
): Promise<readonly R[]> => {
  const found: R[] = [];
  for (let at = 0; at < items.length; at += width) {
    const part = await Promise.all(items.slice(at, at + width).map(work));
    for (const list of part) found.push(...list);
  }
  return found;
};

/** The partitions of a table that a range of event time can need. */
const partitionsOf = async (
  chunks: ChunkStore,
  tenant: TenantId,
  spec: TableSpec,
  range: TimeRange,
): Promise<readonly Partition[]> => {
  const tables = (await chunks.tables()).filter((table) => tableMeets(table, range));
  const pairs = tables.flatMap((table) => spec.metricIds.map((metric) => ({ table, metric })));
  const entries = await inParallel(pairs, ({ table, metric }) => chunks.partitions(table, tenant, metric));
  return entries.map((entry) => entry.partition).filter((partition) => hourMeets(partition.hour, range));
};

/** The chunks of a table in a range that are not held yet, by partition and time. */
export const newHeads = async (
  chunks: ChunkStore,
  tenant: TenantId,
  spec: TableSpec,
  range: TimeRange,
  held: Held,
): Promise<readonly ChunkHead[]> =>
  inParallel(await partitionsOf(chunks, tenant, spec, range), async (partition) => {
    const known = held.get(partitionKey(partition));
    return (await chunks.heads(partition)).filter((head) => known?.has(head.chunkId) !== true);
  });

/** True when something held is in a table that was dropped since: what the engine shows would then be more than what is stored. */
export const holdsDropped = async (chunks: ChunkStore, held: Held): Promise<boolean> => {
  const tables = new Set(await chunks.tables());
  for (const key of held.keys())
    if (key.includes(' ') && !tables.has(key.slice(0, key.indexOf(' ')))) return true;
  return false;
};

export const markHeld = (held: Held, heads: readonly ChunkHead[]): void => {
  for (const head of heads) {
    const key = partitionKey(head.partition);
    held.set(key, (held.get(key) ?? new Set()).add(head.chunkId));
  }
};
