import { request as httpRequest } from 'node:http';
import { Refusal } from '@sluice/core/http';
import { sign } from '@sluice/core/sigv4';
import { afterEach, describe, expect, it } from 'vitest';
import { call, closeAll, exactError, key, now, region, start } from './testing.ts';

afterEach(closeAll);

describe('streamed answers', () => {
  const headers = { 'content-type': 'application/x-ndjson' };

  it('arrive whole, under back-pressure', async () => {
    const line = `${'x'.repeat(9_999)}\n`;
    const body = async function* () {
      for (let at = 0; at < 1_000; at++) yield at % 2 === 0 ? line : Buffer.from(line);
    };
    const { host } = await start({ handle: async () => ({ statusCode: 200, headers, body: body() }) });
    const { text, headers: got } = await call(host, {});
    expect(text).toBe(line.repeat(1_000));
    expect(got.get('x-amzn-requestid')).toBe('the-id');
  });

  it('that fail before their first piece are error answers', async () => {
    // eslint-disable-next-line require-yield -- it fails first
    const body = async function* (): AsyncGenerator<string> {
      throw new Refusal(400, 'line 1: no such column');
    };
    const { host } = await start({ handle: async () => ({ statusCode: 200, headers, body: body() }) });
    const { status, text } = await call(host, {});
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual(exactError('Bad Request', 'line 1: no such column'));
  });

  it('that fail later are cut, so that nobody takes them for whole', async () => {
    const body = async function* () {
      yield 'a\n';
      throw new Error('disk');
    };
    const { host, faults } = await start({
      handle: async () => ({ statusCode: 200, headers, body: body() }),
    });
    await expect(call(host, {})).rejects.toThrow();
    expect(faults).toHaveLength(1);
  });

  it('are cancelled when the client leaves', async () => {
    let ended = 0;
    const { promise: cancelled, resolve: cancel } = Promise.withResolvers<undefined>();
    const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>();
    const body = async function* () {
      try {
        for (;;) yield 'x'.repeat(100_000);
      } finally {
        ended++;
        finish(undefined);
      }
    };
    const { host } = await start({
      handle: async () => ({ statusCode: 200, headers, body: body(), cancel: () => cancel(undefined) }),
    });
    const signed = sign({ method: 'GET', target: '/v1/q', host, body: Buffer.alloc(0) }, key, now(), {
      region,
    });
    const request = httpRequest(`http://${host}/v1/q`, { headers: { ...signed } }, (response) => {
      response.once('data', () => response.destroy());
    });
    request.on('error', () => undefined).end();
    await Promise.all([cancelled, finished]);
    expect(ended).toBe(1);
  });
});
