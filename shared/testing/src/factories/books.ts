import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeStagedLine, type ErrorRecord } from '@sluice/core/forms';
import { errorsMetricId, undeclaredMetricId, type TableName, type TenantId } from '@sluice/core/layout';
import type { Chunk, ChunkStore, Pending, PendingEvent, Tally } from '@sluice/core/ports';
import { lakeLog } from '@sluice/core/lake';
import { hourOf } from '@sluice/core/time';
import { memoryAcceptedLedger } from '../memory/accepted-ledger.ts';
import { memoryChunkStore } from '../memory/chunk-store.ts';
import { memoryObjectStore } from '../memory/object-store.ts';
import { memorySchemaStore } from '../memory/schema-store.ts';
import { memorySealedCounts } from '../memory/sealed-counts.ts';
import { memoryStateStore } from '../memory/state-store.ts';
import { aChunk, anErrorRecord, anHour } from './chunks.ts';
import { anId } from './directory.ts';

/** A stored event; what is left out is the same for all. */
export interface AnEvent {
  readonly tenant: TenantId;
  readonly recordId: string;
  readonly index?: number;
  /** Decides identity, with the metric and the timestamp. */
  readonly eventId?: string;
  /** Two events of one id with other content are a correction. */
  readonly content?: string;
  /** An unknown text of it. */
  readonly note?: string;
  readonly metric?: string;
  readonly sentName?: string;
  readonly timestamp?: number;
  readonly receivedAt?: number;
  readonly stagedAt?: number;
}

const lineOf = (event: AnEvent): string => {
  const { tenant, recordId, index = 0, sentName = 'pump', timestamp = anHour, receivedAt = anHour } = event;
  const { eventId = `${recordId}-${index}`, content = 'same', stagedAt = receivedAt + 1 } = event;
  const fingerprint = hash('sha256', content, 'hex').slice(0, 26).toUpperCase();
  const metric = event.metric ?? undeclaredMetricId(sentName);
  const ids = { tenant, metric, eventId, fingerprint, device: 'd1', recordId, index, as: sentName };
  const unknown = JSON.stringify(event.note === undefined ? {} : { note: ['string', event.note] });
  return writeStagedLine({ ...ids, timestamp, receivedAt, stagedAt, fields: '{}', unknown });
};

/** A chunk of events of one tenant, metric and hour, in a table. */
export const aStoredChunk = (table: TableName, events: readonly [AnEvent, ...AnEvent[]]): Chunk => {
  const [{ tenant, metric, sentName = 'pump', timestamp = anHour }] = events;
  const arrivals = events.map(({ receivedAt = anHour }) => receivedAt);
  return aChunk({
    partition: {
      table,
      tenant,
      metric: metric ?? undeclaredMetricId(sentName),
      hour: hourOf(timestamp),
    },
    metricName: sentName,
    events: events.length,
    firstTimestamp: timestamp,
    firstReceivedAt: Math.min(...arrivals),
    lastReceivedAt: Math.max(...arrivals),
    body: gzipSync(events.map(lineOf).join('')),
  });
};

/** An error chunk of one tenant in a table. */
export const anErrorChunk = (
  table: TableName,
  tenant: TenantId,
  records: readonly Partial<ErrorRecord>[],
): Chunk =>
  aChunk({
    partition: { table, tenant, metric: errorsMetricId, hour: hourOf(anHour) },
    metricName: errorsMetricId,
    events: records.length,
    body: gzipSync(
      records.map((record) => `${JSON.stringify(anErrorRecord({ tenant, ...record }))}\n`).join(''),
    ),
  });

/** Puts chunks, one each; throws when one is not taken. */
export const putChunks = async (store: ChunkStore, ...chunks: readonly Chunk[]): Promise<void> => {
  for (const outcome of await store.put(chunks)) if (!outcome.ok) throw new Error(outcome.failure.message);
};

/** A record of so many events as the front door counts it. */
export const aTally = (tenant: TenantId, overrides: Partial<Omit<Tally, 'tenant'>> = {}): Tally => ({
  tenant,
  recordId: anId(),
  receivedAt: anHour,
  events: 1,
  ...overrides,
});

/** All that the books are made from, in memory. What is put into `raw` and `staged` is on its way. */
export const aBooksWorld = () => {
  const raw: Tally[] = [];
  const staged: (PendingEvent & { readonly tenant: TenantId })[] = [];
  const pending: Pending = {
    raw: async function* (tenant) {
      for (const tally of raw) if (tally.tenant === tenant) yield tally;
    },
    staged: async function* (tenant) {
      for (const event of staged) if (event.tenant === tenant) yield event;
    },
  };
  return {
    raw,
    staged,
    pending,
    ledger: memoryAcceptedLedger(),
    chunks: memoryChunkStore(),
    objects: memoryObjectStore(),
    schemas: memorySchemaStore(),
    sealed: memorySealedCounts(),
  };
};
export type BooksWorld = ReturnType<typeof aBooksWorld>;

/** A lake and a warehouse that hold nothing, for books that are asked for no more than the near-line store. */
export const anEmptyLake = (world: Pick<BooksWorld, 'objects'>) => {
  const nothing = { hours: () => Promise.resolve([]), rows: async function* () {} };
  const rows = { ...nothing, loaded: () => Promise.resolve(new Set<string>()) };
  return {
    lake: { log: lakeLog(memoryStateStore(), world.objects), rows: nothing },
    warehouse: { use: <T>(work: (warehouse: typeof rows) => Promise<T>): Promise<T> => work(rows) },
  };
};
