import type { Reason } from '../interpret/index.ts';
import { Held, type Cutter, type Piece, type Place } from './piece.ts';

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

const nothing = {
  code: 'EmptyElement',
  reason: 'there is nothing between two commas, or after the last one',
};
const behind = { code: 'AfterTheList', reason: 'it stands after the end of the list' };
const cutInside = { code: 'Truncated', reason: 'the file ends inside it' };
const cutList = { code: 'Truncated', reason: 'the file ends before the list does: is it cut off?' };

type Where = 'before' | 'inside' | 'after';

/**
 * Cuts JSON values out of content by counting brackets, without reading them: an element that is no JSON spoils itself and not its
 * neighbours. In a list values end at commas; without one, they follow each other, with blanks or commas between.
 */
export class ValueCutter implements Cutter {
  readonly #list: boolean;
  readonly #held: Held;
  #where: Where;
  /** Where the next chunk begins. */
  #at: number;
  #line: number;
  #start: { offset: number; line: number };
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Begun, which it is with its first byte that is no blank. */
  #begun = false;
  #afterComma: boolean;
  #out: Piece[] = [];

  constructor(list: boolean, { offset, line, inside }: Place, maxBytes: number) {
    this.#list = list;
    this.#held = new Held(maxBytes);
    this.#where = !list || inside === 'comma' ? 'inside' : inside === 'after' ? 'after' : 'before';
    this.#afterComma = inside === 'comma';
    this.#at = offset;
    this.#line = line;
    this.#start = { offset, line };
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
    this.#at += chunk.length;
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
      if (this.#begun) this.#held.add(chunk.subarray(from, i));
      this.#between(byte, this.#at + i + 1);
      return i + 1;
    }
    const start = this.#begun ? from : i;
    this.#begin(this.#at + i);
    if (byte === quote) this.#inString = true;
    else if (opens.has(byte)) this.#depth++;
    else if (closes.has(byte)) this.#depth = Math.max(0, this.#depth - 1);
    if (this.#list || this.#depth > 0 || !closes.has(byte)) return start;
    this.#held.add(chunk.subarray(start, i + 1));
    this.#end(this.#at + i + 1);
    return i + 1;
  }

  /** Whether a byte outside of all brackets ends a value, or stands between two. */
  #isBetween(byte: number): boolean {
    if (this.#where === 'after') return blanks.has(byte);
    if (byte === comma) return true;
    if (this.#list) return byte === listEnd || (blanks.has(byte) && !this.#begun);
    return blanks.has(byte);
  }

  /** @param end the place behind the byte */
  #between(byte: number, end: number): void {
    const isBehind = this.#where === 'after';
    const isMissing = this.#list && !isBehind && (byte === comma || this.#afterComma) && !blanks.has(byte);
    if (!blanks.has(byte)) this.#afterComma = byte === comma;
    if (this.#list && byte === listEnd) this.#where = 'after';
    if (this.#begun) this.#end(end, isBehind);
    else if (isMissing) this.#fault(nothing, end - 1, end);
  }

  #begin(offset: number): void {
    if (!this.#begun) this.#start = { offset, line: this.#line };
    this.#begun = true;
  }

  #end(end: number, isBehind = this.#where === 'after'): void {
    const piece = { ...this.#start, ...this.#held.take(), next: this.#next(end) };
    this.#begun = false;
    this.#depth = 0;
    this.#out.push(isBehind ? { ...piece, fault: behind } : piece);
  }

  #fault(fault: Reason, offset: number, end: number): void {
    this.#out.push({ line: this.#line, offset, bytes: Buffer.alloc(0), fault, next: this.#next(end) });
  }

  #next(offset: number): Place {
    const place = { offset, line: this.#line };
    if (!this.#list) return place;
    return { ...place, inside: this.#where === 'after' ? 'after' : 'comma' };
  }

  #flush(): readonly Piece[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  finish(): readonly Piece[] {
    const isBehind = this.#where === 'after';
    const isCut = this.#inString || this.#depth > 0 || (this.#list && !isBehind);
    // Told once: who goes on from the end finds nothing more.
    if (this.#list) this.#where = 'after';
    if (this.#begun) {
      const { fault, bytes } = this.#held.take();
      const reason = isBehind ? behind : (fault ?? (isCut ? cutInside : undefined));
      const piece = { ...this.#start, bytes, next: this.#next(this.#at) };
      this.#out.push(reason === undefined ? piece : { ...piece, fault: reason });
      this.#begun = false;
    } else if (isCut) this.#fault(cutList, this.#at, this.#at);
    return this.#flush();
  }
}
