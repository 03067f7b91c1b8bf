import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Key } from '../process/client.ts';
import { callerFor, expectRefusal, type Caller } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

const origin = 'https://app.example.com';
let world: World;
let side: Side;
let other: Side;
let unsigned: Caller;
beforeAll(async () => {
  world = await startWorld({ SLUICE_ORIGINS: origin });
  side = await world.tenant('requests');
  other = await world.tenant('other');
  unsigned = callerFor(world.url);
});
afterAll(() => world.close());

const event = () => ({ metrictype: 'm', timestamp: Date.now() });

describe('paths', () => {
  it.each(['/v1', '/stream/v1'])('%s/stream/… takes PUT and POST', async (before) => {
    for (const method of ['PUT', 'POST']) {
      const single = await side.call(`${method} ${before}/stream/event`, event());
      expect([single.status, single.text]).toEqual([200, '{}']);
      const list = await side.call(`${method} ${before}/stream/events`, []);
      expect([list.status, list.text]).toEqual([200, '{"failedRecordCount":0,"records":[]}']);
    }
  });

  it.each([
    'GET /v1/schema',
    'GET /schema/v1/schema',
    'GET /schema/v1/schema/metrics',
    'GET /meta/v1/meta/devices',
    'GET /meta/v1/meta/books',
    'GET /v1/schema/history',
  ])('%s is answered in both forms', async (call) => {
    expect((await side.call(call)).status).toBe(200);
  });

  it('POST /query/v1/query is a query', async () => {
    expectRefusal(await side.call('POST /query/v1/query', { sql: ';' }), 400, /the query is empty/);
  });

  it.each([
    ...['GET /', 'GET /v1', 'GET /v1/nothing', 'PUT /stream/events', 'PUT /v2/stream/events'],
    ...[
      'PUT /nothing/v1/stream/events',
      'PUT /v1/stream',
      'PUT /v1/stream/events/more',
      'PUT /v1/stream/EVENT',
    ],
    ...['GET /v1/schema/nothing', 'GET /v1/schema/metric/more', 'GET /v1/meta', 'GET /v1/meta/nothing'],
    ...[
      'GET /v1/meta/books/more',
      'POST /v1/query/more',
      'PUT /v1/batch/nothing',
      'GET /v1/stream/v1/stream/event',
    ],
  ])('%s is no call: 404', async (call) => {
    expectRefusal(
      await side.call(call, call.startsWith('P') ? '[]' : undefined),
      404,
      /no (such )?call|there is no/,
    );
  });

  it.each([
    ...['GET /v1/stream/event', 'PATCH /v1/stream/events', 'DELETE /v1/stream/event', 'PUT /v1/schema'],
    ...[
      'PUT /v1/schema/metric',
      'DELETE /v1/schema/field',
      'POST /v1/schema/history',
      'POST /v1/meta/device',
    ],
    ...['PATCH /v1/meta/device/key', 'POST /v1/meta/key', 'POST /v1/meta/books', 'GET /v1/query'],
    ...['PUT /v1/query', 'OPTIONS /v1/stream/events'],
  ])('%s is no call either: API.md has no 405', async (call) => {
    expectRefusal(await side.call(call), 404, /no (such )?call|there is no/);
  });

  it.each([
    ...[
      '/v1/stream/event/',
      '//v1/stream/event',
      '/v1//stream/event',
      '/v1/./stream/event',
      '/v1/%73tream/event',
    ],
    ...['/v1/stream/../stream/event', '/v1/stream/ev%65nt', '/v1/stream/event;a', '/v1/stream/event?a=%ff'],
  ])('%s has several spellings: 400, signed or not', async (target) => {
    for (const call of [side.call, unsigned])
      expectRefusal(await call(`PUT ${target}`, event()), 400, /not plain|percent-encoded/);
  });
});

