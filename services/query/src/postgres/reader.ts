import { isUtf8 } from 'node:buffer';
import { SqlError } from '../sql-session.ts';

/** Text of bytes. Throws SqlError 22021 when they are not UTF-8 or hold a zero: nothing is silently replaced. */
export const textOfBytes = (bytes: Buffer): string => {
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8"');
  return bytes.toString('utf8');
};

/** Reads the parts of one message's body. Throws SqlError 08P01 when the body ends too early. */
export class BodyReader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  byte(): number {
    return this.#body.readUInt8(this.#advance(1));
  }

  int16(): number {
    return this.#body.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#body.readInt32BE(this.#advance(4));
  }

  bytes(length: number): Buffer {
    const start = this.#advance(length);
    return this.#body.subarray(start, start + length);
  }

  /** Text up to a zero byte. */
  text(): string {
    const end = this.#body.indexOf(0, this.#at);
    if (end < 0) throw tooShort();
    const text = textOfBytes(this.#body.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }

  /** A count of 16 bits without a sign, as PostgreSQL reads it (drivers send up to 65,535 parameters), then as many items. */
  list<Item>(item: () => Item): Item[] {
    return Array.from({ length: this.int16() & 0xffff }, item);
  }

  rest(): Buffer {
    return this.#body.subarray(this.#at);
  }

  /** Throws SqlError 08P01 when something is left. */
  end(): void {
    if (this.#at !== this.#body.length) throw new SqlError('08P01', 'a message is longer than what it holds');
  }

  #advance(bytes: number): number {
    const start = this.#at;
    if (bytes < 0 || start + bytes > this.#body.length) throw tooShort();
    this.#at += bytes;
    return start;
  }
}

const tooShort = (): SqlError => new SqlError('08P01', 'a message ended too early');
