import { Held, type Cutter, type Piece, type Place } from './piece.ts';

const newline = 0x0a;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/** Where the text begins and ends between the blanks around it. */
const trimmed = (bytes: Buffer): readonly [start: number, end: number] => {
  let start = 0;
  let end = bytes.length;
  while (start < end && isBlank(bytes[start] ?? 0)) start++;
  while (end > start && isBlank(bytes[end - 1] ?? 0)) end--;
  return [start, end];
};

/** Cuts at line ends (NDJSON); blank lines are none. */
export class LineCutter implements Cutter {
  readonly #held: Held;
  /** Where the next chunk begins. */
  #at: number;
  #line: number;
  #lineStart: number;

  constructor({ offset, line }: Place, maxBytes: number) {
    this.#held = new Held(maxBytes);
    this.#at = offset;
    this.#line = line;
    this.#lineStart = offset;
  }

  read(chunk: Buffer): readonly Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(newline, from);
      if (end < 0) break;
      this.#held.add(chunk.subarray(from, end));
      from = end + 1;
      this.#take(pieces, this.#at + from);
    }
    this.#held.add(chunk.subarray(from));
    this.#at += chunk.length;
    return pieces;
  }

  finish(): readonly Piece[] {
    const pieces: Piece[] = [];
    this.#take(pieces, this.#at);
    return pieces;
  }

  #take(pieces: Piece[], end: number): void {
    const [line, lineStart] = [this.#line, this.#lineStart];
    const { bytes, ...fault } = this.#held.take();
    this.#line++;
    this.#lineStart = end;
    const [from, to] = trimmed(bytes);
    if (from === to) return;
    const next = { offset: end, line: this.#line };
    pieces.push({ line, offset: lineStart + from, bytes: bytes.subarray(from, to), ...fault, next });
  }
}
