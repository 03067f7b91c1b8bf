import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BlockList } from 'node:net';
import { faultAnswer, Refusal } from '@sluice/core/http';
import type { Clock } from '@sluice/core/ports';
import { handleQuery, type QueryCallServices, type StreamedResult } from '../rest/handle-query.ts';
import { writeAnswer } from './answer.ts';
import { bodyOf, eventOf, headersOf, requestIdOf } from './request.ts';
import type { FindSigner } from './signer.ts';

export interface RestOptions {
  readonly host: string;
  /** 0 is a free port. */
  readonly port: number;
  readonly services: QueryCallServices;
  readonly signer: FindSigner;
  /** From where the gateway calls: `10.0.0.0/28`. Headers of anybody else are not believed. */
  readonly gatewayRanges: readonly string[];
  readonly clock: Clock;
  readonly newRequestId: () => string;
  /** Faults of ours. */
  readonly log: (message: string, error: unknown) => void;
  /** How long closing waits for requests under way. @default 8 s */
  readonly drainMs?: number;
}

export interface Rest {
  readonly port: number;
  /** Answers health checks with 503 from now on, takes no more connections, and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/** Longer than the gateway keeps a connection, so that it is the one to let go. */
const keepAliveTimeout = 65_000;

/** The HTTP server behind the gateway: `POST /v1/query` of whom the gateway says, and `GET /health` for the load balancer. */
export const startRest = async (options: RestOptions): Promise<Rest> => {
  const isGateway = rangeCheck(options.gatewayRanges);
  const state = { closing: false };
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    if (state.closing) response.shouldKeepAlive = false;
    void serve(request, response, options, () => isGateway(request), state).catch((error: unknown) =>
      options.log('an answer broke off', error),
    );
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => {
      state.closing = true;
      return closed(server, options.drainMs ?? 8_000);
    },
  };
};

const sweepMs = 25;

const closed = async (server: Server, drainMs: number): Promise<void> => {
  const done = once(server, 'close');
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  server.close();
  // An answer that began before the closing did not tell its client to close: its connection becomes idle, and Node leaves it.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  await done;
  clearInterval(sweep);
  clearTimeout(cut);
};

const rangeCheck = (ranges: readonly string[]) => {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits = '32'] = range.split('/');
    list.addSubnet(net, Number(bits));
  }
  return ({ socket: { remoteAddress = '' } }: IncomingMessage): boolean =>
    list.check(remoteAddress.replace(/^::ffff:/, ''), 'ipv4');
};

const health = (closing: boolean): StreamedResult => ({
  statusCode: closing ? 503 : 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ status: closing ? 'closing' : 'ok' }),
});

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  options: RestOptions,
  isGateway: () => boolean,
  { closing }: { readonly closing: boolean },
): Promise<void> => {
  response.on('error', () => undefined); // a client that left; without a listener it would end the process
  if (request.method === 'GET' && request.url === '/health') {
    await writeAnswer(response, health(closing));
    return;
  }
  const answer = await answerTo(request, options, isGateway);
  if (!response.destroyed) await writeAnswer(response, answer);
  // What was refused before it was read: the rest of its body is nobody's.
  if (!request.complete) request.resume();
};

/** Never rejects: what is no refusal goes to the log, and nothing of it to the client. */
const answerTo = async (
  request: IncomingMessage,
  { services, signer, clock, newRequestId, log }: RestOptions,
  isGateway: () => boolean,
): Promise<StreamedResult> => {
  const headers = headersOf(request);
  const requestId = requestIdOf(headers, newRequestId);
  try {
    if (!isGateway()) throw new Refusal(403, 'queries come through the front door');
    const key = await signer(headers);
    if (key === undefined) throw new Refusal(403, 'the signer is no user of this platform');
    const at = clock.now();
    return await handleQuery(
      eventOf(request, headers, { requestId, at, key, body: await bodyOf(request) }),
      services,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) log(`request ${requestId} failed`, error);
    return faultAnswer(error, requestId);
  }
};
