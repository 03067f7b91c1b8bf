import { ok } from '@sluice/core/http';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, errorOf, exactError, raw, rawSigned, start } from './testing.ts';

afterEach(closeAll);

describe('what is not HTTP', () => {
  it.each([
    ['noise', 'hello\r\n\r\n'],
    ['a raw blank in the target', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no host', 'GET /v1/t HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two hosts', 'GET /v1/t HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'],
    ['two lengths', 'POST /v1/t HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /v1/t HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nab',
    ],
    ['headers too large', `GET /v1/t HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a tunnel', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('%s: 400 with the exact body, and the connection closed', async (_name, bytes) => {
    const { edge, events } = await start();
    const answer = await raw(edge, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/x-amzn-RequestId: the-id\r\n/);
    expect(errorOf(answer)).toEqual(exactError('Bad Request', expect.any(String)));
    expect(events).toHaveLength(0);
  });

  it('a broken chunk: 400, and nothing is handled', async () => {
    const { edge, host, events } = await start();
    const whole = rawSigned(host, '').replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const answer = await raw(edge, `${whole}5\r\nhello\r\nzz\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(errorOf(answer)).toEqual(exactError('Bad Request', expect.any(String)));
    expect(events).toHaveLength(0);
  });

  it('behind a good request on its connection: the good one is answered first, then the connection closed', async () => {
    const { edge, host } = await start({
      handle: async (event) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return ok({ slow: true }, event.requestContext.requestId);
      },
    });
    const answer = await raw(edge, `${rawSigned(host, '{}')}rubbish\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(errorOf(answer)).toEqual({ slow: true });
  });
});
