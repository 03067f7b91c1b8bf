import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { signingKeys } from '@sluice/core/sigv4';
import { drainOf } from './drain.ts';
import { exchanges } from './exchanges.ts';
import { answerMalformed } from './malformed.ts';
import type { Edge, EdgeOptions } from './options.ts';
import { deskOf, serve } from './serve.ts';

const settings = {
  /** Longer than a load balancer's 60 s, so that it is the one to let go. */
  keepAliveTimeout: 65_000,
  /** 10 MiB at 100 KB/s, with some room. */
  requestTimeout: 120_000,
  /** Node would answer a request without a host itself, with an empty body. */
  requireHostHeader: false,
};

const listening = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`cannot listen on ${host}:${port}: ${cause.message}; choose another port`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/**
 * Starts the HTTP server of one machine: verifies each request's signature, hands it to `handle` as API Gateway would, and sends the answer.
 * Access keys are looked up for each request, so a revocation holds at once. Rejects when the address cannot be listened on.
 */
export const startEdge = async (options: EdgeOptions): Promise<Edge> => {
  const host = options.host ?? '127.0.0.1';
  const desk = deskOf(options, signingKeys());
  const under = exchanges();
  const server = createServer(settings);
  const drain = drainOf(server, options.drainMs ?? 8_000);
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    if (drain.closing()) response.shouldKeepAlive = false;
    under.begin({ request, response });
    // A client that left; its `close` follows. Without a listener it would end the process.
    response.on('error', () => undefined);
    void serve(desk, request, response);
  };
  server.on('request', take);
  // A client that asks before it sends a large body is told to go on only when the head was found in order.
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  answerMalformed(server, under, options.newRequestId);
  const port = await listening(server, host, options.port);
  server.on('error', (error) => options.log({ message: 'the HTTP server failed', requestId: '', error }));
  return { host, port, close: () => drain.close() };
};
