import { OutOfService } from '@sluice/core/failure';
import { Refusal } from '@sluice/core/http';
import { afterEach, describe, expect, it } from 'vitest';
import { call, closeAll, exactError, now, start } from './testing.ts';

afterEach(closeAll);

describe('the event', () => {
  it('is what API Gateway would make', async () => {
    const { host, events } = await start();
    const before = now();
    await call(host, {
      target: '/v1/t?b=%20&a',
      headers: { 'X-Other': 'Äx', 'content-type': 'text/plain' },
      body: '{"é":1}',
    });
    const [event] = events;
    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/v1/t',
      rawQueryString: 'b=%20&a',
      headers: { host, 'x-other': 'Äx', 'content-type': 'text/plain' },
      body: '{"é":1}',
      isBase64Encoded: false,
      requestContext: {
        requestId: 'the-id',
        http: { method: 'POST', path: '/v1/t' },
        authorizer: {
          iam: { accessKey: 'TESTKEY0001', userArn: 'arn:aws:iam::000000000000:user/sluice/sensor-7' },
        },
      },
    });
    expect(event?.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
  });

  it('has the body in base64 when it is encoded or not UTF-8, and none when there is none', async () => {
    const { host, events } = await start();
    await call(host, { body: Buffer.of(0x22, 0xff, 0x22) });
    await call(host, { body: '{}', headers: { 'content-encoding': 'gzip' } });
    await call(host, { method: 'GET' });
    expect(events.map(({ body, isBase64Encoded }) => ({ body, isBase64Encoded }))).toEqual([
      { body: 'Iv8i', isBase64Encoded: true },
      { body: 'e30=', isBase64Encoded: true },
      { body: undefined, isBase64Encoded: false },
    ]);
  });
});

describe('answers', () => {
  it('carry the request id, and the length', async () => {
    const { host } = await start();
    const { status, headers, text } = await call(host, { body: '{}' });
    expect({ status, text }).toEqual({ status: 200, text: '{}' });
    expect(headers.get('x-amzn-requestid')).toBe('the-id');
    expect(headers.get('content-length')).toBe('2');
  });

  it('render a Refusal exactly, with its headers', async () => {
    const { host, faults } = await start({
      handle: async () => Promise.reject(new Refusal(429, 'too fast', { 'retry-after': '3' })),
    });
    const { status, headers, text } = await call(host, {});
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('3');
    expect(text).toBe('{"type":"Too Many Requests","message":"too fast","request-id":"the-id"}');
    expect(faults).toHaveLength(0);
  });

  it('say nothing of what went wrong inside, which is logged', async () => {
    const { host, faults } = await start({
      handle: async () => Promise.reject(new Error('secret table t17')),
    });
    const { status, text } = await call(host, {});
    expect(status).toBe(500);
    expect(JSON.parse(text)).toEqual(exactError('Internal Server Error', expect.not.stringContaining('t17')));
    expect(faults).toMatchObject([{ requestId: 'the-id', error: { message: 'secret table t17' } }]);
  });

  it('are 503 with Retry-After when a store is away, the directory too', async () => {
    const away = async () => Promise.reject(new OutOfService('lmdb is away'));
    for (const changes of [{ handle: away }, { directory: { key: away } }]) {
      const { host, faults } = await start(changes);
      const { status, headers, text } = await call(host, {});
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('1');
      expect(JSON.parse(text)).toEqual(
        exactError('Service Unavailable', expect.not.stringContaining('lmdb')),
      );
      expect(faults).toHaveLength(1);
    }
  });

  it('are 500 when the handler gives headers that HTTP cannot carry', async () => {
    const { host, faults } = await start({
      handle: async () => ({ statusCode: 200, headers: { a: 'x\r\nb: y' }, body: '' }),
    });
    expect((await call(host, {})).status).toBe(500);
    expect(faults).toHaveLength(1);
  });
});

describe('web apps', () => {
  const origin = 'https://app.example.com';
  const asking = {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization',
  };

  it('of a listed origin get their preflight unsigned, and their answers, errors too', async () => {
    const { edge, host } = await start({ origins: [origin] });
    const preflight = await fetch(`http://127.0.0.1:${edge.port}/v1/stream/event`, {
      method: 'OPTIONS',
      headers: asking,
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-amz-date');
    expect(preflight.headers.get('x-amzn-requestid')).toBe('the-id');
    const answer = await call(host, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    const refusal = await fetch(`http://${host}/v1/t`, { headers: { origin } });
    expect(refusal.status).toBe(403);
    expect(refusal.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refusal.headers.get('vary')).toBe('Origin');
  });

  it('of another origin get neither', async () => {
    const { host } = await start({ origins: [origin] });
    const headers = { ...asking, origin: 'https://evil.example.com' };
    const preflight = await fetch(`http://${host}/v1/t`, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(403);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(
      (await call(host, { headers: { origin: 'https://evil.example.com' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull();
  });

  it('get nothing by default', async () => {
    const { host } = await start();
    expect((await fetch(`http://${host}/v1/t`, { method: 'OPTIONS', headers: asking })).status).toBe(403);
  });
});
