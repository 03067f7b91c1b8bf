import type { BatchReport, DeliveredRecord } from '@sluice/core/ports';
import type { Checkpoints } from './checkpoints.ts';
import type { MappingSettings } from './settings.ts';

export type { MappingSettings } from './settings.ts';

export interface MappingOptions {
  readonly shard: string;
  readonly settings: MappingSettings;
  readonly checkpoints: Checkpoints;
  /** Records after a sequence number, up to what is durable; empty when there are none now. */
  readonly read: (after: number, settings: MappingSettings) => Promise<readonly DeliveredRecord[]>;
  /** The function. A batch report, or a throw for the whole batch. */
  readonly invoke: (records: readonly DeliveredRecord[]) => Promise<BatchReport>;
  /** Takes what the mapping gives up on, whole. Durable when it resolves. */
  readonly onFailure: (records: readonly DeliveredRecord[], reason: string) => Promise<void>;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
  /** In [0, 1): spreads the back-off. */
  readonly random: () => number;
  /** True for errors that mean the death of this process (tests): the mapping stops and passes them on. */
  readonly isFatal?: (error: unknown) => boolean;
}

export interface Mapping {
  /** There may be new records. */
  wake(): void;
  /** Finishes the batch under way and stops. */
  stop(): Promise<void>;
  /** Settles when the mapping has stopped; rejects with a fatal error. */
  readonly stopped: Promise<void>;
}

/**
 * An event source mapping of one shard, with the rules of Kinesis and Lambda (AWS-FACTS 1.3): batches in order; the lowest reported
 * sequence number is where the next batch starts; a throw is bisected, which costs no try; a record that fails too often goes to
 * the on-failure store with its data, and the shard goes on.
 */
export const startMapping = (options: MappingOptions): Mapping => {
  const loop = new MappingLoop(options);
  const stopped = loop.run();
  return {
    wake: () => {
      loop.wake();
    },
    stop: () => {
      loop.stopping = true;
      loop.wake();
      return stopped;
    },
    stopped,
  };
};

class MappingLoop {
  readonly #options: MappingOptions;
  stopping = false;
  #done: number;
  #awake: (() => void) | undefined;
  #woken = false;
  /** Failed tries of the record at the head. */
  #tries = 0;

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#done = options.checkpoints.get(options.shard);
  }

  wake(): void {
    this.#woken = true;
    this.#awake?.();
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const records = await this.#nextBatch();
      if (records.length > 0) await this.#deliver(records);
      else await this.#sleep(undefined);
    }
  }

  async #nextBatch(): Promise<readonly DeliveredRecord[]> {
    const { read, settings } = this.#options;
    this.#woken = false;
    const records = await read(this.#done, settings);
    if (records.length === 0 || settings.windowMs === 0 || this.stopping || isFull(records, settings))
      return records;
    await new Promise((resolve) => setTimeout(resolve, settings.windowMs));
    return read(this.#done, settings);
  }

  /** Delivers until the batch is done with or the mapping is to stop. */
  async #deliver(records: readonly DeliveredRecord[]): Promise<void> {
    let rest = records;
    while (rest.length > 0 && !this.stopping) {
      const failedAt = await this.#try(rest);
      if (failedAt > 0) this.#advance(rest[failedAt - 1]);
      rest = rest.slice(failedAt);
      if (rest.length > 0) rest = await this.#afterFailure(rest);
    }
  }

  /** Position of the first record to come again; the number of records when all are done. */
  async #try(records: readonly DeliveredRecord[]): Promise<number> {
    try {
      return positionOf(await this.#options.invoke(records), records);
    } catch (error) {
      if (this.#options.isFatal?.(error) === true) throw error;
      this.#options.log('a batch failed whole', { records: records.length, error: String(error) });
      return records.length === 1 ? 0 : this.#try(records.slice(0, Math.ceil(records.length / 2)));
    }
  }

  #advance(record: DeliveredRecord | undefined): void {
    if (record === undefined) return;
    this.#done = Number(record.sequence);
    this.#options.checkpoints.set(this.#options.shard, this.#done);
    this.#tries = 0;
  }

  /** Waits before the next try, or gives the record at the head up. What is left to deliver. */
  async #afterFailure(rest: readonly DeliveredRecord[]): Promise<readonly DeliveredRecord[]> {
    const { settings } = this.#options;
    this.#tries++;
    if (this.#tries >= settings.maximumAttempts && (await this.#giveUp(rest.slice(0, 1))))
      return rest.slice(1);
    const ceiling = Math.min(
      settings.longestBackoffMs,
      settings.firstBackoffMs * 2 ** Math.min(this.#tries - 1, 20),
    );
    await this.#sleep(ceiling * (0.5 + this.#options.random() / 2));
    return rest;
  }

  /** False when the on-failure store is away too: then the record stays and is tried again. */
  async #giveUp(records: readonly DeliveredRecord[]): Promise<boolean> {
    try {
      await this.#options.onFailure(records, `not handled in ${this.#tries} tries`);
    } catch (error) {
      if (this.#options.isFatal?.(error) === true) throw error;
      this.#options.log('the on-failure store failed', { error: String(error) });
      return false;
    }
    this.#advance(records[0]);
    return true;
  }

  /** Waits for a time, or, without one, until woken. */
  async #sleep(ms: number | undefined): Promise<void> {
    if (this.stopping || (ms === undefined && this.#woken)) return;
    await new Promise<void>((resolve) => {
      this.#awake = ms === undefined ? resolve : () => (this.stopping ? resolve() : undefined);
      if (ms !== undefined) setTimeout(resolve, ms);
    });
    this.#awake = undefined;
  }
}

const isFull = (records: readonly DeliveredRecord[], settings: MappingSettings): boolean =>
  records.length >= settings.batchRecords ||
  records.reduce((sum, record) => sum + record.data.length, 0) >= settings.batchBytes / 2;

/** AWS takes a report with an unknown or empty identifier as the failure of the whole batch. */
const positionOf = (report: BatchReport, records: readonly DeliveredRecord[]): number => {
  const positions = report.batchItemFailures.map(({ itemIdentifier }) =>
    Math.max(
      0,
      records.findIndex((record) => record.sequence === itemIdentifier),
    ),
  );
  return Math.min(records.length, ...positions);
};
