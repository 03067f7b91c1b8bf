/** What stands for one event in a file: its bytes and the line where it begins; or why it cannot be an event. */
export interface Piece {
  /** From 1. */
  readonly line: number;
  /** The JSON text as it stands in the file; of a CSV row the text made of it; the beginning of what is too long to hold. */
  readonly bytes: Buffer;
  readonly fault?: string;
}

/** Reads chunks of bytes, gives pieces a chunk at a time. */
export type Splitter = (chunks: AsyncIterable<Buffer>, maxBytes: number) => AsyncGenerator<readonly Piece[]>;

/** How much is kept of a piece that is too long to be an event. */
const kept = 200;

const tooLong = (maxBytes: number): string =>
  `longer than the ${maxBytes} bytes that an event may have; no larger event can be sent`;

/** Collects one piece over the borders of chunks. Never holds more than the bound and one chunk. */
export class Held {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.#bytes === 0;
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
      this.#parts = [Buffer.from(Buffer.concat([...this.#parts, part]).subarray(0, kept))];
  }

  /** The piece, which is then forgotten. */
  take(line: number): Piece {
    const [first] = this.#parts;
    const bytes = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    const piece = this.isTooLong ? { line, bytes, fault: tooLong(this.#maxBytes) } : { line, bytes };
    this.#parts = [];
    this.#bytes = 0;
    return piece;
  }
}
