import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { aWorld, errorLike, fine, type Side } from './testing.fixture.ts';

let a: Side;
beforeEach(async () => {
  ({ a } = await aWorld());
});

describe('bad requests', () => {
  it.each([
    ['POST /v1/schema/metric', undefined, /missing/],
    ['POST /v1/schema/metric', '', /missing/],
    ['POST /v1/schema/metric', '{"metricName":', /not JSON/],
    ['POST /v1/schema/metric', '\ufeff{}', /not JSON/],
    [
      'POST /v1/schema/metric',
      '{"metricName":"a","metricName":"b"}',
      /duplicate key "metricName" at byte 18/,
    ],
    ['POST /v1/schema/metric', '[]', /object/],
    ['POST /v1/schema/metric', 'null', /object/],
    ['POST /v1/schema/metric', {}, /"metricName" is missing/],
    ['POST /v1/schema/metric', { metricName: '' }, /metricName is empty/],
    ['POST /v1/schema/metric', { metricName: 7 }, /metricName must be string/],
    ['POST /v1/schema/metric', { metricName: null }, /metricName must be string/],
    ['POST /v1/schema/metric', { metricName: 'a', aliases: 'b' }, /aliases must be array or null/],
    ['POST /v1/schema/metric', { metricName: 'a', aliases: ['b', 5] }, /aliases at place 1 must be string/],
    ['POST /v1/schema/metric', { metricName: 'a', alias: ['b'] }, /no property "alias"/],
    ['POST /v1/schema/metric', '{"metricName":"a","__proto__":{"x":1}}', /no property "__proto__"/],
    ['POST /v1/schema/metric', '{"metricName":"\\ud800"}', /surrogate/],
    ['POST /v1/schema/field', { metricName: 'a', fieldName: 'b' }, /"fieldType" is missing/],
    ['DELETE /v1/schema/metric', undefined, /missing/],
    ['PATCH /v1/schema', { timestampPatterns: [null] }, /timestampPatterns at place 0 must be string/],
    ['GET /v1/schema/metric', undefined, /metricName is missing/],
    ['GET /v1/schema/metric?metricName=', undefined, /metricName is empty/],
    ['GET /v1/schema/metric?metricName=a&metricName=b', undefined, /twice/],
    ['GET /v1/schema/metric?metric=a', undefined, /no query parameter "metric"/],
    ['GET /v1/schema/metric?metricName=%zz', undefined, /percent/],
    ['GET /v1/schema/metric?metricName=%ff', undefined, /UTF-8/],
    ['GET /v1/schema/field?metricName=a', undefined, /fieldName is missing/],
    ['GET /v1/schema/field?metricName=&fieldName=a', undefined, /metricName is empty/],
  ])('%s %j', async (call, body, message) => {
    expect(await a.call(call, body)).toMatchObject(errorLike(400, 'Bad Request', message));
  });

  it('unknown calls are 404', async () => {
    for (const call of [
      'PUT /v1/schema/metric',
      'GET /v1/schema/nope',
      'POST /v1/schema',
      'GET /v2/schema',
      'GET /v1/schema/metric/x',
    ])
      expect((await a.call(call)).status, call).toBe(404);
  });

  it('names in the query string are decoded as they were encoded', async () => {
    for (const name of ['a+b', 'a b', 'ä/ö?&=%', '水 🌊', '__proto__']) {
      await a.call('POST /v1/schema/metric', { metricName: name });
      for (const query of [encodeURIComponent(name), new URLSearchParams({ n: name }).toString().slice(2)])
        expect((await a.call(`GET /v1/schema/metric?metricName=${query}`)).body).toMatchObject({ name });
    }
  });

  it('takes gzip and base64, and refuses what is too large or no UTF-8', async () => {
    const send = (body: Buffer, headers: Record<string, string> = {}) =>
      a.call('POST /v1/schema/metric', undefined, {
        body: body.toString('base64'),
        isBase64Encoded: true,
        headers,
      });
    const gzip = { 'content-encoding': 'gzip' };
    expect(await send(Buffer.from('{"metricName":"ä"}'))).toMatchObject(fine);
    expect(await send(gzipSync('{"metricName":"ö"}'), gzip)).toMatchObject(fine);
    expect(await send(gzipSync(Buffer.alloc(6_000_000, 32)), gzip)).toMatchObject(
      errorLike(413, 'Payload Too Large', /5000000/),
    );
    expect((await send(Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
  });
});
