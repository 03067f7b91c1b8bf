import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { sign } from '@sluice/core/sigv4';
import { expect } from 'vitest';
import type { Key } from '../process/client.ts';

/** An answer, with all that a client sees of it. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

const bytesOf = (body: unknown): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/**
 * Calls a running instance.
 * @param call such as `PUT /v1/stream/events`
 * @param body bytes and text as they are, anything else as JSON
 */
export type Caller = (
  call: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Calls that are signed with a key, or not signed at all. */
export const callerFor =
  (url: string, key?: Key): Caller =>
  (call, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const [method = '', target = ''] = call.split(' ');
      const { hostname, port, host } = new URL(url);
      const bytes = bytesOf(body);
      const signed =
        key && sign({ method, target, host, body: bytes }, key, Date.now(), { region: 'us-east-1' });
      const all = { host, 'content-length': bytes.length, ...headers, ...signed };
      const sent = httpRequest({ agent, hostname, port, method, path: target, headers: all }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers: given } = response;
          resolve({ status, headers: given, text: Buffer.concat(parts).toString() });
        });
      });
      sent.on('error', reject);
      sent.end(bytes);
    });

const types: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
};

/** What must not leave the server: a stack, a source file, a path of its machine. */
const inside = /\n\s+at |\.ts\b|\.js\b|node:|\/dev\/shm|\/node_modules\//;

/** The exact error body (API.md 1), its message as asked, and nothing of the inside in it. */
export const expectRefusal = ({ status, headers, text }: Answer, wanted: number, message: RegExp): void => {
  expect({ status, text }).toMatchObject({ status: wanted });
  const requestId = headers['x-amzn-requestid'];
  expect(requestId).toMatch(/^[0-9A-Z]{26}$/);
  expect(headers['content-type']).toBe('application/json');
  const body = JSON.parse(text) as Record<string, string>;
  expect(Object.keys(body)).toEqual(['type', 'message', 'request-id']);
  expect(body).toMatchObject({ type: types[wanted], 'request-id': requestId });
  expect(body['message']).toMatch(message);
  expect(body['message']).not.toMatch(inside);
  // Refusals show what was sent, not all of it.
  expect(text.length).toBeLessThan(1_000);
};
