import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { SqlError, type SqlSession } from '../sql-session.ts';
import { authenticate } from './authenticate.ts';
import { Conversation } from './conversation.ts';
import { writeError } from './errors.ts';
import type { WireOptions } from './options.ts';
import { startUp, type Started } from './startup.ts';
import { MessageWriter } from './writer.ts';

/** A listening Postgres wire server. */
export interface Wire {
  readonly host: string;
  readonly port: number;
  /** Takes no more connections, ends the ones there are with 57P01, and resolves when they are closed. */
  close(): Promise<void>;
}

interface Live {
  readonly secret: number;
  readonly session: SqlSession;
}

/** What a driver reads of the server at the start. */
const parameters = {
  server_version: '15.0 (Sluice)',
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
  is_superuser: 'off',
  in_hot_standby: 'on',
  default_transaction_read_only: 'on',
} as const;

/** Starts the Postgres wire protocol (API.md 6): SCRAM-SHA-256, TLS when asked for, simple and extended protocol, cancel. */
export const startWire = async <Principal>(options: WireOptions<Principal>): Promise<Wire> => {
  const door = new Door(options);
  const server = createServer((socket) => void door.serve(socket));
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { host: options.host, port, close: () => door.close(server) };
};

class Door<Principal> {
  readonly #options: WireOptions<Principal>;
  readonly #sockets = new Map<Socket, MessageWriter>();
  readonly #live = new Map<number, Live>();
  #nextPid = 1;

  constructor(options: WireOptions<Principal>) {
    this.#options = options;
  }

  async serve(socket: Socket): Promise<void> {
    let writer = new MessageWriter(socket);
    this.#sockets.set(socket, writer);
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    socket.on('error', () => socket.destroy());
    const late = setTimeout(() => socket.destroy(), this.#options.loginMs ?? 10_000);
    try {
      const started = await startUp(socket, this.#options.tls);
      if (started?.kind === 'cancel') this.#cancel(started.pid, started.secret);
      if (started?.kind === 'session') {
        started.socket.on('error', () => socket.destroy());
        writer = new MessageWriter(started.socket);
        this.#sockets.set(socket, writer);
        await this.#login(socket, started, writer, late);
      }
    } catch (error) {
      if (!(error instanceof SqlError)) this.#options.log('a SQL connection failed', error);
      writeError(writer, error, 'FATAL');
      await writer.flush();
    } finally {
      clearTimeout(late);
      this.#sockets.delete(socket);
      socket.end();
      setTimeout(() => socket.destroy(), 1_000).unref();
    }
  }

  async #login(socket: Socket, started: Started, writer: MessageWriter, late: NodeJS.Timeout): Promise<void> {
    if (this.#sockets.size > (this.#options.connections ?? 200))
      throw new SqlError('53300', 'too many connections');
    const user = started.parameters.get('user') ?? '';
    if (user === '')
      throw new SqlError('28000', 'the startup packet names no user; the user is an access key id');
    if (started.negotiate !== undefined) {
      writer.begin('v').int32(0).int32(started.negotiate.length);
      for (const name of started.negotiate) writer.text(name);
      writer.end();
    }
    const principal = await authenticate(user, started.source, writer, this.#options);
    if (principal === undefined) return;
    clearTimeout(late);
    const session = await this.#options.open(principal);
    // Whoever waits for an answer is gone: what runs is of use to nobody.
    socket.once('close', () => session.cancel());
    await this.#converse(started, session, writer);
  }

  async #converse(started: Started, session: SqlSession, writer: MessageWriter): Promise<void> {
    const pid = this.#nextPid++;
    const secret = Buffer.from(this.#options.randomBytes(4)).readInt32BE();
    this.#live.set(pid, { secret, session });
    try {
      const application = started.parameters.get('application_name') ?? '';
      for (const [name, value] of Object.entries({ ...parameters, application_name: application }))
        writer.begin('S').text(name).text(value).end();
      writer.begin('K').int32(pid).int32(secret).end();
      await new Conversation(session, started.source, writer, this.#options.log).run();
    } finally {
      this.#live.delete(pid);
      await session.close();
    }
  }

  #cancel(pid: number, secret: number): void {
    const live = this.#live.get(pid);
    if (live?.secret === secret) live.session.cancel();
  }

  async close(server: Server): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const [socket, writer] of this.#sockets) {
      writeError(writer, new SqlError('57P01', 'the server is shutting down'), 'FATAL');
      await writer.flush();
      socket.destroySoon();
    }
    await closed;
  }
}
