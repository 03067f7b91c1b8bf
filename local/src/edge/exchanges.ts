import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What is under way on a connection: nothing; a request still being received, unanswered or answered; or one received whole and being answered. */
export type Standing = 'idle' | 'receiving' | 'refused' | 'answering';

/** The requests under way, over all connections. */
export interface Exchanges {
  begin(exchange: Exchange): void;
  on(socket: Duplex): Standing;
  /** Runs after each exchange that ends, with its connection. */
  onEnd(listener: (socket: Duplex) => void): void;
}

export const exchanges = (): Exchanges => {
  const open = new Set<Exchange>();
  const listeners: ((socket: Duplex) => void)[] = [];
  return {
    begin: (exchange) => {
      open.add(exchange);
      const { socket } = exchange.request;
      exchange.response.once('close', () => {
        open.delete(exchange);
        for (const listener of listeners) listener(socket);
      });
    },
    on: (socket) => {
      const here = [...open].filter(({ request }) => request.socket === socket);
      if (here.some(({ request }) => request.complete)) return 'answering';
      if (here.some(({ response }) => response.headersSent)) return 'refused';
      return here.length > 0 ? 'receiving' : 'idle';
    },
    onEnd: (listener) => listeners.push(listener),
  };
};