describe('who signs', () => {
  const calls = [
    'PUT /v1/stream/event',
    'GET /v1/schema',
    'GET /v1/meta/devices',
    'POST /v1/query',
    'GET /nothing',
  ];

  it.each(calls)('%s unsigned is 403', async (call) => {
    expectRefusal(await unsigned(call, '{}'), 403, /not signed/);
  });

  it('an unknown key, a wrong secret and a revoked key are told the same', async () => {
    const key = JSON.parse((await side.call('PUT /v1/meta/key', { role: 'admin' })).text) as Key;
    await side.call('DELETE /v1/meta/key', { keyId: key.accessKeyId });
    const messages = [];
    for (const pair of [
      key,
      { ...side.keys, secretAccessKey: 'another' },
      { ...side.keys, accessKeyId: 'SL00000000000000UNKNOWN' },
    ])
      for (const call of calls) {
        const answer = await callerFor(world.url, pair)(call, '{}');
        expectRefusal(answer, 403, /^the signature is not right/);
        messages.push((JSON.parse(answer.text) as { message: string }).message);
      }
    expect(new Set(messages).size).toBe(1);
  });

  it("an x-api-key must be the signer's tenant's, in every call", async () => {
    const passes = new Map([
      ['PUT /v1/stream/events', 200],
      ['GET /v1/schema', 200],
      ['GET /v1/meta/devices', 200],
      ['GET /v1/meta/books', 200],
      ['POST /v1/query', 400],
    ]);
    for (const [call, status] of passes) {
      const body = call.startsWith('GET') ? undefined : [];
      expect([call, (await side.call(call, body, { 'x-api-key': side.keys.apiKey })).status]).toEqual([
        call,
        status,
      ]);
      for (const key of [other.keys.apiKey, 'nothing', ''])
        expectRefusal(await side.call(call, body, { 'x-api-key': key }), 403, /x-api-key/);
    }
  });

  it('a wrong x-amz-content-sha256 and an unsigned payload are 403', async () => {
    for (const value of ['UNSIGNED-PAYLOAD', '0'.repeat(64), 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'])
      expectRefusal(
        await side.call('PUT /v1/stream/events', '[]', { 'x-amz-content-sha256': value }),
        403,
        /SHA-256/,
      );
  });
});

describe("a web app's preflight", () => {
  const asks = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' };

  it('is answered unsigned to a listed origin', async () => {
    const { status, headers, text } = await unsigned('OPTIONS /v1/stream/events', undefined, {
      origin,
      ...asks,
    });
    expect([status, text]).toEqual([204, '']);
    expect(headers['access-control-allow-origin']).toBe(origin);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      expect(headers['access-control-allow-methods']).toContain(method);
    for (const name of ['authorization', 'x-amz-date', 'x-api-key', 'content-encoding'])
      expect(headers['access-control-allow-headers']).toContain(name);
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9A-Z]{26}$/);
  });

  it('of another origin is 403, and an OPTIONS that is none must be signed', async () => {
    const foreign = { origin: 'https://evil.example.com', ...asks };
    const answer = await unsigned('OPTIONS /v1/stream/events', undefined, foreign);
    expectRefusal(answer, 403, /origin/);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expectRefusal(await unsigned('OPTIONS /v1/stream/events'), 403, /not signed/);
  });

  it('lets the app read answers and refusals', async () => {
    const answers = [
      await side.call('PUT /v1/stream/events', '[]', { origin }),
      await side.call('PUT /v1/stream/events', '[', { origin }),
      await unsigned('GET /v1/schema', undefined, { origin }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 403]);
    for (const { headers } of answers) {
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers['access-control-expose-headers']).toContain('Retry-After');
    }
  });
});

describe('what is no HTTP', () => {
  const exchange = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(world.url);
      const socket = connect(Number(port), hostname, () => socket.write(text));
      let answer = '';
      socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
      socket.on('close', () => resolve(answer)).on('error', reject);
    });

  it.each([
    ['no request at all', 'hello\r\n\r\n'],
    ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a blank in the target', 'GET /v1/a b HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['headers of more than 16 KB', `GET /v1 HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'PUT /v1 HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['no host', 'GET /v1/schema HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['a tunnel', 'CONNECT example.com:80 HTTP/1.1\r\nhost: example.com\r\n\r\n'],
  ])('%s gets the exact body of a 400', async (_, text) => {
    const answer = await exchange(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/\r\nx-amzn-RequestId: [0-9A-Z]{26}\r\n/);
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Record<string, string>;
    expect(Object.keys(body)).toEqual(['type', 'message', 'request-id']);
  });

  it('leaves the server as it was', async () => {
    expect((await side.call('GET /v1/schema')).status).toBe(200);
  });
});
