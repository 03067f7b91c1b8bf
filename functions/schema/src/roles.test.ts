import { beforeEach, describe, expect, it } from 'vitest';
import { aWorld, errorLike, fine, makePump, type Side } from './testing.fixture.ts';

let a: Side;
let b: Side;
beforeEach(async () => {
  ({ a, b } = await aWorld());
});

describe('who may do it', () => {
  const reads = [
    'GET /v1/schema',
    'GET /v1/schema/metrics',
    'GET /v1/schema/metric?metricName=pump',
    'GET /v1/schema/field?fieldName=rpm',
    'GET /v1/schema/history',
  ];
  const writes: [string, object][] = [
    ['PATCH /v1/schema', { metricKeys: ['k'] }],
    ['POST /v1/schema/metric', { metricName: 'new' }],
    ['PATCH /v1/schema/metric', { metricName: 'pump', aliases: ['q'] }],
    ['POST /v1/schema/field', { metricName: 'pump', fieldName: 'f', fieldType: 'LONG' }],
    ['PATCH /v1/schema/field', { metricName: 'pump', fieldName: 'rpm', aliases: ['g'] }],
    ['DELETE /v1/schema/metric', { metricName: 'pump' }],
  ];

  it('admins, analysts and operators read; devices do not', async () => {
    await makePump(a);
    for (const call of reads) {
      for (const role of ['admin', 'analyst', 'operator'] as const)
        expect((await a.as(role, call)).status, call).toBe(200);
      expect(await a.as('device', call), call).toMatchObject(errorLike(403, 'Forbidden', /device/));
    }
  });

  it('admins and operators write; analysts and devices do not', async () => {
    for (const writer of ['admin', 'operator'] as const) {
      ({ a } = await aWorld());
      await makePump(a);
      for (const [call, body] of writes) {
        const before = (await a.call('GET /v1/schema/history')).text;
        for (const role of ['analyst', 'device'] as const)
          expect((await a.as(role, call, body)).status, call).toBe(403);
        expect((await a.call('GET /v1/schema/history')).text).toBe(before);
        expect(await a.as(writer, call, body), call).toMatchObject(fine);
      }
    }
  });

  it('no one sees or reaches another tenant', async () => {
    await makePump(b);
    expect((await a.call('GET /v1/schema/metrics')).text).toBe('{"idToMetricName":{}}');
    expect((await a.call('GET /v1/schema/history')).text).toBe('[]');
    const unknown = await a.call('GET /v1/schema/metric?metricName=never');
    const theirs = await a.call('GET /v1/schema/metric?metricName=pump');
    expect(theirs.status).toBe(404);
    expect((theirs.body as { message: string }).message).toBe(
      (unknown.body as { message: string }).message.replace('never', 'pump'),
    );
    expect((await a.as('operator', 'DELETE /v1/schema/metric', { metricName: 'pump' })).status).toBe(404);
    expect(await a.call('POST /v1/schema/metric', { metricName: 'pump' })).toMatchObject(fine); // no clash
    expect((await b.call('GET /v1/schema/metric?metricName=pump')).body).toMatchObject({ aliases: ['p'] });
    const headers = { 'x-api-key': b.tenant.apiKey };
    expect((await a.call('GET /v1/schema', undefined, { headers })).status).toBe(403);
  });

  it('an unknown key is refused', async () => {
    const requestContext = {
      requestId: 'request-x',
      timeEpoch: 0,
      http: { method: 'GET', path: '/v1/schema' },
      authorizer: { iam: { accessKey: 'SLNOBODY', userArn: '' } },
    };
    expect((await a.call('GET /v1/schema', undefined, { requestContext })).status).toBe(403);
  });
});
