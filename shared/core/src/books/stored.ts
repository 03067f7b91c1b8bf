import { hash } from 'node:crypto';
import { readStagedLine } from '../forms/index.ts';
import { errorsMetricId, type TableName, type TenantId } from '../layout/index.ts';
import type { ChunkHead, Partition } from '../ports/index.ts';
import { parseLines } from '../stream/index.ts';
import type { TenantSchema } from '../tenant-schema/index.ts';
import { eachBody } from './bodies.ts';
import { classify, type Copy, type Fate } from './classify.ts';
import type { EventSet } from './event-set.ts';
import type { BooksServices } from './services.ts';

/** Copies compared at once: an identity's hour in memory is bounded by it, at about 300 bytes a copy. */
const copiesAtOnce = 400_000;

/** A copy, the table it is in, and the name that its event was sent with. */
interface Held extends Copy {
  readonly table: TableName;
  readonly sentName: string;
}

/** What became of an event, by its last copy. */
export interface StoredCopy extends Held {
  readonly fate: Fate;
  /** What became of it among those that the lake has read: the lake's rows are the stored ones. Undefined when it has not read this one. */
  readonly lakeFate: Fate | undefined;
}

/** Which events the lake has read. */
export type Covered = Pick<EventSet, 'has'>;

/** Calls back with what became of each event of a tenant that has a copy in a table; once an event, with its last copy. */
export const eachStored = async (
  tenant: TenantId,
  services: Pick<BooksServices, 'chunks' | 'objects' | 'schemas' | 'since'>,
  take: (copy: StoredCopy) => void,
  covered: Covered = { has: () => false },
): Promise<void> => {
  const { since = 0 } = services;
  const resolve = resolver(await services.schemas.get(tenant));
  for (const partitions of (await partitionsByHour(tenant, services)).values()) {
    const all = (await Promise.all(partitions.map((partition) => services.chunks.heads(partition)))).flat();
    const heads = all.filter(({ lastReceivedAt }) => lastReceivedAt >= since);
    const parts = Math.ceil(heads.reduce((sum, head) => sum + head.events, 0) / copiesAtOnce);
    for (let part = 0; part < parts; part++) {
      const isWanted = ({ eventId, receivedAt }: Copy): boolean =>
        receivedAt >= since && (parts === 1 || partOf(eventId, parts) === part);
      const copies = await copiesOf(heads, services, resolve, isWanted);
      const lakeFates = classify(copies.filter(({ recordId, index }) => covered.has(recordId, index)));
      for (const [copy, fate] of classify(copies)) take({ ...copy, fate, lakeFate: lakeFates.get(copy) });
    }
  }
};

const partOf = (eventId: string, parts: number): number =>
  Number.parseInt(hash('md5', eventId, 'hex').slice(0, 6), 16) % parts;

/** The same identity is in one hour of event time, but perhaps in several tables or under several ids of a metric. */
const partitionsByHour = async (
  tenant: TenantId,
  { chunks }: Pick<BooksServices, 'chunks'>,
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

export type Resolve = (metric: string, sentName: string) => string;

/** An undeclared metric's rows belong to the metric that has its name by now, if there is one. */
export const resolver = (schema: TenantSchema): Resolve => {
  const byName = new Map(
    schema.metrics.flatMap((metric) => metric.aliases.map((name) => [name, metric.id] as const)),
  );
  return (metric, sentName) => (metric.startsWith('u_') ? (byName.get(sentName) ?? metric) : metric);
};

const copiesOf = async (
  heads: readonly ChunkHead[],
  services: Pick<BooksServices, 'chunks' | 'objects'>,
  resolve: Resolve,
  isWanted: (copy: Copy) => boolean,
): Promise<Held[]> => {
  const copies: Held[] = [];
  await eachBody(heads, services, (text, table) => {
    parseLines(text, (line) => {
      const copy = copyOf(line, table, resolve);
      if (isWanted(copy)) copies.push(copy);
    });
  });
  return copies;
};

const copyOf = (line: string, table: TableName, resolve: Resolve): Held => {
  const staged = readStagedLine(line);
  if (staged === undefined)
    throw new Error(`a chunk holds a line that is no staged line: ${line.slice(0, 200)}`);
  const { eventId, fingerprint, timestamp, receivedAt, recordId, index, stagedAt } = staged;
  const metric = resolve(staged.metric, staged.as);
  const { as: sentName } = staged;
  return { table, metric, sentName, eventId, fingerprint, timestamp, receivedAt, recordId, index, stagedAt };
};
