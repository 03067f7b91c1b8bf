import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody, Refusal, type HttpEvent } from './index.ts';

const anEvent = (body: string | Buffer | undefined, headers: Record<string, string> = {}): HttpEvent => ({
  version: '2.0',
  rawPath: '/v1/schema',
  rawQueryString: '',
  headers,
  ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body.toString('base64') }),
  isBase64Encoded: typeof body !== 'string' && body !== undefined,
  requestContext: {
    requestId: 'r',
    timeEpoch: 0,
    http: { method: 'POST', path: '/v1/schema' },
    authorizer: { iam: { accessKey: 'k', userArn: 'a' } },
  },
});

const gzipHeader = { 'content-encoding': 'gzip' };

const refusalOf = (action: () => unknown): Refusal => {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('readBody', () => {
  const text = '{"a":"é水🌊"}';

  it('reads plain text, base64 and gzip, in any case of the encoding', () => {
    expect(readBody(anEvent(text))).toBe(text);
    expect(readBody(anEvent(Buffer.from(text)))).toBe(text);
    expect(readBody(anEvent(gzipSync(text), gzipHeader))).toBe(text);
    expect(readBody(anEvent(gzipSync(text), { 'content-encoding': ' GZIP ' }))).toBe(text);
    expect(readBody(anEvent(text, { 'content-encoding': 'identity' }))).toBe(text);
  });

  it('reads gzip of several members as one text', () => {
    const members = Buffer.concat([gzipSync('[1,'), gzipSync('2]')]);
    expect(readBody(anEvent(members, gzipHeader))).toBe('[1,2]');
  });

  it('gives no text for no body, and keeps a byte order mark for the parser to refuse', () => {
    expect(readBody(anEvent(undefined))).toBe('');
    expect(readBody(anEvent('\ufeff{}'))).toBe('\ufeff{}');
  });

  it('takes exactly the bound and refuses one byte more, compressed or not', () => {
    const most = 'x'.repeat(1000);
    expect(readBody(anEvent(most), 1000)).toHaveLength(1000);
    expect(readBody(anEvent(gzipSync(most), gzipHeader), 1000)).toHaveLength(1000);
    expect(refusalOf(() => readBody(anEvent(`${most}x`), 1000)).status).toBe(413);
    expect(refusalOf(() => readBody(anEvent(gzipSync(`${most}x`), gzipHeader), 1000)).status).toBe(413);
  });

  it('counts bytes and not characters', () => {
    expect(refusalOf(() => readBody(anEvent('水'.repeat(400)), 1000)).status).toBe(413);
  });

  it('stops decompressing at 5,000,000 bytes', () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000), { level: 9 });
    const before = process.memoryUsage().rss;
    const refusal = refusalOf(() => readBody(anEvent(bomb, gzipHeader)));
    expect(refusal.status).toBe(413);
    expect(refusal.message).toContain('5000000');
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('refuses what is not gzip, is cut off, or has another encoding', () => {
    const whole = gzipSync(text);
    for (const broken of [Buffer.from(text), whole.subarray(0, -6), Buffer.alloc(0)])
      expect(refusalOf(() => readBody(anEvent(broken, gzipHeader)))).toMatchObject({ status: 400 });
    const refusal = refusalOf(() => readBody(anEvent(text, { 'content-encoding': 'br' })));
    expect(refusal).toMatchObject({ status: 400 });
    expect(refusal.message).toContain('content-encoding br');
  });

  it('refuses bytes that are not UTF-8 and tells where', () => {
    const bad = Buffer.concat([Buffer.from('{"é":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(refusalOf(() => readBody(anEvent(bad))).message).toContain('at byte 7');
    const cut = Buffer.from('é').subarray(0, 1);
    expect(refusalOf(() => readBody(anEvent(cut)))).toMatchObject({ status: 400 });
  });
});
