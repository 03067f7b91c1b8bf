import type { Duplex } from 'node:stream';
import { SqlError } from '../sql-session.ts';

/** A message of the client: its letter (0 for the startup packet, which has none) and what follows its length. */
export interface Message {
  readonly type: number;
  readonly body: Buffer;
}

/** Reads whole messages from a connection, however its bytes are cut; stops reading while enough is waiting. */
export class MessageSource {
  readonly #socket: Duplex;
  #held: Buffer = Buffer.alloc(0);
  #wake: (() => void) | undefined;
  #ended = false;
  readonly #take = (chunk: Buffer): void => {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    if (this.#held.length > this.#limit) this.#socket.pause();
    this.#wake?.();
  };
  readonly #end = (): void => {
    this.#ended = true;
    this.#wake?.();
  };
  #limit = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', this.#take).on('end', this.#end).on('close', this.#end).on('error', this.#end);
  }

  /** Leaves the connection to another reader (TLS); nothing may have been read ahead. */
  detach(): void {
    this.#socket.off('data', this.#take).off('end', this.#end).off('close', this.#end);
    if (this.#held.length > 0) throw new SqlError('08P01', 'data after the request for encryption');
  }

  /** The next message, or undefined when the client is gone. Throws SqlError 08P01 for a length beyond the limit. */
  async next(limit: number, headed = true): Promise<Message | undefined> {
    this.#limit = limit + 5;
    const head = headed ? 5 : 4;
    if (!(await this.#has(head))) return undefined;
    const length = this.#held.readInt32BE(head - 4);
    if (length < 4 || length > limit)
      throw new SqlError('08P01', `a message of ${length} bytes; at most ${limit}`);
    const size = head - 4 + length;
    if (!(await this.#has(size))) return undefined;
    const message = {
      type: headed ? this.#held.readUInt8(0) : 0,
      body: Buffer.from(this.#held.subarray(head, size)),
    };
    this.#held = this.#held.subarray(size);
    return message;
  }

  async #has(bytes: number): Promise<boolean> {
    while (this.#held.length < bytes) {
      if (this.#ended) return false;
      this.#socket.resume();
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    return true;
  }
}
