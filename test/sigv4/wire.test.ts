import { type IncomingMessage, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { hash } from 'node:crypto';
import {
  canonicalRequest,
  checkSignature,
  joinHeaders,
  parseAuthorization,
  readSignature,
  signingKeys,
  splitTarget,
} from '@sluice/core/sigv4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Case, type WireRequest, suite, suiteIsHere, suiteRealm, suiteTime, whyNot } from './suite.ts';
import { type TestEdge, startTestEdge } from './test-edge.ts';

if (!suiteIsHere) console.warn(whyNot);

/** Refused by Node's parser: a folded header, raw blanks and raw UTF-8 in the target. */
const unreachable = [
  'get-header-value-multiline',
  'get-space-normalized',
  'get-space-unnormalized',
  'get-utf8',
  'get-vanilla-utf8-query',
];

/** The bytes of a case as a client would send them. */
const bytesOf = ({ signedRequest }: Case): Buffer => {
  const end = signedRequest.indexOf('\n\n');
  const head = end < 0 ? signedRequest.trimEnd() : signedRequest.slice(0, end);
  const body = end < 0 ? '' : signedRequest.slice(end + 2);
  return Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\nConnection:close\r\n\r\n${body}`);
};

const exchange = (port: number, bytes: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket
      .on('end', () => socket.end())
      .on('close', () => resolve(answer))
      .on('error', reject);
  });

const readAll = async (request: IncomingMessage): Promise<WireRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url: target = '', rawHeaders } = request;
  return { method, target, rawHeaders, body: Buffer.concat(chunks) };
};

describe.skipIf(!suiteIsHere)("AWS's signing test suite over Node's HTTP server", () => {
  const arrived: WireRequest[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((whole) => {
      arrived.push(whole);
      response.end('here');
    });
  });
  let port = 0;
  let edge: TestEdge;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    edge = await startTestEdge();
  });
  afterAll(async () => {
    server.close();
    await edge.close();
  });

  const reachable = suite().filter(({ name }) => !unreachable.includes(name));

  it.each(reachable.filter(({ normalize }) => normalize))('$name arrives and verifies', async (test) => {
    expect(await exchange(port, bytesOf(test))).toContain('here');
    const { method, target, rawHeaders, body } = arrived.pop() as WireRequest;
    const head = { method, ...splitTarget(target), headers: joinHeaders(rawHeaders) };
    const known =
      test.token === undefined ? { secret: test.secret } : { secret: test.secret, sessionToken: test.token };
    const check = () =>
      checkSignature(readSignature(head, suiteTime, suiteRealm), body, known, signingKeys());
    expect(check).not.toThrow();
  });

  it.each(reachable.filter(({ normalize }) => !normalize))(
    "$name arrives, and is right by S3's rules",
    async (test) => {
      expect(await exchange(port, bytesOf(test))).toContain('here');
      const { method, target, rawHeaders, body } = arrived.pop() as WireRequest;
      const headers = joinHeaders(rawHeaders);
      const { signedHeaders } = parseAuthorization(headers.get('authorization'));
      const payloadHash = hash('sha256', body);
      const parts = { method, ...splitTarget(target), headers, signedHeaders, payloadHash };
      expect(canonicalRequest({ ...parts, pathRules: 's3' })).toBe(test.canonicalRequest);
    },
  );

  it('reaches 33 of the 38: 27 by the rules of every service, 6 by those of S3', () => {
    expect(reachable).toHaveLength(33);
    expect(reachable.filter(({ normalize }) => normalize)).toHaveLength(27);
  });

  it.each(suite().filter(({ name }) => unreachable.includes(name)))(
    '$name is refused with 400',
    async (test) => {
      const answer = await exchange(edge.port, bytesOf(test));
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as object;
      expect(Object.keys(body)).toEqual(['type', 'message', 'request-id']);
      expect(edge.handled).toHaveLength(0);
    },
  );
});
