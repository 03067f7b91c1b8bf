import { checkSignature, readSignature, signingKeys, splitTarget } from '@sluice/core/sigv4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botocoreIsHere, clients, curlIsHere, sendWithCurl, withBotocore } from './clients.ts';
import { type Sendable, send } from './send.ts';
import { type TestEdge, credentials, region, startTestEdge } from './test-edge.ts';

if (!botocoreIsHere) console.warn('SKIPPED: botocore (python3 cannot import it)');
if (!curlIsHere) console.warn('SKIPPED: curl --aws-sigv4 (no curl of 7.75 or later)');

interface Sample {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const json = { 'content-type': 'application/json' };

/** What every client signs alike: our own calls are of these forms. */
const simple: readonly Sample[] = [
  { name: 'GET', method: 'GET', target: '/v1/schema' },
  {
    name: 'POST',
    method: 'POST',
    target: '/v1/stream/event',
    headers: json,
    body: '{"metrictype":"m","a":1}',
  },
  { name: 'PUT', method: 'PUT', target: '/stream/v1/stream/event', headers: json, body: '{"a":1}' },
  {
    name: 'a body of UTF-8',
    method: 'POST',
    target: '/v1/stream/event',
    headers: json,
    body: '{"é":"日本 🚰"}',
  },
  { name: 'PATCH', method: 'PATCH', target: '/v1/schema', headers: json, body: '{"metricKeys":[]}' },
  {
    name: 'DELETE',
    method: 'DELETE',
    target: '/v1/schema/metric',
    headers: json,
    body: '{"metricName":"m"}',
  },
  { name: 'unreserved characters', method: 'GET', target: '/v1/-._~A9' },
  { name: 'a query in order', method: 'GET', target: '/v1/schema/field?fieldName=f&metricName=m' },
];

const queries: readonly Sample[] = [
  { name: 'a query out of order', method: 'GET', target: '/v1/t?b=2&a=1' },
  { name: 'a repeated name', method: 'GET', target: '/v1/t?a=2&a=1' },
  { name: 'a name alone', method: 'GET', target: '/v1/t?a' },
  { name: 'an escaped blank', method: 'GET', target: '/v1/t?a=b%20c' },
  { name: 'an escaped plus', method: 'GET', target: '/v1/t?a=b%2Bc' },
  { name: 'tildes', method: 'GET', target: '/v1/~t?x=~' },
  { name: 'a name that starts as another', method: 'GET', target: '/v1/t?a-b=1&a=2&aB=3' },
];

const escapes: readonly Sample[] = [
  { name: 'lower-case escapes', method: 'GET', target: '/v1/t?a=%c3%a9' },
  { name: 'reserved characters as they are', method: 'GET', target: "/v1/t?a=*!'()" },
  { name: 'slash, colon and at', method: 'GET', target: '/v1/t?a=b/c:d@e' },
];

const severalSpellings = ['/v1/a%20b', '/v1/a%2Fb', '/v1/a:b@c', '/v1/x/../t', '/v1//t', '/v1/t/'];

describe('independent clients', () => {
  let edge: TestEdge;
  beforeAll(async () => (edge = await startTestEdge()));
  afterAll(() => edge.close());

  const unsigned = ({ method, target, headers = {}, body = '' }: Sample): Sendable => {
    return { method, host: edge.host, target, headers, body: Buffer.from(body) };
  };
  const expectHandled = ({ status, body }: { status: number; body: string }, sample: Sample): void => {
    expect({ status, body }).toMatchObject({ status: 200 });
    expect(edge.handled.at(-1)).toMatchObject({
      rawPath: sample.target.split('?')[0],
      requestContext: {
        http: { method: sample.method },
        authorizer: { iam: { accessKey: credentials.accessKeyId } },
      },
    });
    expect(edge.handled.at(-1)?.body).toBe(sample.body);
  };

  describe.each(clients)('$name', ({ sign }) => {
    it.each([...simple, ...queries, ...escapes])('verifies: $name', async (sample) =>
      expectHandled(await send(await sign(unsigned(sample))), sample),
    );

    it.each(severalSpellings)(
      'signs %s as we read it, though the edge refuses such a path',
      async (target) => {
        const {
          method,
          target: sent,
          headers,
          host,
          body,
        } = await sign(unsigned({ name: '', method: 'GET', target }));
        const entries = Object.entries(headers).map(
          ([header, value]) => [header.toLowerCase(), value] as const,
        );
        const head = { method, ...splitTarget(sent), headers: new Map([['host', host], ...entries]) };
        const known = { secret: credentials.secretAccessKey };
        expect(() =>
          checkSignature(readSignature(head, Date.now(), { region }), body, known, signingKeys()),
        ).not.toThrow();
        // A client that itself rewrites the path to the plain one may pass.
        const reply = await send({ method, target: sent, headers, host, body });
        expect(reply.status).toBe(/\/\/|%|[:@]|\.\.|\/$/.test(sent) ? 400 : 200);
      },
    );
  });

  describe.skipIf(!botocoreIsHere)('botocore', () => {
    it.each([...simple, ...queries])('verifies: $name', async (sample) =>
      expectHandled(await send(await withBotocore(unsigned(sample))), sample),
    );
  });

  describe.skipIf(!curlIsHere)('curl --aws-sigv4', () => {
    // Releases before 8.3 sign a query as it is written: one in order, with a value to each name, is right by every release.
    it.each(simple)('verifies: $name', async (sample) =>
      expectHandled(await sendWithCurl(unsigned(sample)), sample),
    );
  });
});
