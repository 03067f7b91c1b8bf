import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveredRecord } from '@sluice/core/ports';
import { decodeFrame, frameLength, frameSequence, isIntact } from './frame.ts';
import { listSegments, segmentName } from './segment.ts';

interface Place {
  readonly file: FileHandle;
  offset: number;
  /** Sequence number of the frame at the offset. */
  next: number;
}

export interface ReadLimits {
  /** The last sequence number that is durable: nothing beyond is handed out. */
  readonly upTo: number;
  readonly records: number;
  readonly bytes: number;
}

/** Reads one shard's log, in another thread or process than its writer. Remembers its place, so that reading on is one read. */
export class LogReader {
  readonly #folder: string;
  readonly #shard: string;
  #place: Place | undefined;

  constructor(streamFolder: string, shard: string) {
    this.#folder = join(streamFolder, shard);
    this.#shard = shard;
  }

  /** Records after a sequence number, in order; empty when there are none up to the limit. Trimmed records are skipped. */
  async read(after: number, limits: ReadLimits): Promise<readonly DeliveredRecord[]> {
    if (after >= limits.upTo) return [];
    if (this.#place?.next !== after + 1) await this.#seek(after + 1);
    const records: DeliveredRecord[] = [];
    await this.#collect(records, limits);
    return records;
  }

  async close(): Promise<void> {
    await this.#place?.file.close();
    this.#place = undefined;
  }

  async #collect(records: DeliveredRecord[], limits: ReadLimits): Promise<void> {
    const place = this.#place;
    if (place === undefined) return;
    const block = await readBlock(place, limits.bytes);
    let at = 0;
    while (records.length < limits.records && place.next <= limits.upTo) {
      const length = frameLength(block, at);
      if (length === undefined) break;
      if (!isIntact(block, at, length)) throw new Error(this.#damage(place));
      records.push(decodeFrame(block, at, length, this.#shard));
      at += length;
      place.next++;
    }
    place.offset += at;
    if (records.length === 0 && place.next <= limits.upTo) {
      await this.#seek(place.next);
      await this.#collect(records, limits);
    }
  }

  #damage(place: Place): string {
    return `${this.#shard}: the record with sequence number ${place.next} is damaged on disk (offset ${place.offset})`;
  }

  /** Finds the frame with a sequence number, or the oldest one there still is. */
  async #seek(sequence: number): Promise<void> {
    await this.close();
    const firsts = await listSegments(this.#folder);
    const first = firsts.findLast((candidate) => candidate <= sequence) ?? firsts[0];
    if (first === undefined) throw new Error(`${this.#shard}: the log has no segment`);
    const place: Place = {
      file: await open(join(this.#folder, segmentName(first)), 'r'),
      offset: 0,
      next: first,
    };
    this.#place = place;
    while (place.next < sequence) {
      const block = await readBlock(place, 4 << 20);
      const skipped = skip(block, place, sequence);
      if (skipped === 0) throw new Error(`${this.#shard}: the log ends before sequence number ${sequence}`);
    }
  }
}

const skip = (block: Buffer, place: Place, sequence: number): number => {
  let at = 0;
  while (place.next < sequence) {
    const length = frameLength(block, at);
    if (length === undefined || frameSequence(block, at) !== place.next) break;
    at += length;
    place.next++;
  }
  place.offset += at;
  return at;
};

/** At least one whole frame if there is one: blocks grow until it fits. */
const readBlock = async (place: Place, bytes: number): Promise<Buffer> => {
  for (let size = bytes; ; size *= 4) {
    const buffer = Buffer.allocUnsafe(size);
    const { bytesRead } = await place.file.read(buffer, 0, size, place.offset);
    const block = buffer.subarray(0, bytesRead);
    if (bytesRead < size || frameLength(block, 0) !== undefined) return block;
  }
};
