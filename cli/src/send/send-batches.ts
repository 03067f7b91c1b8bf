import type { Batch, Place } from './batch.ts';
import { addTallies, type Tally } from './tally.ts';

/** Everything up to the place is acknowledged; the tally is that of the rows since the last report. */
export type OnReached = (place: Place, tally: Tally) => void;

export interface SendOptions {
  readonly concurrency: number;
  readonly onReached: OnReached;
  readonly signal: AbortSignal;
}

type Deliver = (batch: Batch, signal: AbortSignal) => Promise<Tally>;

interface Sent {
  readonly batch: Batch;
  tally: Tally | undefined;
}

/** How far the first batch that is not acknowledged may lag behind, in batches for each one under way: what a resumed send repeats at most. */
const lag = 4;

/** Batches under way and those that wait for an earlier one, in the order of the file. */
class Underway {
  readonly #options: SendOptions;
  readonly #deliver: Deliver;
  readonly #queue: Sent[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(deliver: Deliver, options: SendOptions) {
    this.#deliver = deliver;
    this.#options = options;
  }

  get isBroken(): boolean {
    return this.#failures.length > 0 || this.#options.signal.aborted;
  }

  start(batch: Batch): void {
    const sent = { batch, tally: undefined };
    this.#queue.push(sent);
    const ended = this.#run(sent).then(() => {
      this.#running.delete(ended);
    });
    this.#running.add(ended);
  }

  async #run(sent: Sent): Promise<void> {
    try {
      sent.tally = await this.#deliver(sent.batch, this.#options.signal);
      this.#reach();
    } catch (error) {
      this.fail(error);
    }
  }

  #reach(): void {
    for (let first = this.#queue[0]; first?.tally !== undefined; first = this.#queue[0]) {
      this.#queue.shift();
      this.#options.onReached(first.batch.end, first.tally);
    }
  }

  fail(error: unknown): void {
    this.#failures.push(error);
  }

  /** Resolves when another batch may begin. */
  async room(): Promise<void> {
    const { concurrency } = this.#options;
    const isFull = (): boolean =>
      this.#running.size >= concurrency || this.#queue.length >= concurrency * lag;
    while (isFull() && this.#running.size > 0 && !this.isBroken) await Promise.race(this.#running);
  }

  /** Resolves when nothing is under way; throws the first failure. */
  async end(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}

/**
 * Sends batches side by side and reports in order: a place is reached when all before it is acknowledged. After a failure nothing new is
 * begun, what is under way is finished, and the failure is thrown.
 */
export const sendBatches = async (
  batches: AsyncIterable<Batch>,
  deliver: Deliver,
  options: SendOptions,
): Promise<void> => {
  const underway = new Underway(deliver, options);
  try {
    for await (const batch of batches) {
      if (underway.isBroken) break;
      underway.start(batch);
      await underway.room();
    }
  } catch (error) {
    underway.fail(error);
  }
  await underway.end();
};

/** Adds up what is reported. */
export const total = (before: Tally): { readonly add: (tally: Tally) => void; readonly now: () => Tally } => {
  let sum = before;
  return {
    add: (tally) => {
      sum = addTallies(sum, tally);
    },
    now: () => sum,
  };
};
