import { once } from 'node:events';
import type { Duplex } from 'node:stream';

const flushBytes = 64 * 1024;

/** Gathers messages in one buffer and sends them in few writes; waits while the client does not read. */
export class MessageWriter {
  readonly #socket: Duplex;
  #buffer = Buffer.allocUnsafe(flushBytes * 2);
  #length = 0;
  #start = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  begin(letter: string): this {
    this.#start = this.#length;
    this.#reserve(5);
    this.#buffer.writeUInt8(letter.charCodeAt(0), this.#length);
    this.#length += 5;
    return this;
  }

  end(): void {
    this.#buffer.writeInt32BE(this.#length - this.#start - 1, this.#start + 1);
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#length = this.#buffer.writeUInt8(value, this.#length);
    return this;
  }

  int16(value: number): this {
    this.#reserve(2);
    this.#length = this.#buffer.writeUInt16BE(value & 0xffff, this.#length);
    return this;
  }

  int32(value: number): this {
    this.#reserve(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
    return this;
  }

  /** Text and a zero byte. */
  text(text: string): this {
    this.#reserve(text.length * 3 + 1);
    this.#length += this.#buffer.write(text, this.#length);
    return this.byte(0);
  }

  bytes(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A value with its length before it, in text. */
  value(text: string): this {
    this.#reserve(4 + text.length * 3);
    const written = this.#buffer.write(text, this.#length + 4);
    this.#buffer.writeInt32BE(written, this.#length);
    this.#length += 4 + written;
    return this;
  }

  /** Sends when enough has gathered. */
  async send(): Promise<void> {
    if (this.#length >= flushBytes) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
    if (this.#socket.destroyed || this.#socket.write(bytes)) return;
    await Promise.race([once(this.#socket, 'drain'), once(this.#socket, 'close')]).catch(() => undefined);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
