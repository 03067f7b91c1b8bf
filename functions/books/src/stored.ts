import { hash } from 'node:crypto';
import { classify, type Copy } from '@sluice/core/books';
import { readStagedLine } from '@sluice/core/forms';
import { errorsMetricId, type TenantId } from '@sluice/core/layout';
import type { Chunk, ChunkHead, Partition } from '@sluice/core/ports';
import { fromEvery, parseLines } from '@sluice/core/stream';
import type { TenantSchema } from '@sluice/core/tenant-schema';
import type { BooksServices } from './balance.ts';
import type { Hours } from './books.ts';
import type { Snapshot } from './snapshot.ts';

/** Copies compared at once: an identity's hour in memory is bounded by it, at about 300 bytes a copy. */
const copiesAtOnce = 400_000;

/** Counts rows, duplicates and corrections of a tenant. Gives the (recordId, index) of copies that have an error record too. */
export const countStored = async (
  tenant: TenantId,
  services: BooksServices,
  snapshot: Snapshot,
  hours: Hours,
): Promise<ReadonlySet<string>> => {
  const schema = await services.schemas.get(tenant);
  const resolve = resolver(schema);
  const keys = new Set<string>();
  for (const partitions of (await partitionsByHour(tenant, services)).values()) {
    const heads = (await Promise.all(partitions.map((partition) => services.chunks.heads(partition)))).flat();
    const parts = Math.ceil(heads.reduce((sum, head) => sum + head.events, 0) / copiesAtOnce);
    for (let part = 0; part < parts; part++) {
      const copies = await copiesOf(
        heads,
        services,
        resolve,
        parts === 1 ? undefined : (eventId) => partOf(eventId, parts) === part,
      );
      for (const [copy, fate] of classify(copies)) {
        if (!snapshot.has(copy.recordId)) continue;
        hours.add(copy.receivedAt, fate, 1);
        snapshot.arrived(copy.recordId, copy.index);
        keys.add(`${copy.recordId}:${copy.index}`);
      }
    }
  }
  return keys;
};

const partOf = (eventId: string, parts: number): number =>
  Number.parseInt(hash('md5', eventId, 'hex').slice(0, 6), 16) % parts;

/** The same identity is in one hour of event time, but perhaps in several tables or under several ids of a metric. */
const partitionsByHour = async (
  tenant: TenantId,
  { chunks }: BooksServices,
): Promise<ReadonlyMap<string, Partition[]>> => {
  const byHour = new Map<string, Partition[]>();
  for (const table of await chunks.tables())
    for (const { partition } of await chunks.partitions(table, tenant)) {
      if (partition.metric === errorsMetricId) continue;
      const known = byHour.get(partition.hour);
      if (known === undefined) byHour.set(partition.hour, [partition]);
      else known.push(partition);
    }
  return byHour;
};

type Resolve = (metric: string, sentName: string) => string;

/** An undeclared metric's rows belong to the metric that has its name by now, if there is one. */
const resolver = (schema: TenantSchema): Resolve => {
  const byName = new Map(
    schema.metrics.flatMap((metric) => metric.aliases.map((name) => [name, metric.id] as const)),
  );
  return (metric, sentName) => (metric.startsWith('u_') ? (byName.get(sentName) ?? metric) : metric);
};

const copiesOf = async (
  heads: readonly ChunkHead[],
  services: BooksServices,
  resolve: Resolve,
  wanted: ((eventId: string) => boolean) | undefined,
): Promise<Copy[]> => {
  const copies: Copy[] = [];
  for (let start = 0; start < heads.length; start += 32)
    for (const chunk of await services.chunks.read(heads.slice(start, start + 32)))
      parseLines(fromEvery(await bodyOf(chunk, services)), (line) => {
        const copy = copyOf(line, resolve);
        if (wanted === undefined || wanted(copy.eventId)) copies.push(copy);
      });
  return copies;
};

const bodyOf = async (chunk: Chunk, { objects }: BooksServices): Promise<Uint8Array> => {
  if (chunk.pointer === undefined) return chunk.body;
  const body = await objects.get(chunk.pointer);
  if (body === undefined)
    throw new Error(`the large event ${chunk.pointer}, which a near-line item points to, is gone`);
  return body;
};

const copyOf = (line: string, resolve: Resolve): Copy => {
  const staged = readStagedLine(line);
  if (staged === undefined)
    throw new Error(`a chunk holds a line that is no staged line: ${line.slice(0, 200)}`);
  const { eventId, fingerprint, timestamp, receivedAt, recordId, index, stagedAt } = staged;
  return {
    metric: resolve(staged.metric, staged.as),
    eventId,
    fingerprint,
    timestamp,
    receivedAt,
    recordId,
    index,
    stagedAt,
  };
};
