import type { Duplex } from 'node:stream';

const flushBytes = 64 * 1024;

/** Resolves when the client has read, or is gone. `once` of node:events would leave a listener behind at every wait. */
const drained = (socket: Duplex): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });

/** Gathers messages in one buffer and sends them in few writes; waits while the client does not read. */
export class MessageWriter {
  readonly #socket: Duplex;
  #buffer = Buffer.allocUnsafe(flushBytes * 2);
  #length = 0;
  #start = 0;
  #open = false;
  #finished = false;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Begins a message. One that was begun and not ended, because a value could not be written, is dropped. */
  begin(letter: string): this {
    if (this.#open) this.#length = this.#start;
    this.#open = true;
    this.#start = this.#length;
    this.#reserve(5);
    this.#buffer.writeUInt8(letter.charCodeAt(0), this.#length);
    this.#length += 5;
    return this;
  }

  end(): void {
    this.#open = false;
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

  /** Text and a zero byte. A zero inside the text would end it early and break the message: it is left out. */
  text(text: string): this {
    const plain = text.includes('\0') ? text.replaceAll('\0', '') : text;
    this.#reserve(plain.length * 3 + 1);
    this.#length += this.#buffer.write(plain, this.#length);
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

  /** Enough has gathered to be sent. */
  get full(): boolean {
    return this.#length >= flushBytes;
  }

  /** Sends when enough has gathered. */
  async send(): Promise<void> {
    if (this.full) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const bytes = this.#handOver();
    if (this.#finished || this.#socket.destroyed || this.#socket.write(bytes)) return;
    await drained(this.#socket);
  }

  /** Sends what has gathered as the last words: what is written later is dropped. */
  finish(): void {
    void this.flush();
    this.#finished = true;
  }

  /** What has gathered, the buffer empty again; one that a wide row made large is not kept. */
  #handOver(): Buffer {
    const bytes = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    if (this.#buffer.length <= flushBytes * 2) return Buffer.from(bytes);
    this.#buffer = Buffer.allocUnsafe(flushBytes * 2);
    return bytes;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
