import { hash } from 'node:crypto';
import type { StagedHead } from '@sluice/core/forms';
import { encodeBase32, limits, type TableName } from '@sluice/core/layout';
import type { Chunk, Partition } from '@sluice/core/ports';
import { toMember } from '@sluice/core/stream';

/** Attribute names, keys and numbers of an item: a metric name has up to 256 bytes. */
const headRoom = 1_000;

/** Below this a record's member is merged with others: many small members compress badly and make many small items. */
const wholeMemberBytes = 8_000;

/** A chunk; `oversize` when even its one event does not fit an item. */
export interface SizedChunk {
  readonly chunk: Chunk;
  readonly oversize: boolean;
  /** Position in the batch of the first record that holds one of its events. */
  readonly position: number;
}

/** Events of one batch that belong into one partition. */
export class Group {
  readonly #partition: Partition;
  readonly #metricName: string;
  #position = Number.POSITIVE_INFINITY;
  readonly #lines: string[] = [];
  readonly #heads: StagedHead[] = [];
  readonly #whole: SizedChunk[] = [];

  constructor(table: TableName, hour: string, head: StagedHead) {
    this.#partition = { table, tenant: head.tenant, metric: head.metric, hour };
    this.#metricName = head.as;
  }

  add(line: string, head: StagedHead, position: number): void {
    this.#lines.push(line);
    this.#heads.push(head);
    this.#position = Math.min(this.#position, position);
  }

  /**
   * A whole record of this group's events: its member is the chunk's body as it is, uncompressed and compressed again by no one.
   * False when it is too small to stand alone, or too large for an item.
   */
  addWhole(member: Uint8Array, heads: readonly StagedHead[], position: number): boolean {
    if (member.length < wholeMemberBytes || member.length + headRoom > limits.chunkBytes) return false;
    this.#whole.push({ chunk: { ...this.#head(heads), body: member }, oversize: false, position });
    return true;
  }

  /** The chunks that hold these events, each at most {@link limits.chunkBytes}. */
  chunks(): readonly SizedChunk[] {
    return this.#lines.length === 0
      ? this.#whole
      : [...this.#whole, ...this.#compressed(0, this.#lines.length)];
  }

  /** One chunk, unless it turns out too large and must be halved. */
  #compressed(start: number, end: number): readonly SizedChunk[] {
    const body = toMember(`${this.#lines.slice(start, end).join('\n')}\n`);
    const chunk = { ...this.#head(this.#heads.slice(start, end)), body };
    const position = this.#position;
    if (body.length + headRoom <= limits.chunkBytes) return [{ chunk, oversize: false, position }];
    if (end - start === 1) return [{ chunk, oversize: true, position }];
    const middle = (start + end) >> 1;
    return [...this.#compressed(start, middle), ...this.#compressed(middle, end)];
  }

  #head(heads: readonly StagedHead[]): Omit<Chunk, 'body'> {
    return {
      partition: this.#partition,
      metricName: this.#metricName,
      chunkId: chunkIdOf(heads),
      events: heads.length,
      ...spanOf(heads),
    };
  }
}

/**
 * The same events are the same item, and other events never overwrite it (DESIGN.md 5). Hashed by record, since events come in runs
 * of one record: an eighth of the time of sorting and hashing every (recordId, index) by itself.
 */
const chunkIdOf = (heads: readonly StagedHead[]): string => {
  const records = new Map<string, number[]>();
  for (const { recordId, index } of heads) {
    const indexes = records.get(recordId);
    if (indexes === undefined) records.set(recordId, [index]);
    else indexes.push(index);
  }
  const keys = [...records].map(([recordId, indexes]) => `${recordId}:${ascending(indexes).join(',')}`);
  return encodeBase32(hash('sha256', keys.sort().join('\n'), 'binary'));
};

const ascending = (numbers: number[]): number[] => numbers.sort((a, b) => a - b);

const spanOf = (
  heads: readonly StagedHead[],
): Pick<Chunk, 'firstTimestamp' | 'lastTimestamp' | 'firstReceivedAt' | 'lastReceivedAt'> => {
  let firstTimestamp = Number.POSITIVE_INFINITY;
  let lastTimestamp = Number.NEGATIVE_INFINITY;
  let firstReceivedAt = Number.POSITIVE_INFINITY;
  let lastReceivedAt = Number.NEGATIVE_INFINITY;
  for (const { timestamp, receivedAt } of heads) {
    if (timestamp < firstTimestamp) firstTimestamp = timestamp;
    if (timestamp > lastTimestamp) lastTimestamp = timestamp;
    if (receivedAt < firstReceivedAt) firstReceivedAt = receivedAt;
    if (receivedAt > lastReceivedAt) lastReceivedAt = receivedAt;
  }
  return { firstTimestamp, lastTimestamp, firstReceivedAt, lastReceivedAt };
};
