import {
  checkSignature,
  joinHeaders,
  readSignature,
  sign,
  signingKeys,
  splitTarget,
} from '@sluice/core/sigv4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Signer, withAws4, withSmithy } from './clients.ts';
import type { Sendable } from './send.ts';
import { credentials, region } from './test-edge.ts';

const keys = signingKeys();
const secret = credentials.secretAccessKey;

const verdict = (request: Sendable, known = secret): 'right' | 'refused' => {
  const entries = Object.entries(request.headers).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const headers = new Map([['host', request.host], ...entries]);
  try {
    const head = { method: request.method, ...splitTarget(request.target), headers };
    checkSignature(readSignature(head, Date.now(), { region }), request.body, { secret: known }, keys);
    return 'right';
  } catch {
    return 'refused';
  }
};

const unreserved = 'ABCXYZabcxyz0189-._~';
const word = fc.string({ unit: fc.constantFrom(...Array.from(unreserved)), minLength: 1, maxLength: 8 });
const segment = word.filter((text) => text !== '.' && text !== '..');
/** Also what must be escaped. `__proto__` as a name is a fault of the clients' own maps. */
const anyText = fc
  .string({ unit: 'grapheme', maxLength: 6 })
  .filter((text) => text !== '__proto__' && text.isWellFormed());
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const pair = fc.tuple(
  fc.oneof(
    word,
    anyText.filter((text) => text !== ''),
  ),
  fc.oneof(word, anyText),
);
const headerValue = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019 ,;="/')), maxLength: 12 });

const requests: fc.Arbitrary<Sendable> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    path: fc.array(segment, { minLength: 1, maxLength: 4 }),
    query: fc.array(pair, { maxLength: 4 }),
    names: fc.uniqueArray(
      fc.constantFrom('x-amz-meta-a', 'x-amz-meta', 'content-type', 'x-other', 'x-other-b'),
      { maxLength: 4 },
    ),
    values: fc.array(headerValue, { minLength: 4, maxLength: 4 }),
    body: fc.uint8Array({ maxLength: 200 }),
  })
  .map(({ method, path, query, names, values, body }) => {
    const pairs = query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
    const target = `/${path.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
    const headers = Object.fromEntries(names.map((name, at) => [name, `v${values[at] ?? ''}`]));
    return {
      method,
      host: '127.0.0.1:8080',
      target,
      headers,
      body: method === 'GET' ? Buffer.alloc(0) : Buffer.from(body),
    };
  });

const ours: Signer = async ({ method, host, target, body }) => {
  const signed = sign({ method, target, host, body }, credentials, Date.now(), { region });
  return { method, host, target, headers: { ...signed }, body };
};

describe.each([
  { name: 'aws4', signer: withAws4 },
  { name: '@smithy/signature-v4', signer: withSmithy },
  { name: 'our own signer', signer: ours },
])('any request signed by $name', ({ signer }) => {
  it('is right, and with one thing changed it is not', async () => {
    const changed = fc.constantFrom<(request: Sendable) => Sendable>(
      (request) => ({ ...request, method: `${request.method}X` }),
      (request) => ({ ...request, target: request.target.replace(/^\/[^/?]+/, '$&x') }),
      (request) => ({ ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}zz` }),
      (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.of(0)]) }),
      (request) => ({
        ...request,
        host: `${request.host}0`,
        headers: { ...request.headers, host: `${request.host}0`, Host: `${request.host}0` },
      }),
    );
    await fc.assert(
      fc.asyncProperty(requests, changed, async (request, change) => {
        const signed = await signer(request);
        expect(verdict(signed)).toBe('right');
        expect(verdict(signed, `${secret}x`)).toBe('refused');
        expect(verdict(change(signed))).toBe('refused');
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);
});

describe('any bytes for headers', () => {
  it('are refused, never a fault of ours', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 12 }), fc.string(), (rawHeaders, header) => {
        const headers = joinHeaders(['authorization', `AWS4-HMAC-SHA256 ${header}`, ...rawHeaders]);
        const head = { method: 'GET', path: '/', query: '', headers };
        expect(() => readSignature(head, 0, { region })).toThrow(expect.objectContaining({ status: 403 }));
      }),
      { numRuns: 1_000 },
    );
  });
});
