import { hash } from 'node:crypto';
import type { StagedHead } from '@sluice/core/forms';
import { encodeBase32, limits, type TableName, type TenantId } from '@sluice/core/layout';
import type { Chunk, Partition } from '@sluice/core/ports';
import { toMember } from '@sluice/core/stream';

/** Events of one batch that belong into one partition. */
export class Group {
  readonly partition: Partition;
  readonly metricName: string;
  /** Position in the batch of the first record that holds one of these events. */
  readonly position: number;
  readonly lines: string[] = [];
  readonly heads: StagedHead[] = [];

  constructor(table: TableName, hour: string, head: StagedHead, position: number) {
    this.partition = { table, tenant: head.tenant, metric: head.metric, hour };
    this.metricName = head.as;
    this.position = position;
  }

  add(line: string, head: StagedHead): void {
    this.lines.push(line);
    this.heads.push(head);
  }

  /** The chunks that hold these events, each at most {@link limits.chunkBytes}: one, unless it is too large and must be halved. */
  chunks(): readonly SizedChunk[] {
    return this.#chunks(0, this.lines.length);
  }

  #chunks(start: number, end: number): readonly SizedChunk[] {
    const body = toMember(`${this.lines.slice(start, end).join('\n')}\n`);
    const chunk = { ...this.#head(start, end), body };
    if (body.length + headRoom <= limits.chunkBytes) return [{ chunk, oversize: false }];
    if (end - start === 1) return [{ chunk, oversize: true }];
    const middle = (start + end) >> 1;
    return [...this.#chunks(start, middle), ...this.#chunks(middle, end)];
  }

  #head(start: number, end: number): Omit<Chunk, 'body'> {
    const heads = this.heads.slice(start, end);
    const timestamps = spanOf(heads, (head) => head.timestamp);
    const arrivals = spanOf(heads, (head) => head.receivedAt);
    return {
      partition: this.partition,
      metricName: this.metricName,
      chunkId: chunkIdOf(heads),
      events: heads.length,
      firstTimestamp: timestamps.first,
      lastTimestamp: timestamps.last,
      firstReceivedAt: arrivals.first,
      lastReceivedAt: arrivals.last,
    };
  }
}

/** A chunk; `oversize` when even its one event does not fit an item. */
export interface SizedChunk {
  readonly chunk: Chunk;
  readonly oversize: boolean;
}

/** Attribute names, keys and numbers of an item: a metric name has up to 256 bytes. */
const headRoom = 1_000;

/** The same events are the same item, and other events never overwrite it (DESIGN.md 5). */
const chunkIdOf = (heads: readonly StagedHead[]): string => {
  const keys = heads.map((head) => `${head.recordId}:${head.index}`).sort();
  return encodeBase32(hash('sha256', keys.join('\n'), 'binary'));
};

const spanOf = (
  heads: readonly StagedHead[],
  value: (head: StagedHead) => number,
): { first: number; last: number } => {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const head of heads) {
    const at = value(head);
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return { first, last };
};

/** The key under which events of one partition meet. */
export const groupKey = (table: TableName, tenant: TenantId, metric: string, hour: string): string =>
  `${table}#${tenant}#${metric}#${hour}`;
