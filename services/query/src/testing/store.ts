import { gzipSync } from 'node:zlib';
import { undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import type { ErrorRecord, StagedLine } from '@sluice/core/forms';
import type { Chunk, ChunkHead, ChunkStore, ObjectStore, Partition, SchemaStore } from '@sluice/core/ports';
import { emptySchema, type TenantSchema } from '@sluice/core/tenant-schema';
import { hourOf, weekOf } from '@sluice/core/time';

/** Stores in memory for the tests of the query service: what it reads, and ways to fill it. */
export const tenantA = '01HZZZZZZZZZZZZZZZZZZZZZZA' as TenantId;
export const tenantB = '01HZZZZZZZZZZZZZZZZZZZZZZB' as TenantId;

export const startTime = Date.UTC(2026, 10, 23, 3);

export interface TestStores {
  readonly chunks: ChunkStore & { readonly calls: { heads: number; read: number } };
  readonly schemas: SchemaStore;
  readonly objects: ObjectStore;
  readonly clock: { now(): number };
  setSchema(tenant: TenantId, schema: Partial<TenantSchema>): void;
  add(tenant: TenantId, lines: readonly StagedLine[], table?: string): void;
  addErrors(tenant: TenantId, records: readonly ErrorRecord[]): void;
  addBody(partition: Partition, metricName: string, chunkId: string, events: number, body: Uint8Array): void;
  drop(table: string): void;
}

let serial = 0;

/** A staged line with defaults; `unknown` takes plain texts. */
export const line = (
  parts: Partial<Omit<StagedLine, 'unknown'>> & {
    unknown?: Record<string, string>;
    metric: string;
    as: string;
  },
): StagedLine => {
  const n = serial++;
  const timestamp = parts.timestamp ?? startTime + n;
  const unknown = Object.fromEntries(
    Object.entries(parts.unknown ?? {}).map(([key, text]) => [key, ['string', text] as ['string', string]]),
  );
  return {
    v: 1,
    tenant: tenantA,
    eventId: `E${String(n).padStart(25, '0')}`,
    fingerprint: 'F'.repeat(26),
    receivedAt: timestamp + 1000,
    stagedAt: timestamp + 2000,
    device: 'd',
    recordId: `01HZZZZZZZZZZZZZZ${String(n).padStart(9, '0')}`,
    index: 0,
    fields: {},
    ...parts,
    timestamp,
    unknown,
  };
};

/** A line of a metric nobody declared. */
export const undeclared = (
  as: string,
  unknown: Record<string, string>,
  parts: Partial<StagedLine> = {},
): StagedLine => line({ ...parts, metric: undeclaredMetricId(as), as, unknown });

const grouped = <T>(items: readonly T[], key: (item: T) => string): T[][] => [
  ...Map.groupBy(items, key).values(),
];

export const testStores = (): TestStores => {
  const held = new Map<string, { partition: Partition; metricName: string; chunks: Map<string, Chunk> }>();
  const schemas = new Map<TenantId, TenantSchema>();
  const objects = new Map<string, Uint8Array>();
  const keyOf = (p: Partition) => [p.table, p.tenant, p.metric, p.hour].join('|');
  const calls = { heads: 0, read: 0 };
  const put = (chunk: Chunk) => {
    const key = keyOf(chunk.partition);
    const entry = held.get(key) ?? {
      partition: chunk.partition,
      metricName: chunk.metricName,
      chunks: new Map(),
    };
    entry.chunks.set(chunk.chunkId, chunk);
    held.set(key, entry);
  };
  const chunkOf = (partition: Partition, metricName: string, chunkId: string, events: number, body: Uint8Array): Chunk => ({
    partition, metricName, chunkId, events, body, firstTimestamp: 0, lastTimestamp: 0, firstReceivedAt: 0, lastReceivedAt: 0,
  }); // prettier-ignore
  return {
    clock: { now: () => Date.now() },
    chunks: {
      calls,
      put: async () => [],
      tables: async () => [...new Set([...held.values()].map((entry) => entry.partition.table))].sort(),
      partitions: async (table, tenant, metric) =>
        [...held.values()].filter(
          ({ partition: p }) =>
            p.table === table && p.tenant === tenant && (metric === undefined || p.metric === metric),
        ),
      heads: async (partition) => {
        calls.heads++;
        return [...(held.get(keyOf(partition))?.chunks.values() ?? [])];
      },
      read: async (heads: readonly ChunkHead[]) => {
        calls.read += heads.length;
        return heads.flatMap((head) => held.get(keyOf(head.partition))?.chunks.get(head.chunkId) ?? []);
      },
      dropTable: async () => undefined,
    },
    schemas: {
      get: async (tenant) => schemas.get(tenant) ?? emptySchema,
      replace: async () => 'conflict',
      history: async () => [],
    },
    objects: {
      put: async (key, body) => void objects.set(key, body),
      get: async (key) => objects.get(key),
      list: async function* () {},
      delete: async () => undefined,
    },
    setSchema: (tenant, schema) =>
      void schemas.set(tenant, {
        ...emptySchema,
        ...schema,
        version: (schemas.get(tenant)?.version ?? 0) + 1,
      }),
    add: (tenant, lines, table) => {
      for (const part of grouped(lines, (one) => `${one.metric} ${hourOf(one.timestamp)} ${one.as}`)) {
        const [first] = part;
        if (first === undefined) continue;
        const partition = {
          table: table ?? weekOf(first.timestamp),
          tenant,
          metric: first.metric,
          hour: hourOf(first.timestamp),
        };
        const text = part.map((one) => `${JSON.stringify({ ...one, tenant })}\n`).join('');
        put(chunkOf(partition, first.as, `c${serial++}`, part.length, gzipSync(text)));
      }
    },
    addErrors: (tenant, records) => {
      const at = records[0]?.handledAt ?? 0;
      const partition = { table: weekOf(at), tenant, metric: 'errors', hour: hourOf(at) };
      const text = records.map((one) => `${JSON.stringify(one)}\n`).join('');
      put(chunkOf(partition, 'errors', `c${serial++}`, records.length, gzipSync(text)));
    },
    addBody: (partition, metricName, chunkId, events, body) =>
      put(chunkOf(partition, metricName, chunkId, events, body)),
    drop: (table) => {
      for (const [key, entry] of held) if (entry.partition.table === table) held.delete(key);
    },
  };
};
