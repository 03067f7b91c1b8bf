import type { Duplex } from 'node:stream';
import { SqlError } from '../sql-session.ts';

/** A message of the client: its letter (0 for the startup packet, which has none) and what follows its length. */
export interface Message {
  readonly type: number;
  readonly body: Buffer;
}

/** What may come next. */
export interface Expected {
  /** The most that the length may say, bytes. */
  readonly limit: number;
  /** The letters that may come; undefined for a packet without one. What is none of them ends the connection before its length is believed. */
  readonly letters: string | undefined;
}

/** How much is read ahead of the message that is waited for, bytes. */
const aheadBytes = 64 * 1024;

/** Reads whole messages from a connection, however its bytes are cut; stops reading while enough is waiting. */
export class MessageSource {
  readonly #socket: Duplex;
  #chunks: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #wake: (() => void) | undefined;
  #ended = false;
  readonly #take = (chunk: Buffer): void => {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > Math.max(this.#wanted, aheadBytes)) this.#socket.pause();
    if (this.#size >= this.#wanted) this.#wake?.();
  };
  readonly #end = (): void => {
    this.#ended = true;
    this.#wake?.();
  };
  /** Nobody is there to read answers: what was sent before is not done either. */
  readonly #gone = (): void => {
    this.#chunks = [];
    this.#size = 0;
    this.#end();
  };

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', this.#take).on('end', this.#end).on('close', this.#gone).on('error', this.#gone);
  }

  /** Leaves the connection to another reader (TLS). Throws SqlError 08P01 when anything was read ahead: it came in clear, from whomever (CVE-2021-23222). */
  detach(): void {
    this.#socket.off('data', this.#take).off('end', this.#end).off('close', this.#gone);
    if (this.#size > 0) throw new SqlError('08P01', 'received unencrypted data after SSL request');
  }

  /** Nothing more is wanted: what still comes is thrown away, so that closing does not reset the connection under our last words. */
  discard(): void {
    this.#socket.off('data', this.#take);
    this.#gone();
    this.#socket.resume();
  }

  /** The next message, or undefined when the client is gone. Throws SqlError 08P01 for a letter or a length that may not come. */
  async next({ limit, letters }: Expected): Promise<Message | undefined> {
    const start = letters === undefined ? 0 : 1;
    if (!(await this.#has(start))) return undefined;
    const type = letters === undefined ? 0 : this.#peek(0).readUInt8(0);
    if (letters?.includes(String.fromCharCode(type)) === false)
      throw new SqlError('08P01', `invalid frontend message type ${type}`);
    if (!(await this.#has(start + 4))) return undefined;
    const length = this.#peek(start + 4).readInt32BE(start);
    if (length < 4 || length > limit)
      throw new SqlError('08P01', `invalid message length: ${length} bytes; at most ${limit}`);
    if (!(await this.#has(start + length))) return undefined;
    const held = this.#peek(start + length);
    this.#chunks = held.length > start + length ? [held.subarray(start + length)] : [];
    this.#size -= start + length;
    return { type, body: Buffer.from(held.subarray(start + 4, start + length)) };
  }

  /** What is held, its first `bytes` in one piece. Chunks are joined once for each message, not each time one comes. */
  #peek(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= bytes && this.#chunks.length === 1) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  async #has(bytes: number): Promise<boolean> {
    this.#wanted = bytes;
    while (this.#size < bytes) {
      if (this.#ended) return false;
      this.#socket.resume();
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    return true;
  }
}
