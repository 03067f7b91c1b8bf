import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '@sluice/core/failure';
import type { Clock, PutOutcome, StreamRecord } from '@sluice/core/ports';
import type { Checkpoints } from '../mapping/checkpoints.ts';
import { encodeFrame } from './frame.ts';
import { createSegment, findTail, listSegments, segmentName } from './segment.ts';

interface Waiting {
  readonly record: StreamRecord;
  readonly resolve: (outcome: PutOutcome) => void;
}

/** One write of a group: large enough to be worth a sync, small enough to answer within milliseconds. */
const groupBytes = 8 << 20;

export interface ShardLogOptions {
  readonly folder: string;
  readonly shard: string;
  readonly clock: Clock;
  readonly segmentBytes: number;
  /** Remembers the last durable sequence number, so that damage is told from a write that a crash cut short. */
  readonly marks: Checkpoints;
  /** Told after each group is on disk. */
  readonly durable: (sequence: number) => void;
}

/**
 * One shard: appends in groups. While a group is written and synced, the next gathers, so that a sync serves all requests that came
 * meanwhile (group commit). An outcome is `ok` only after fdatasync returned.
 */
export class ShardLog {
  readonly #options: ShardLogOptions;
  #file: FileHandle;
  #end: number;
  #last: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  private constructor(options: ShardLogOptions, file: FileHandle, end: number, last: number) {
    this.#options = options;
    this.#file = file;
    this.#end = end;
    this.#last = last;
  }

  /** Opens the newest segment, cutting off what a crash left half written. */
  static async open(options: ShardLogOptions): Promise<ShardLog> {
    await mkdir(options.folder, { recursive: true });
    const newest = (await listSegments(options.folder)).at(-1);
    if (newest === undefined) return new ShardLog(options, await createSegment(options.folder, 1), 0, 0);
    const file = await open(join(options.folder, segmentName(newest)), 'r+');
    const tail = await findTail(file, newest);
    const durable = options.marks.get(options.shard);
    if (tail.last < durable) {
      await file.close();
      throw new Error(damaged(options, newest, tail.last, durable));
    }
    await file.truncate(tail.end);
    await file.sync();
    return new ShardLog(options, file, tail.end, tail.last);
  }

  /** Sequence number of the last durable record; 0 when there is none. */
  get last(): number {
    return this.#last;
  }

  append(record: StreamRecord): Promise<PutOutcome> {
    return new Promise((resolve) => {
      this.#waiting.push({ record, resolve });
      this.#writing ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      const outcomes = await this.#write(group);
      group.forEach(({ resolve }, i) => {
        resolve(outcomes[i] ?? { ok: false, failure: lost });
      });
    }
    this.#writing = undefined;
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.#waiting) {
      bytes += record.data.length;
      if (bytes > groupBytes && count > 0) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #write(group: readonly Waiting[]): Promise<readonly PutOutcome[]> {
    const arrivedAt = this.#options.clock.now();
    const frames = Buffer.concat(
      group.map(({ record }, i) => encodeFrame(record, this.#last + 1 + i, arrivedAt)),
    );
    try {
      await this.#roll();
      await writeWhole(this.#file, frames, this.#end);
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(this.#end).catch(() => undefined);
      return group.map(() => ({ ok: false, failure: failureOf(error) }));
    }
    const first = this.#last + 1;
    this.#end += frames.length;
    this.#last += group.length;
    this.#options.marks.set(this.#options.shard, this.#last);
    this.#options.durable(this.#last);
    return group.map((_, i) => ({ ok: true, shard: this.#options.shard, sequence: String(first + i) }));
  }

  async #roll(): Promise<void> {
    if (this.#end < this.#options.segmentBytes) return;
    const next = await createSegment(this.#options.folder, this.#last + 1);
    await this.#file.close();
    this.#file = next;
    this.#end = 0;
  }
}

/** Records that were acknowledged are in danger: nothing is cut off, and a person decides. */
const damaged = ({ folder }: ShardLogOptions, segment: number, last: number, durable: number): string =>
  `the log ${join(folder, segmentName(segment))} is damaged behind sequence number ${last}, but records up to ${durable} were durable; ` +
  'restore the file from a backup, or move it aside to go on without those records';

const writeWhole = async (file: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
};

const lost: Failure = { class: 'ours', code: 'InternalFailure', message: 'the stream gave no outcome' };

/** A disk that is full or broken is infrastructure: the caller may try again. */
const failureOf = (error: unknown): Failure => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
  return {
    class: 'retryable',
    code: full ? 'StreamFull' : 'InternalFailure',
    message: full ? 'the disk of the stream is full' : `the stream could not be written (${code})`,
  };
};
