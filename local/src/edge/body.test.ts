import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { sign } from '@sluice/core/sigv4';
import { afterEach, describe, expect, it } from 'vitest';
import { call, closeAll, exactError, key, now, raw, rawSigned, region, start } from './testing.ts';

afterEach(closeAll);

describe('large bodies', () => {
  const bodyLimit = 100_000;

  it('are taken up to the limit', async () => {
    const { host, events } = await start({ bodyLimit });
    expect((await call(host, { body: Buffer.alloc(bodyLimit, 'x') })).status).toBe(200);
    expect(events[0]?.body).toHaveLength(bodyLimit);
  });

  it.each([bodyLimit + 1, bodyLimit * 5])(
    'are refused with 413 beyond it, when declared (%i)',
    async (size) => {
      const { host, events } = await start({ bodyLimit });
      const { status, text } = await call(host, { body: Buffer.alloc(size, 'x') });
      expect(status).toBe(413);
      expect(JSON.parse(text)).toEqual(
        exactError('Payload Too Large', expect.stringContaining('100000 bytes')),
      );
      expect(events).toHaveLength(0);
    },
  );

  it('are refused with 413 beyond it, when chunked', async () => {
    const { host, events } = await start({ bodyLimit });
    const signed = sign({ method: 'PUT', target: '/v1/t', host, body: Buffer.alloc(0) }, key, now(), {
      region,
    });
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(
        `http://${host}/v1/t`,
        { method: 'PUT', headers: { ...signed } },
        (response) => {
          resolve(response.statusCode);
          response.resume();
        },
      );
      request.on('error', reject);
      for (let at = 0; at < 30; at++) request.write(Buffer.alloc(10_000));
      request.end();
    });
    expect(status).toBe(413);
    expect(events).toHaveLength(0);
  });

  it('are not asked for when the head is refused already (Expect: 100-continue)', async () => {
    const { edge, host } = await start({ bodyLimit });
    const unsigned = await raw(
      edge,
      `POST /v1/t HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n`,
    );
    expect(unsigned).toMatch(/^HTTP\/1\.1 403 /);
    const signed = rawSigned(host, 'x'.repeat(bodyLimit + 1)).replace(
      '\r\n\r\n',
      '\r\nExpect: 100-continue\r\n\r\n',
    );
    expect(await raw(edge, signed.slice(0, signed.indexOf('\r\n\r\n') + 4))).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('are asked for when the head is in order', async () => {
    const { edge, host, events } = await start({ bodyLimit });
    const signed = rawSigned(host, 'hello').replace(
      '\r\n\r\n',
      '\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n',
    );
    expect(await raw(edge, signed)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    expect(events[0]?.body).toBe('hello');
  });

  it("that stop half-way are nobody's request", async () => {
    const { edge, host, events, faults } = await start();
    const whole = rawSigned(host, 'hello world');
    await new Promise<void>((resolve) => {
      const socket = connect(edge.port, edge.host, () => {
        socket.write(whole.slice(0, -4), () => setTimeout(() => socket.destroy(), 20));
      });
      socket.on('close', () => resolve());
    });
    await edge.close();
    expect({ events, faults }).toEqual({ events: [], faults: [] });
  });
});
