import type { FileJob, FileJobs } from '@sluice/core/files';

export interface JobQueueOptions {
  /** Does a job; rejects when it is to be done again. */
  readonly run: (job: FileJob) => Promise<void>;
  /** Resolves after so many ms, or at once when the signal comes. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (message: string, error: unknown) => void;
}

/** How long a job that failed waits, ms, by how often it failed in a row; the last holds from then on. */
const pauses = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

const keyOf = (job: FileJob): string => `${job.tenant} ${'id' in job ? `id ${job.id}` : `file ${job.file}`}`;

/**
 * The jobs of one process: one at a time, in the order in which they are due; one that waits already is not taken twice. What is in it is
 * lost with the process: `FileStates.unfinished` tells it again.
 */
export class JobQueue implements FileJobs {
  readonly #options: JobQueueOptions;
  readonly #stopping = new AbortController();
  readonly #waiting = new Map<string, Promise<void>>();
  /** Ends with the last job that was due so far. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: JobQueueOptions) {
    this.#options = options;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  send(job: FileJob, delayMs = 0): Promise<void> {
    this.#take(job, delayMs, 0);
    return Promise.resolve();
  }

  #take(job: FileJob, delayMs: number, failures: number): void {
    const key = keyOf(job);
    if (this.isStopping || this.#waiting.has(key)) return;
    this.#waiting.set(key, this.#due(job, delayMs, failures));
  }

  async #due(job: FileJob, delayMs: number, failures: number): Promise<void> {
    if (delayMs > 0) await this.#options.wait(delayMs, this.#stopping.signal);
    this.#turn = this.#turn.then(() => this.#attempt(job, failures));
    await this.#turn;
  }

  async #attempt(job: FileJob, failures: number): Promise<void> {
    // From here on the job may be handed on again, by itself too.
    this.#waiting.delete(keyOf(job));
    if (this.isStopping) return;
    try {
      await this.#options.run(job);
    } catch (error) {
      this.#options.log(`a job on a file failed: ${keyOf(job)}`, error);
      this.#take(job, pauses[failures] ?? 30_000, failures + 1);
    }
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.#turn || this.#waiting.size > 0;) {
      seen = this.#turn;
      await Promise.all([seen, ...this.#waiting.values()]);
    }
  }

  /** Lets the job under way end its slice, and drops the rest. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.idle();
  }
}
