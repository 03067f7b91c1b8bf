import { failed, SluiceError, type Outcome } from '@sluice/core/failure';
import { readStagedHead, type ErrorRecord } from '@sluice/core/forms';
import { largeEventKey } from '@sluice/core/layout';
import type { Chunk, DeliveredRecord } from '@sluice/core/ports';
import { fromEvery, parseLines, type Effect, type Stage } from '@sluice/core/stream';
import { ErrorBatch, unreadable } from '@sluice/core/errors';
import { hourOf, tableOf } from '@sluice/core/time';
import { Group, groupKey, type SizedChunk } from './group.ts';
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
    let number = 0;
    for (const text of this.#texts(record, position))
      parseLines(text, (line) => {
        this.#line(line, record, number++, position);
      });
    return Promise.resolve();
  }

  async flush(): Promise<readonly Effect[]> {
    const groups = [...this.#groups.values()];
    const sized = groups.flatMap((group) =>
      group.chunks().map((one) => ({ ...one, position: group.position })),
    );
    const [stored, errors] = await Promise.all([this.#put(sized), this.#errors.flush()]);
    return [...stored, ...errors];
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

  #line(line: string, record: DeliveredRecord, number: number, position: number): void {
    const head = readStagedHead(line);
    if (head === undefined) {
      const refused: ErrorRecord = unreadable(
        'staged',
        record,
        number,
        Buffer.from(line),
        'the line is no staged line',
        this.#now,
      );
      this.#errors.add(refused, position);
      return;
    }
    const table = tableOf(head.timestamp, this.#now, this.#services.retentionWeeks);
    const hour = hourOf(head.timestamp);
    const key = groupKey(table, head.tenant, head.metric, hour);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = new Group(table, hour, head, position);
      this.#groups.set(key, group);
    }
    group.add(line, head);
  }

  async #put(sized: readonly (SizedChunk & { readonly position: number })[]): Promise<readonly Effect[]> {
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

const empty = new Uint8Array(0);
const noOutcome = {
  class: 'retryable',
  code: 'NoOutcome',
  message: 'the near-line store gave no outcome for a chunk',
} as const;
