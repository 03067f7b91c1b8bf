import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { int32, message, startup, zero } from './messages.ts';

/** A message of the server. */
export interface Reply {
  readonly letter: string;
  readonly body: Buffer;
}

/** The fields of an ErrorResponse by their letters: C the SQLSTATE, M the message, P the position, S the severity. */
export const fieldsOf = ({ body }: Reply): Readonly<Record<string, string>> =>
  Object.fromEntries(
    body
      .toString()
      .split('\0')
      .filter((part) => part !== '')
      .map((part) => [part.charAt(0), part.slice(1)]),
  );

/** The values of a DataRow; null is NULL. */
export const valuesOf = ({ body }: Reply): (Buffer | null)[] => {
  let at = 2;
  return Array.from({ length: body.readInt16BE(0) }, () => {
    const length = body.readInt32BE(at);
    at += 4 + Math.max(length, 0);
    return length < 0 ? null : body.subarray(at - length, at);
  });
};

/** A connection of a test: it says what it is told, and reads whole messages. */
export class Talk {
  readonly socket: Duplex;
  #held = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(socket: Duplex) {
    this.socket = socket;
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('data', (chunk: Buffer) => {
      this.#held = Buffer.concat([this.#held, chunk]);
      this.#wake();
    });
    socket.on('end', end).on('close', end).on('error', end);
  }

  say(...messages: readonly Buffer[]): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(messages));
  }

  /** So many bytes, or fewer when the server closes. */
  async bytes(count: number): Promise<Buffer> {
    while (this.#held.length < count && !this.#ended)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    const bytes = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  /** The next message; undefined when the server closed. */
  async next(): Promise<Reply | undefined> {
    const head = await this.bytes(5);
    if (head.length < 5) return undefined;
    return {
      letter: String.fromCharCode(head.readUInt8(0)),
      body: await this.bytes(head.readInt32BE(1) - 4),
    };
  }

  /** Messages up to one of these letters, or to the end of the connection. */
  async until(letters: string): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (let reply = await this.next(); reply !== undefined; reply = await this.next()) {
      replies.push(reply);
      if (letters.includes(reply.letter)) break;
    }
    return replies;
  }

  /** All that comes before the server closes. */
  rest(): Promise<Reply[]> {
    return this.until('');
  }

  /** Sends, and reads up to ReadyForQuery. */
  async ask(...messages: readonly Buffer[]): Promise<Reply[]> {
    this.say(...messages);
    return this.until('Z');
  }
}

export const lettersOf = (replies: readonly Reply[]): string => replies.map(({ letter }) => letter).join('');

/** The SQLSTATE of the first error, with its severity: `ERROR 42601`. */
export const errorOf = (replies: readonly Reply[]): string => {
  const error = replies.find(({ letter }) => letter === 'E');
  const { S, C } = error === undefined ? {} : fieldsOf(error);
  return error === undefined ? 'none' : `${S} ${C}`;
};

export const dial = async (port: number): Promise<Talk & { readonly socket: Socket }> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return Object.assign(new Talk(socket), { socket });
};

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The client's final message of SCRAM-SHA-256, from the server's first; `bare` is ours without its header. */
export const scramFinal = (bare: string, serverFirst: string, password: string): string => {
  const {
    r = '',
    s = '',
    i = '',
  } = Object.fromEntries(serverFirst.split(',').map((part) => [part.charAt(0), part.slice(2)]));
  const salted = pbkdf2Sync(password, Buffer.from(s, 'base64'), Number(i), 32, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  const signature = hmac(
    createHash('sha256').update(clientKey).digest(),
    `${bare},${serverFirst},c=biws,r=${r}`,
  );
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
  return `c=biws,r=${r},p=${proof.toString('base64')}`;
};

/** The nonce is the same each time, so that a session can be said again byte by byte. */
export const clientFirst = 'n=,r=abcdefghijklmnop';
export const saslInitial = (mechanism = 'SCRAM-SHA-256', first = `n,,${clientFirst}`): Buffer =>
  message('p', zero(mechanism), int32(first.length), Buffer.from(first));

/** Logs in. Gives what the server said up to its first ReadyForQuery, or its refusal. */
export const login = async (
  talk: Talk,
  user: string,
  password: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Reply[]> => {
  talk.say(startup(user, more), saslInitial());
  const [asked, challenge] = [await talk.next(), await talk.next()];
  if (challenge?.letter !== 'R' || asked === undefined)
    return [asked, challenge].filter((one) => one !== undefined);
  talk.say(
    message('p', Buffer.from(scramFinal(clientFirst, challenge.body.subarray(4).toString(), password))),
  );
  return [asked, challenge, ...(await talk.until('Z'))];
};

/** The key by which a session can be cancelled, from what came at its login. */
export const cancelKey = (replies: readonly Reply[]): { readonly pid: number; readonly secret: number } => {
  const body = replies.find(({ letter }) => letter === 'K')?.body ?? Buffer.alloc(8);
  return { pid: body.readInt32BE(0), secret: body.readInt32BE(4) };
};
