import { hash } from 'node:crypto';
import type { Outcome } from '../failure/index.ts';
import type { ErrorRecord } from '../forms/index.ts';
import { encodeBase32, errorsMetricId, isTenantId, limits, type TenantId } from '../layout/index.ts';
import type { Chunk, ChunkStore } from '../ports/chunk-store.ts';
import type { ErrorSink } from '../ports/error-sink.ts';
import type { Effect } from '../stream/consume.ts';
import { toMember } from '../stream/member.ts';
import { hourOf, weekOf } from '../time/index.ts';

export interface ErrorServices {
  readonly errors: ErrorSink;
  readonly chunks: ChunkStore;
}

interface Placed {
  readonly record: ErrorRecord;
  readonly position: number;
}

/**
 * The error records of one batch. They go two ways: to the error stores, for archive and notices, and as error chunks to the near-line
 * store, where `errors.stream` reads them, deduped by (stage, kind, recordId, index).
 */
export class ErrorBatch {
  readonly #services: ErrorServices;
  readonly #placed: Placed[] = [];

  constructor(services: ErrorServices) {
    this.#services = services;
  }

  /** @param position of the stream record in its batch */
  add(record: ErrorRecord, position: number): void {
    this.#placed.push({ record, position });
  }

  async flush(): Promise<readonly Effect[]> {
    if (this.#placed.length === 0) return [];
    const groups = this.#groups();
    const [delivered, stored] = await Promise.all([
      this.#services.errors.put(this.#placed.map(({ record }) => record)),
      this.#services.chunks.put(groups.map(({ chunk }) => chunk)),
    ]);
    return [...effects(this.#placed, delivered), ...effects(groups, stored)];
  }

  #groups(): readonly { readonly chunk: Chunk; readonly position: number }[] {
    const groups = new Map<string, Placed[]>();
    for (const placed of this.#placed) {
      const key = `${placed.record.tenant}#${hourOf(placed.record.handledAt)}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [placed]);
      else group.push(placed);
    }
    return [...groups.values()].flatMap((group) => {
      const tenant = group[0]?.record.tenant ?? '';
      return isTenantId(tenant) ? chunksOf(tenant, group) : [];
    });
  }
}

const effects = (items: readonly { readonly position: number }[], outcomes: readonly Outcome[]): Effect[] =>
  items.map(({ position }, i) => ({ position, outcome: outcomes[i] ?? { ok: false, failure: noOutcome } }));

const noOutcome = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'an error record got no outcome',
} as const;

const chunksOf = (tenant: TenantId, group: readonly Placed[]): { chunk: Chunk; position: number }[] => {
  const body = toMember(group.map(({ record }) => lineOf(record)).join(''));
  if (body.length + 1_000 > limits.chunkBytes && group.length > 1) {
    const middle = group.length >> 1;
    return [...chunksOf(tenant, group.slice(0, middle)), ...chunksOf(tenant, group.slice(middle))];
  }
  const position = Math.min(...group.map((placed) => placed.position));
  const records = group.map(({ record }) => record);
  return [
    {
      position,
      chunk:
        body.length + 1_000 > limits.chunkBytes ? shortened(tenant, records) : chunkOf(tenant, records, body),
    },
  ];
};

/** One refused event too large for an item: its bytes are in the error store; the row that SQL shows says so. */
const shortened = (tenant: TenantId, records: readonly ErrorRecord[]): Chunk => {
  const cut = records.map((record) => ({
    ...record,
    event: record.event.slice(0, 64_000).toWellFormed(),
    reason: `${record.reason} (the first 64,000 characters; the whole event is in the error store)`,
  }));
  return chunkOf(tenant, cut, toMember(cut.map(lineOf).join('')));
};

/** A reason quotes the start of a value, perhaps half a character of it, which no JSON reader but JavaScript's accepts. */
const lineOf = (record: ErrorRecord): string =>
  `${JSON.stringify({ ...record, reason: record.reason.toWellFormed() })}\n`;

const chunkOf = (tenant: TenantId, records: readonly ErrorRecord[], body: Buffer): Chunk => {
  const keys = records
    .map((record) => `${record.stage}:${record.kind}:${record.recordId}:${record.index}`)
    .sort();
  const handled = records.map((record) => record.handledAt);
  const arrivals = records.map((record) => record.receivedAt);
  const first = Math.min(...handled);
  return {
    partition: { table: weekOf(first), tenant, metric: errorsMetricId, hour: hourOf(first) },
    metricName: errorsMetricId,
    chunkId: encodeBase32(hash('sha256', keys.join('\n'), 'binary')),
    events: records.length,
    firstTimestamp: first,
    lastTimestamp: Math.max(...handled),
    firstReceivedAt: Math.min(...arrivals),
    lastReceivedAt: Math.max(...arrivals),
    body,
  };
};
