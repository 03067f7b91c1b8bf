import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import { SqlError } from '../sql-session.ts';
import { Connection, type House } from './connection.ts';
import type { Conversation } from './conversation.ts';
import type { WireOptions } from './options.ts';

/** A listening Postgres wire server. */
export interface Wire {
  readonly host: string;
  readonly port: number;
  /**
   * Takes no more connections and ends the ones there are with 57P01: idle ones at once, the others after the statement under way, at the
   * latest after `drainMs`. Resolves when all are closed; a client that does not read cannot delay it.
   */
  close(): Promise<void>;
}

/** Connections that are not logged in yet, beyond the sessions: the rest are closed before they cost anything. */
const waitingConnections = 100;

/** Starts the Postgres wire protocol (API.md 6): SCRAM-SHA-256, TLS when asked for, simple and extended protocol, cancel. */
export const startWire = async <Principal>(options: WireOptions<Principal>): Promise<Wire> => {
  const limit = options.connections ?? 200;
  const connections = new Set<Connection<Principal>>();
  const house = houseOf(options, () => connections.size > limit);
  const server = createServer((socket) => {
    const connection = new Connection(socket, house);
    connections.add(connection);
    void connection.serve().finally(() => connections.delete(connection));
  });
  server.maxConnections = limit + waitingConnections;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const close = () => closeAll(server, connections, options.drainMs ?? 3_000);
  return { host: options.host, port, close };
};

const closeAll = async (
  server: Server,
  connections: ReadonlySet<{ close(reason: SqlError, drainMs: number): void }>,
  drainMs: number,
): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  const reason = new SqlError('57P01', 'terminating connection: the server is shutting down');
  for (const connection of connections) connection.close(reason, drainMs);
  await closed;
};

const houseOf = <Principal>(options: WireOptions<Principal>, full: () => boolean): House<Principal> => {
  const live = new Map<number, { readonly secret: number; readonly conversation: Conversation }>();
  let nextPid = 1;
  return {
    options,
    tls: options.tls && createSecureContext(options.tls),
    full,
    enter: (conversation) => {
      const pid = nextPid++;
      const secret = Buffer.from(options.randomBytes(4)).readInt32BE();
      live.set(pid, { secret, conversation });
      return { pid, secret, leave: () => void live.delete(pid) };
    },
    cancel: (pid, secret) => {
      const found = live.get(pid);
      if (found?.secret === secret) found.conversation.cancel();
    },
  };
};
