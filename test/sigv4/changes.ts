import { hash } from 'node:crypto';
import type { Sendable } from './send.ts';
import { region, service } from './test-edge.ts';

/** A header of a request, whatever its case: its name as sent, and its value. */
export const headerOf = (request: Sendable, name: string): [string, string] =>
  Object.entries(request.headers).find(([key]) => key.toLowerCase() === name) ?? [name, ''];

/** The request with one header changed, whatever its case. */
const withHeader = (request: Sendable, name: string, change: (value: string) => string): Sendable => {
  const [key, value] = headerOf(request, name);
  return { ...request, headers: { ...request.headers, [key]: change(value) } };
};

const without = (request: Sendable, name: string): Sendable => {
  const headers = Object.entries(request.headers).filter(([key]) => key.toLowerCase() !== name);
  return { ...request, headers: Object.fromEntries(headers) };
};

/** The request with its Authorization changed. */
export const authorization = (request: Sendable, change: (value: string) => string): Sendable =>
  withHeader(request, 'authorization', change);

/** One change each to a signed request: none of them may get through. */
export const changes: readonly (readonly [string, (signed: Sendable) => Sendable])[] = [
  ['the method', (signed) => ({ ...signed, method: 'PUT' })],
  ['the path', (signed) => ({ ...signed, target: signed.target.replace('event', 'events') })],
  ['the case of the path', (signed) => ({ ...signed, target: signed.target.replace('event', 'Event') })],
  ['a value of the query', (signed) => ({ ...signed, target: signed.target.replace('a=1', 'a=2') })],
  ['a name of the query', (signed) => ({ ...signed, target: signed.target.replace('a=1', 'c=1') })],
  ['one more of the query', (signed) => ({ ...signed, target: `${signed.target}&a=1` })],
  ['one less of the query', (signed) => ({ ...signed, target: signed.target.replace('&b=2', '') })],
  ['the signed header content-type', (signed) => withHeader(signed, 'content-type', () => 'text/plain')],
  ['the signed header x-amz-meta-site', (signed) => withHeader(signed, 'x-amz-meta-site', () => 'south')],
  ['the signed header host', (signed) => withHeader(signed, 'host', () => 'localhost:8080')],
  ['a signed header left out', (signed) => without(signed, 'x-amz-meta-site')],
  ['an x-amz- header more', (signed) => withHeader(signed, 'x-amz-meta-more', () => '1')],
  [
    'x-amz-date by a second',
    (signed) =>
      withHeader(signed, 'x-amz-date', (date) => date.replace(/(\d)Z/, (_, d) => `${(Number(d) + 1) % 10}Z`)),
  ],
  ['x-amz-date left out', (signed) => without(signed, 'x-amz-date')],
  [
    'the body cut by a byte',
    (signed) => ({ ...without(signed, 'content-length'), body: signed.body.subarray(0, -1) }),
  ],
  [
    'the body longer by a byte',
    (signed) => ({
      ...without(signed, 'content-length'),
      body: Buffer.concat([signed.body, Buffer.from(' ')]),
    }),
  ],
  ['no body', (signed) => ({ ...without(signed, 'content-length'), body: Buffer.alloc(0) })],
  ['no Authorization', (signed) => without(signed, 'authorization')],
  ['the access key', (signed) => authorization(signed, (text) => text.replace('TESTKEY0001', 'TESTKEY0002'))],
  ["the scope's date", (signed) => authorization(signed, (text) => text.replace(/\/\d{8}\//, '/20200101/'))],
  ["the scope's region", (signed) => authorization(signed, (text) => text.replace(region, 'eu-west-1'))],
  ["the scope's service", (signed) => authorization(signed, (text) => text.replace(service, 's3'))],
  [
    "the scope's end",
    (signed) => authorization(signed, (text) => text.replace('aws4_request', 'aws5_request')),
  ],
  ['the algorithm', (signed) => authorization(signed, (text) => text.replace('SHA256', 'SHA512'))],
  [
    'SignedHeaders less one',
    (signed) => authorization(signed, (text) => text.replace(';x-amz-meta-site', '')),
  ],
  ['SignedHeaders without host', (signed) => authorization(signed, (text) => text.replace('host;', ''))],
  [
    'SignedHeaders with an absent one',
    (signed) => authorization(signed, (text) => text.replace('x-amz-meta-site', 'x-amz-meta-site;zzz')),
  ],
  [
    'SignedHeaders out of order',
    (signed) =>
      authorization(signed, (text) => text.replace(/SignedHeaders=([^;]+);([^;,]+)/, 'SignedHeaders=$2;$1')),
  ],
  [
    'SignedHeaders with a repeat',
    (signed) => authorization(signed, (text) => text.replace('host;', 'host;host;')),
  ],
  ['no Signature', (signed) => authorization(signed, (text) => text.replace(/, Signature=.*/, ''))],
  ['no Credential', (signed) => authorization(signed, (text) => text.replace(/Credential=[^ ]+ /, ''))],
  ['a short Signature', (signed) => authorization(signed, (text) => text.slice(0, -1))],
  [
    'an upper-case Signature',
    (signed) =>
      authorization(signed, (text) =>
        text.replace(/Signature=.*/, (part) => part.toUpperCase().replace('SIGNATURE', 'Signature')),
      ),
  ],
  [
    'x-amz-content-sha256 of another body',
    (signed) => withHeader(signed, 'x-amz-content-sha256', () => hash('sha256', 'x')),
  ],
];
