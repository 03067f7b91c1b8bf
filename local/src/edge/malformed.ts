import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody } from '@sluice/core/http';
import type { Exchanges } from './exchanges.ts';

const messages: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'the request line and headers are larger than 16 KB',
  ERR_HTTP_REQUEST_TIMEOUT: 'the request was not received in time',
};

/** How long a client has to read the answer before its connection is cut, in ms. */
const lingering = 1_000;

const finish = (socket: Duplex, lastWords?: string): void => {
  socket.end(lastWords);
  setTimeout(() => socket.destroy(), lingering).unref();
};

const answer = (code: string, requestId: string): string => {
  const body = errorBody(400, messages[code] ?? 'the request is not well-formed HTTP/1.1', requestId);
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/json',
    `x-amzn-RequestId: ${requestId}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
};

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * Answers what is not HTTP with 400 and the exact body, then closes the connection. Requests that came whole before it on the same
 * connection are answered first.
 */
export const answerMalformed = (server: Server, under: Exchanges, newRequestId: () => string): void => {
  const ending = new WeakSet<Duplex>();
  under.onEnd((socket) => {
    if (ending.has(socket) && under.on(socket) !== 'answering') finish(socket);
  });
  server.on('clientError', (error, socket) => {
    const code = codeOf(error);
    if (code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const standing = under.on(socket);
    if (standing === 'answering') ending.add(socket);
    else if (standing === 'refused') finish(socket);
    else finish(socket, answer(code, newRequestId()));
  });
  server.on('connect', (_request, socket) => finish(socket, answer('', newRequestId())));
};
