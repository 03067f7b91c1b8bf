import { Held, type Piece, type Splitter } from './piece.ts';

const code = (char: string): number => char.charCodeAt(0);
const newline = 0x0a;
const quote = code('"');
const backslash = code('\\');
const comma = code(',');
const listEnd = code(']');
const opens = new Set([code('['), code('{')]);
const closes = new Set([code(']'), code('}')]);
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d]);
/** Bytes that end the quick walk over what means nothing outside of a string. */
const matters = new Uint8Array(256);
for (const byte of [...opens, ...closes, ...blanks, quote, comma]) matters[byte] = 1;

type Where = 'before' | 'inside' | 'after';

/**
 * Cuts JSON values out of a stream by counting brackets, without reading them: an element that is no JSON spoils itself and not its
 * neighbours. In a list values end at commas; without one, they follow each other, with blanks or commas between.
 */
class Values {
  readonly #list: boolean;
  readonly #held: Held;
  #where: Where;
  #line = 1;
  #startLine = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Begun, which it is with its first byte that is no blank. */
  #begun = false;
  #afterComma = false;
  #out: Piece[] = [];

  constructor(list: boolean, maxBytes: number) {
    this.#list = list;
    this.#held = new Held(maxBytes);
    this.#where = list ? 'before' : 'inside';
  }

  read(chunk: Buffer): readonly Piece[] {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte === newline) this.#line++;
      if (this.#inString) {
        this.#stringByte(byte);
        continue;
      }
      if (matters[byte] === 0 && this.#begun) continue;
      from = this.#step(byte, chunk, from, i);
    }
    if (this.#begun) this.#held.add(chunk.subarray(from));
    return this.#flush();
  }

  #stringByte(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) this.#inString = false;
  }

  /** @returns where the value under way begins in this chunk */
  #step(byte: number, chunk: Buffer, from: number, i: number): number {
    if (this.#where === 'before') {
      if (byte === code('[')) this.#where = 'inside';
      return i + 1;
    }
    if (this.#depth === 0 && this.#isBetween(byte)) {
      if (this.#begun) {
        this.#held.add(chunk.subarray(from, i));
        this.#end();
      } else if (this.#list && (byte === comma || this.#afterComma) && !blanks.has(byte)) {
        this.#fault('there is nothing between two commas, or after the last one');
      }
      if (!blanks.has(byte)) this.#afterComma = byte === comma;
      if (this.#list && byte === listEnd) this.#where = 'after';
      return i + 1;
    }
    const start = this.#begun ? from : i;
    this.#begin();
    if (byte === quote) this.#inString = true;
    else if (opens.has(byte)) this.#depth++;
    else if (closes.has(byte)) this.#depth = Math.max(0, this.#depth - 1);
    if (this.#list || this.#depth > 0 || !closes.has(byte)) return start;
    this.#held.add(chunk.subarray(start, i + 1));
    this.#end();
    return i + 1;
  }

  /** Whether a byte outside of all brackets ends a value, or stands between two. */
  #isBetween(byte: number): boolean {
    if (this.#where === 'after') return blanks.has(byte);
    if (byte === comma) return true;
    if (this.#list) return byte === listEnd || (blanks.has(byte) && !this.#begun);
    return blanks.has(byte);
  }

  #begin(): void {
    if (!this.#begun) this.#startLine = this.#line;
    this.#begun = true;
  }

  #end(): void {
    const piece = this.#held.take(this.#startLine);
    this.#begun = false;
    this.#depth = 0;
    this.#out.push(
      this.#where === 'after' ? { ...piece, fault: 'it stands after the end of the list' } : piece,
    );
  }

  #fault(fault: string): void {
    this.#out.push({ line: this.#line, bytes: Buffer.alloc(0), fault });
  }

  #flush(): readonly Piece[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  /** What the end of the file leaves. */
  finish(): readonly Piece[] {
    const whole = !this.#inString && this.#depth === 0 && (!this.#list || this.#where === 'after');
    if (this.#begun) {
      const piece = this.#held.take(this.#startLine);
      const fault =
        this.#where === 'after' ? 'it stands after the end of the list' : 'the file ends inside it';
      this.#out.push(whole && this.#where !== 'after' ? piece : { ...piece, fault: piece.fault ?? fault });
    } else if (!whole) this.#fault('the file ends before the list does: is it cut off?');
    return this.#flush();
  }
}

const splitter = (list: boolean): Splitter =>
  async function* (chunks, maxBytes) {
    const values = new Values(list, maxBytes);
    for await (const chunk of chunks) yield values.read(chunk);
    yield values.finish();
  };

/** Splits one JSON list into its elements. */
export const splitList = splitter(true);

/** Splits JSON values that follow each other, each over as many lines as it likes. */
export const splitValues = splitter(false);
