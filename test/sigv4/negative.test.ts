import { createHmac, hash } from 'node:crypto';
import { deriveSigningKey } from '@sluice/core/sigv4';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { authorization, changes, headerOf } from './changes.ts';
import { type Signer, clients, withAws4 } from './clients.ts';
import { type Reply, type Sendable, send } from './send.ts';
import { type TestEdge, accessKey, credentials, region, service, startTestEdge } from './test-edge.ts';

const event = '{"metrictype":"pump","timestamp":1795000000000,"flow":12.5}';
let edge: TestEdge;
beforeAll(async () => (edge = await startTestEdge()));
afterAll(() => edge.close());
afterEach(() => void edge.handled.splice(0));

const unsigned = (): Sendable => ({
  method: 'POST',
  host: edge.host,
  target: '/v1/stream/event?a=1&b=2',
  headers: { 'content-type': 'application/json', 'x-amz-meta-site': 'north' },
  body: Buffer.from(event),
});

/** A refusal of the exact form, with the request's id, that nobody handled. */
const expectRefused = ({ status, headers, body }: Reply, expected = 403): string => {
  expect({ status, body }).toMatchObject({ status: expected });
  const parsed = JSON.parse(body) as Record<string, string>;
  expect(Object.keys(parsed)).toEqual(['type', 'message', 'request-id']);
  expect(parsed['request-id']).toBe(headers['x-amzn-requestid']);
  expect(edge.handled).toHaveLength(0);
  return parsed['message'] ?? '';
};

describe.each(clients)('a request signed by $name', ({ sign }) => {
  it('is handled as it is', async () => expect((await send(await sign(unsigned()))).status).toBe(200));

  it.each(changes)('is refused with another of: %s', async (name, change) => {
    const signed = await sign(unsigned());
    const changed = change(signed);
    const [, signatureHeader] = headerOf(signed, 'authorization');
    // aws4fetch signs no content-type unless it is asked to.
    if (name.endsWith('content-type') && !signatureHeader.includes('content-type')) return;
    expect(changed).not.toEqual(signed);
    expectRefused(await send(changed));
  });

  it('is refused with any byte of the body flipped', async () => {
    const signed = await sign(unsigned());
    for (let at = 0; at < signed.body.length; at += 3) {
      const body = Buffer.from(signed.body);
      body[at] = (body[at] ?? 0) ^ (1 << (at % 8));
      expectRefused(await send({ ...signed, body }));
    }
  });

  it('is refused with any digit of the signature changed', async () => {
    const signed = await sign(unsigned());
    for (let digit = 0; digit < 64; digit++) {
      const flip = (text: string): string => {
        const at = text.length - 64 + digit;
        return `${text.slice(0, at)}${(parseInt(text[at] ?? '', 16) ^ 1).toString(16)}${text.slice(at + 1)}`;
      };
      expectRefused(await send(authorization(signed, flip)));
    }
  });
});

