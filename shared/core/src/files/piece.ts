import type { Reason } from '../interpret/index.ts';

/** Where reading can go on in a file's content (decompressed), between two pieces. */
export interface Place {
  /** Bytes from the beginning of the content. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** Of a JSON list: behind a comma, or behind the list's end. Absent before the list, and in all other forms. */
  readonly inside?: 'comma' | 'after';
}

/** What stands for one event in a file; or why it cannot be one. */
export interface Piece {
  /** Where it begins, from 1. */
  readonly line: number;
  /** Where it begins, in bytes. */
  readonly offset: number;
  /** The JSON text as it stands in the file; of a CSV row the text made of it; the beginning of what is too long to hold. */
  readonly bytes: Buffer;
  readonly fault?: Reason;
  /** Where to go on behind it: a cutter that begins there gives the same pieces as one that came so far. */
  readonly next: Place;
}

/** Cuts content into pieces. What it gives depends on the bytes and the place it began at, never on how they were cut into chunks. */
export interface Cutter {
  /** The pieces that end in this chunk, which follows the one before. */
  read(chunk: Buffer): readonly Piece[];
  /** What the end of the content leaves. */
  finish(): readonly Piece[];
}

/** How much is kept of a piece that is too long to be an event: what is there of it in any case. */
const kept = 200;

/** The beginning of a piece that is too long. */
export const beginning = (bytes: Buffer, maxBytes: number): Buffer =>
  Buffer.from(bytes.subarray(0, Math.min(kept, maxBytes)));

export const tooLong = (maxBytes: number): Reason => ({
  code: 'EventTooLarge',
  reason: `it is longer than the ${maxBytes} bytes that an event may have; no larger event can be sent`,
});

/** Collects one piece over the borders of chunks. Never holds more than the bound and one chunk. */
export class Held {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isTooLong(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  add(part: Buffer): void {
    if (part.length === 0) return;
    const before = this.#bytes;
    this.#bytes += part.length;
    if (!this.isTooLong) this.#parts.push(part);
    else if (before <= this.#maxBytes)
      this.#parts = [beginning(Buffer.concat([...this.#parts, part]), this.#maxBytes)];
  }

  /** The bytes, which are then forgotten, and that they were too many. */
  take(): { readonly bytes: Buffer; readonly fault?: Reason } {
    const [first] = this.#parts;
    const bytes = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    const taken = this.isTooLong ? { bytes, fault: tooLong(this.#maxBytes) } : { bytes };
    this.#parts = [];
    this.#bytes = 0;
    return taken;
  }
}
