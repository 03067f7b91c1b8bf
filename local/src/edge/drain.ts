import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Closes a server without cutting off a request. */
export interface Drain {
  readonly closing: () => boolean;
  close(): Promise<void>;
}

/**
 * How often a closing server looks for connections that became idle, in ms: an answer that began before the closing did not say
 * `connection: close`, and the rest of a refused body may arrive after its answer.
 */
const sweep = 25;

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

/** Follows the connections of a server. @param deadline how long its closing waits for requests under way, in ms */
export const drainOf = (server: Server, deadline: number): Drain => {
  const sockets = new Set<Socket>();
  let whenClosed: Promise<void> | undefined;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  const close = async (): Promise<void> => {
    const done = closed(server);
    // Node counts a connection that never sent a byte as busy.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const sweeping = setInterval(() => server.closeIdleConnections(), sweep);
    const cut = setTimeout(() => server.closeAllConnections(), deadline);
    await done;
    clearInterval(sweeping);
    clearTimeout(cut);
  };
  return {
    closing: () => whenClosed !== undefined,
    close: () => (whenClosed ??= close()),
  };
};
