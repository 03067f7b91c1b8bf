import { failed, SluiceError, type Outcome } from '@sluice/core/failure';
import { readStagedHead, type StagedHead } from '@sluice/core/forms';
import { largeEventKey } from '@sluice/core/layout';
import type { Chunk, DeliveredRecord } from '@sluice/core/ports';
import { fromEvery, parseLines, type Effect, type Stage } from '@sluice/core/stream';
import { ErrorBatch, unreadable } from '@sluice/core/errors';
import { hourOf, tableOf } from '@sluice/core/time';
import { Group, type SizedChunk } from './group.ts';
import type { StoreServices } from './store.ts';

/** One batch on its way from staged records to chunks. */
export class Storing implements Stage {
  readonly #services: StoreServices;
  readonly #groups = new Map<string, Group>();
  readonly #errors: ErrorBatch;
  readonly #now: number;

  constructor(services: StoreServices) {
    this.#services = services;
    this.#now = services.clock.now();
    this.#errors = new ErrorBatch(services);
  }

  take(record: DeliveredRecord, position: number): Promise<void> {
    const lines: string[] = [];
    const heads: StagedHead[] = [];
    for (const text of this.#texts(record, position))
      parseLines(text, (line) => {
        const head = readStagedHead(line);
        if (head === undefined) this.#refuse(line, record, lines.length, position);
        else heads.push(head);
        lines.push(head === undefined ? '' : line);
      });
    const whole = heads.length === lines.length ? this.#onlyGroup(heads) : undefined;
    if (whole?.addWhole(record.data, heads, position) !== true) this.#spread(lines, heads, position);
    return Promise.resolve();
  }

  async flush(): Promise<readonly Effect[]> {
    const sized = [...this.#groups.values()].flatMap((group) => group.chunks());
    const [stored, errors] = await Promise.all([this.#put(sized), this.#errors.flush()]);
    return [...stored, ...errors];
  }

  /** The one group that all events of a record belong to, if there is one. */
  #onlyGroup(heads: readonly StagedHead[]): Group | undefined {
    const first = heads[0];
    if (first === undefined) return undefined;
    const hour = hourNumber(first.timestamp);
    const same = ({ metric, tenant, timestamp }: StagedHead): boolean =>
      metric === first.metric && tenant === first.tenant && hourNumber(timestamp) === hour;
    return heads.every(same) ? this.#groupOf(first) : undefined;
  }

  #spread(lines: readonly string[], heads: readonly StagedHead[], position: number): void {
    let next = 0;
    for (const line of lines) {
      const head = line === '' ? undefined : heads[next++];
      if (head !== undefined) this.#groupOf(head).add(line, head, position);
    }
  }

  #groupOf(head: StagedHead): Group {
    const table = tableOf(head.timestamp, this.#now, this.#services.retentionWeeks);
    const hour = hourOf(head.timestamp);
    const key = `${table}#${head.tenant}#${head.metric}#${hour}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = new Group(table, hour, head);
      this.#groups.set(key, group);
    }
    return group;
  }

  /** The record's text, or nothing and an error record when it cannot be read. */
  #texts(record: DeliveredRecord, position: number): readonly string[] {
    try {
      return [fromEvery(record.data)];
    } catch (error) {
      this.#errors.add(
        unreadable(
          'staged',
          record,
          0,
          record.data,
          `the record is no gzip member: ${String(error)}`,
          this.#now,
        ),
        position,
      );
      return [];
    }
  }

  #refuse(line: string, record: DeliveredRecord, number: number, position: number): void {
    const refused = unreadable(
      'staged',
      record,
      number,
      Buffer.from(line),
      'the line is no staged line',
      this.#now,
    );
    this.#errors.add(refused, position);
  }

  async #put(sized: readonly SizedChunk[]): Promise<readonly Effect[]> {
    const ready = await Promise.all(sized.map((one) => this.#placed(one)));
    const chunks = ready.filter((chunk): chunk is Chunk => 'chunkId' in chunk);
    const outcomes = await this.#services.chunks.put(chunks);
    let next = 0;
    return sized.map(({ position }, i) => {
      const placed = ready[i];
      const outcome: Outcome | undefined =
        placed !== undefined && 'chunkId' in placed ? outcomes[next++] : placed;
      return { position, outcome: outcome ?? failed(noOutcome) };
    });
  }

  /** An event too large for an item goes to the object store first, and a pointer takes its place. */
  async #placed({ chunk, oversize }: SizedChunk): Promise<Chunk | Outcome> {
    if (!oversize) return chunk;
    const pointer = largeEventKey(chunk.partition.tenant, chunk.chunkId);
    try {
      await this.#services.objects.put(pointer, chunk.body);
    } catch (error) {
      if (error instanceof SluiceError && error.class === 'retryable') return failed(error);
      throw error;
    }
    return { ...chunk, body: empty, pointer };
  }
}

const hourNumber = (at: number): number => Math.floor(at / 3_600_000);

const empty = new Uint8Array(0);
const noOutcome = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'the near-line store gave no outcome for a chunk',
} as const;
