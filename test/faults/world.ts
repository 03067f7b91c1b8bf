import { gunzipSync } from 'node:zlib';
import { balance, type Books } from '@sluice/books';
import { classify, type Copy } from '@sluice/core/books';
import { readStagedLine, type ErrorRecord } from '@sluice/core/forms';
import type { HttpEvent } from '@sluice/core/http';
import { errorsMetricId, type TenantId } from '@sluice/core/layout';
import type { AcceptedLedger, BatchReport, DeliveredRecord, PendingEvent, Tally } from '@sluice/core/ports';
import { memoryArchive } from '@sluice/testing/memory/archive';
import { memoryChunkStore } from '@sluice/testing/memory/chunk-store';
import { memoryErrorSink } from '@sluice/testing/memory/error-sink';
import { memoryEventStream } from '@sluice/testing/memory/event-stream';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { memorySealedCounts } from '@sluice/testing/memory/sealed-counts';

export const tenant = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as TenantId;
export const clock = { now: () => Date.parse('2026-11-23T10:20:30Z') };

/** What survives a crash: the stores, the streams and the checkpoints. */
export const makeWorld = () => {
  const tallies = new Map<string, Tally>();
  const ledger: AcceptedLedger = {
    add: (added) => {
      for (const tally of added) tallies.set(tally.recordId, tally);
      return Promise.resolve();
    },
    records: async function* () {
      yield* tallies.values();
    },
  };
  return {
    raw: memoryEventStream(clock.now),
    staged: memoryEventStream(clock.now),
    chunks: memoryChunkStore(),
    objects: memoryObjectStore(),
    errors: memoryErrorSink(),
    archive: memoryArchive(),
    schemas: memorySchemaStore(),
    ledger,
    sealed: memorySealedCounts(),
    checkpoints: new Map<string, number>(),
    onFailure: [] as { consumer: string; record: DeliveredRecord }[],
  };
};
export type World = ReturnType<typeof makeWorld>;

const linesOf = (body: Uint8Array): string[] => gunzipSync(body).toString('utf8').trimEnd().split('\n');

/** Everything that was refused, and every copy that was stored, as a reader finds them. */
export const contentOf = async ({ chunks }: World): Promise<{ copies: Copy[]; errors: ErrorRecord[] }> => {
  const copies: Copy[] = [];
  const errors: ErrorRecord[] = [];
  for (const table of await chunks.tables())
    for (const { partition } of await chunks.partitions(table, tenant))
      for (const chunk of await chunks.read(await chunks.heads(partition)))
        for (const line of linesOf(chunk.body)) {
          if (partition.metric === errorsMetricId) errors.push(JSON.parse(line) as ErrorRecord);
          else copies.push(copyOf(line));
        }
  return { copies, errors };
};

const copyOf = (line: string): Copy => {
  const staged = readStagedLine(line);
  if (staged === undefined) throw new Error(`no staged line: ${line}`);
  return { ...staged };
};

/** Rows by event id, duplicates and corrections removed. */
export const rowsOf = (copies: readonly Copy[]): ReadonlyMap<string, number> => {
  const rows = new Map<string, number>();
  for (const [copy, fate] of classify(copies))
    if (fate === 'stored') rows.set(copy.eventId, (rows.get(copy.eventId) ?? 0) + 1);
  return rows;
};

export const booksOf = (world: World): Promise<Books> =>
  balance(tenant, {
    ...world,
    pending: {
      raw: async function* () {
        for (const { tally } of world.raw.records.slice(world.checkpoints.get('validate') ?? 0))
          if (tally) yield tally;
        for (const { consumer, record } of world.onFailure)
          if (consumer === 'validate' && record.tally) yield record.tally;
      },
      staged: async function* () {
        const given = world.onFailure
          .filter(({ consumer }) => consumer === 'store')
          .map(({ record }) => record);
        for (const record of [...world.staged.records.slice(world.checkpoints.get('store') ?? 0), ...given])
          for (const line of linesOf(record.data)) yield JSON.parse(line) as PendingEvent;
      },
    },
  });

export const request = (body: string): HttpEvent => ({
  version: '2.0',
  rawPath: '/v1/stream/events',
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  body,
  isBase64Encoded: false,
  requestContext: {
    requestId: 'r',
    timeEpoch: clock.now(),
    http: { method: 'PUT', path: '/v1/stream/events' },
    authorizer: { iam: { accessKey: 'k', userArn: 'arn:aws:iam::000000000000:user/sluice/d1' } },
  },
});

export type Invoke = (records: readonly DeliveredRecord[]) => Promise<BatchReport>;
