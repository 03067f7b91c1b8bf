import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { SqlError, type SqlSession } from '../sql-session.ts';
import { authenticate } from './authenticate.ts';
import { Conversation } from './conversation.ts';
import { writeError } from './errors.ts';
import { applySettings, greet } from './greeting.ts';
import type { WireOptions } from './options.ts';
import { MessageSource } from './source.ts';
import { startUp, type Line, type Started } from './startup.ts';
import { MessageWriter } from './writer.ts';

/** What the connections of one server share. */
export interface House<Principal> {
  readonly options: WireOptions<Principal>;
  readonly tls: SecureContext | undefined;
  /** There are more connections than may log in. */
  full(): boolean;
  /** Gives a session the key by which it can be cancelled. */
  enter(conversation: Conversation): { readonly pid: number; readonly secret: number; leave(): void };
  cancel(pid: number, secret: number): void;
}

/** How long a client may take to read our last words and close, ms. */
const lingerMs = 500;

/** One connection, from its first byte to its last. */
export class Connection<Principal> {
  readonly #socket: Socket;
  readonly #house: House<Principal>;
  #line: Line;
  #writer: MessageWriter;
  #conversation: Conversation | undefined;
  #hungUp = false;

  constructor(socket: Socket, house: House<Principal>) {
    this.#socket = socket;
    this.#house = house;
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    socket.on('error', () => socket.destroy());
    this.#line = { socket, source: new MessageSource(socket) };
    this.#writer = new MessageWriter(socket);
  }

  /** Answers until the client goes or is sent away. Never rejects. */
  async serve(): Promise<void> {
    const late = setTimeout(() => this.#socket.destroy(), this.#house.options.loginMs ?? 10_000);
    try {
      const started = await startUp(this.#socket, this.#line, this.#house.tls, (line) => {
        this.#line = line;
        this.#writer = new MessageWriter(line.socket);
      });
      if (started?.kind === 'cancel') this.#house.cancel(started.pid, started.secret);
      if (started?.kind === 'session') await this.#login(started, late);
    } catch (error) {
      if (!(error instanceof SqlError)) this.#house.options.log('a SQL connection failed', error);
      writeError(this.#writer, error, 'FATAL');
    } finally {
      clearTimeout(late);
      this.#hangUp();
    }
  }

  /** Ends it with this reason: at once, or after the work under way, for which `drainMs` is left. */
  close(reason: SqlError, drainMs: number): void {
    if (this.#hungUp || this.#conversation?.endWhenReady(reason) === true) {
      const deadline = setTimeout(() => this.#cutOff(reason), drainMs);
      this.#socket.once('close', () => clearTimeout(deadline));
    } else this.#cutOff(reason);
  }

  #cutOff(reason: SqlError): void {
    if (!this.#hungUp) writeError(this.#writer, reason, 'FATAL');
    this.#hangUp();
    this.#conversation?.cancel();
  }

  /** Sends what was written and closes; what the client sends meanwhile is read and dropped, so that it gets to read our last words. */
  #hangUp(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.#writer.finish();
    this.#line.source.discard();
    this.#line.socket.end();
    const linger = setTimeout(() => this.#socket.destroy(), lingerMs);
    this.#socket.once('close', () => clearTimeout(linger));
  }

  async #login(started: Started, late: NodeJS.Timeout): Promise<void> {
    const { options } = this.#house;
    if (this.#house.full()) throw new SqlError('53300', 'too many connections');
    const user = started.parameters.get('user') ?? '';
    if (user === '')
      throw new SqlError('28000', 'the startup packet names no user; the user is an access key id');
    const principal = await authenticate(user, started.negotiate, this.#line.source, this.#writer, options);
    if (principal === undefined) return;
    clearTimeout(late);
    const session = await options.open(principal);
    try {
      await this.#converse(started, session);
    } finally {
      await session.close();
    }
  }

  async #converse(started: Started, session: SqlSession): Promise<void> {
    const { source, socket } = this.#line;
    const conversation = new Conversation(session, source, this.#writer, this.#house.options.log);
    // Whoever waits for an answer is gone: what runs is of use to nobody.
    socket.once('close', () => conversation.cancel());
    const key = this.#house.enter(conversation);
    this.#conversation = conversation;
    try {
      await applySettings(session, started.parameters);
      greet(this.#writer, started.parameters, key);
      await conversation.run();
    } finally {
      key.leave();
      await conversation.close();
    }
  }
}
