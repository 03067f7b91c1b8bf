import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPath, canonicalQuery, canonicalRequest } from './canonical.ts';
import { joinHeaders } from './headers.ts';
import { requirePlainTarget } from './target.ts';

describe('the canonical path', () => {
  it.each([
    ['/', '/', '/'],
    ['/v1/a', '/v1/a', '/v1/a'],
    ['//a//', '/a/', '//a//'],
    ['/a/./b/../c', '/a/c', '/a/./b/../c'],
    ['/../..', '/', '/../..'],
    ['/a%20b', '/a%2520b', '/a%20b'],
    ['/a%2fb', '/a%252fb', '/a%2Fb'],
    ['/a:b@c', '/a%3Ab%40c', '/a%3Ab%40c'],
    ['/é', '/%C3%A9', '/%C3%A9'],
    ['/a%zz', '/a%25zz', '/a%25zz'],
  ])('of %s is %s, and %s for S3', (path, normal, s3) => {
    expect(canonicalPath(path)).toBe(normal);
    expect(canonicalPath(path, 's3')).toBe(s3);
  });
});

describe('the canonical query', () => {
  it.each([
    ['', ''],
    ['a', 'a='],
    ['b=2&a=2&a=1', 'a=1&a=2&b=2'],
    ['a-b=1&a=2', 'a=2&a-b=1'],
    ['a=b+c', 'a=b%2Bc'],
    ['a=%c3%a9&a=%7E', 'a=%C3%A9&a=~'],
    ['a=b=c&&', 'a=b%3Dc'],
    ["x=*!'()", 'x=%2A%21%27%28%29'],
  ])('of %s is %s', (query, canonical) => expect(canonicalQuery(query)).toBe(canonical));

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const canonical = canonicalQuery(text);
        expect(canonicalQuery(canonical)).toBe(canonical);
      }),
    );
  });
});

describe('the canonical headers', () => {
  it('are trimmed, with single blanks, and repeats joined; no-break spaces are no blanks', () => {
    const headers = joinHeaders([
      'A',
      ' x  y ',
      'B',
      '1',
      'a',
      'z',
      'B',
      '2',
      'C',
      '\u00c3\u00a0 \t\u00c3\u00a0',
    ]);
    const parts = {
      method: 'GET',
      path: '/',
      query: '',
      headers,
      signedHeaders: ['a', 'b', 'c'],
      payloadHash: 'h',
    };
    expect(canonicalRequest(parts)).toBe(
      'GET\n/\n\na:x y ,z\nb:1,2\nc:\u00c3\u00a0 \u00c3\u00a0\n\na;b;c\nh',
    );
  });
});

describe('plain targets', () => {
  it.each([
    ['/', '/', ''],
    ['/v1/stream/event', '/v1/stream/event', ''],
    ['/v1/.a/b../~-_?', '/v1/.a/b../~-_', ''],
    ['/v1/t?a=%20?b', '/v1/t', 'a=%20?b'],
  ])('%s is one', (target, path, query) => expect(requirePlainTarget(target)).toEqual({ path, query }));

  it.each([
    '',
    'v1',
    '*',
    '//',
    '/v1/',
    '/v1//t',
    '/.',
    '/..',
    '/v1/./t',
    '/v1/..',
    '/%76',
    '/v1/a%2Fb',
    '/a b',
    '/a;b',
    '/é',
    '/t?a=%',
    '/t?%ff',
  ])('%s is none', (target) =>
    expect(() => requirePlainTarget(target)).toThrow(expect.objectContaining({ status: 400 })),
  );

  it('are judged in linear time', () => {
    const target = `${'/a'.repeat(50_000)}${'a'.repeat(50_000)}!`;
    const before = performance.now();
    expect(() => requirePlainTarget(target)).toThrow();
    expect(performance.now() - before).toBeLessThan(200);
  });
});