/** Signs with any headers and payload hash: what a library would not let us. */
const signedBy = (headers: Record<string, string>, payloadHash: string, at = Date.now()): Sendable => {
  const amzDate = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const all = { host: edge.host, 'x-amz-date': amzDate, ...headers };
  const names = Object.keys(all).sort();
  const lines = Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`);
  const canonical = `POST\n/v1/stream/event\n\n${lines.join('')}\n${names.join(';')}\n${payloadHash}`;
  const scope = { date: amzDate.slice(0, 8), region, service };
  const place = `${scope.date}/${region}/${service}/aws4_request`;
  const key = deriveSigningKey(credentials.secretAccessKey, scope);
  const text = `AWS4-HMAC-SHA256\n${amzDate}\n${place}\n${hash('sha256', canonical)}`;
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const value = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${place}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return {
    method: 'POST',
    host: edge.host,
    target: '/v1/stream/event',
    headers: { ...all, authorization: value },
    body: Buffer.from(event),
  };
};

describe('a request that is rightly signed otherwise', () => {
  const right = hash('sha256', event);
  it('is handled (the signer of these tests is right)', async () =>
    expect((await send(signedBy({ 'x-amz-content-sha256': right }, right))).status).toBe(200));

  it.each([
    'UNSIGNED-PAYLOAD',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD',
  ])('is refused with the payload %s', async (payload) => {
    const message = expectRefused(await send(signedBy({ 'x-amz-content-sha256': payload }, payload)));
    expect(message).toContain('x-amz-content-sha256');
  });

  it.each([-280, 280])('is handled %i s from now', async (seconds) => {
    const at = Date.now() + seconds * 1_000;
    expect((await send(signedBy({}, right, at))).status).toBe(200);
  });

  it.each([-320, 320, -86_400, 86_400])(
    "is refused %i s from now, naming the server's time",
    async (seconds) => {
      const message = expectRefused(await send(signedBy({}, right, Date.now() + seconds * 1_000)));
      const named = /server's time (\S+Z)/.exec(message)?.[1] ?? '';
      expect(Math.abs(Date.parse(named) - Date.now())).toBeLessThan(5_000);
    },
  );

  it('is refused for its time in the same words whether the key exists or not', async () => {
    const old = signedBy({}, right, Date.now() - 3_600_000);
    const known = expectRefused(await send(old)).replace(/time \S+Z/g, '');
    const unknown = authorization(old, (text) => text.replace('TESTKEY0001', 'TESTKEY0002'));
    expect(expectRefused(await send(unknown)).replace(/time \S+Z/g, '')).toBe(known);
  });

  it.each(['signed', 'appended'])(
    'is refused with a session token (%s), since the key is permanent',
    async (how) => {
      const token = { 'x-amz-security-token': 'a-token' };
      const plain = signedBy(how === 'signed' ? token : {}, right);
      expectRefused(await send({ ...plain, headers: { ...plain.headers, ...token } }));
    },
  );

  it.each(['host', 'x-amz-date', 'authorization'])('is refused with %s sent twice', async (name) => {
    const signed = signedBy({}, right);
    const raw = Object.entries(signed.headers).flatMap(([key, value]) =>
      key === name ? [key, value, key, value] : [key, value],
    );
    const reply = await send(signed, raw);
    expectRefused(reply, name === 'host' ? 400 : 403);
  });
});

describe('who is not let in learns nothing', () => {
  const signer: Signer = withAws4;
  const answerOf = async (change: (request: Sendable) => Sendable): Promise<unknown> => {
    const { status, headers, body } = await send(change(await signer(unsigned())));
    const id = String(headers['x-amzn-requestid']);
    const others = { ...headers, date: '', 'x-amzn-requestid': '', 'content-length': '' };
    return { status, others, body: body.replace(id, '') };
  };

  it('an unknown key, a wrong signature and a revoked key get the same answer', async () => {
    const wrong = await answerOf((request) => authorization(request, (text) => `${text.slice(0, -4)}0000`));
    const unknown = await answerOf((request) =>
      authorization(request, (text) => text.replace('TESTKEY0001', 'NOBODY')),
    );
    edge.keys.delete(credentials.accessKeyId);
    const revoked = await answerOf((request) => request);
    edge.keys.set(credentials.accessKeyId, accessKey(credentials.accessKeyId, credentials.secretAccessKey));
    expect(wrong).toMatchObject({ status: 403 });
    expect(unknown).toEqual(wrong);
    expect(revoked).toEqual(wrong);
  });

  it('a revocation, and a new secret, hold at the next request', async () => {
    const signed = await signer(unsigned());
    expect((await send(signed)).status).toBe(200);
    edge.keys.set(credentials.accessKeyId, accessKey(credentials.accessKeyId, 'another'));
    expect((await send(signed)).status).toBe(403);
    edge.keys.delete(credentials.accessKeyId);
    expect((await send(signed)).status).toBe(403);
    edge.keys.set(credentials.accessKeyId, accessKey(credentials.accessKeyId, credentials.secretAccessKey));
    expect((await send(signed)).status).toBe(200);
  });
});

describe('targets of several spellings', () => {
  it.each([
    '//v1/t',
    '/v1//t',
    '/v1/t/',
    '/v1/./t',
    '/v1/../t',
    '/v1/a%20b',
    '/v1/a%2Fb',
    '/v1/%74',
    '/v1/a:b',
    '/v1/a;b',
    '/v1/t?a=%ff',
    '/v1/t?a=%zz',
    'http://127.0.0.1/v1/t',
    '*',
  ])('%s is refused with 400 before its signature is looked at', async (target) => {
    const reply = await send({ method: 'GET', host: edge.host, target, headers: {}, body: Buffer.alloc(0) });
    expectRefused(reply, 400);
  });
});
