import { beforeEach, describe, expect, it } from 'vitest';
import { aWorld, errorLike, fine, makePump, type Side } from './testing.fixture.ts';

let a: Side;
beforeEach(async () => {
  ({ a } = await aWorld());
});

describe('schema', () => {
  it('reads empty, is set, and cleared; null and absent change nothing', async () => {
    expect((await a.call('GET /v1/schema')).text).toBe('{"timestampPatterns":[],"metricKeys":[]}');
    expect(
      await a.call('PATCH /v1/schema', { timestampPatterns: ['ISO_INSTANT'], metricKeys: ['k'] }),
    ).toMatchObject(fine);
    expect(await a.call('PATCH /v1/schema', { timestampPatterns: null })).toMatchObject(fine);
    expect(await a.call('PATCH /v1/schema', {})).toMatchObject(fine);
    expect((await a.call('GET /v1/schema')).text).toBe(
      '{"timestampPatterns":["ISO_INSTANT"],"metricKeys":["k"]}',
    );
    await a.call('PATCH /v1/schema', { timestampPatterns: [] });
    expect((await a.call('GET /v1/schema')).text).toBe('{"timestampPatterns":[],"metricKeys":["k"]}');
  });

  it('takes metric keys under both names', async () => {
    await a.call('PATCH /v1/schema', { metricTypeKeys: ['k', 'j'], timestampPatterns: null });
    expect((await a.call('GET /v1/schema')).body).toMatchObject({ metricKeys: ['k', 'j'] });
    await a.call('PATCH /v1/schema', { metricKeys: null, metricTypeKeys: ['i'] });
    expect((await a.call('GET /v1/schema')).body).toMatchObject({ metricKeys: ['i'] });
    expect((await a.call('PATCH /v1/schema', { metricKeys: ['x'], metricTypeKeys: ['y'] })).status).toBe(400);
  });

  it('refuses a pattern that cannot be used', async () => {
    const answer = await a.call('PATCH /v1/schema', { timestampPatterns: ['ISO_INSTANT', 'nonsense['] });
    expect(answer).toMatchObject(errorLike(400, 'Bad Request', /nonsense\[/));
    expect((await a.call('GET /v1/schema')).body).toMatchObject({ timestampPatterns: [] });
  });
});

describe('metric', () => {
  it('is made, read, listed, changed and deleted', async () => {
    await makePump(a);
    expect((await a.call('GET /v1/schema/metric?metricName=p')).text).toBe(
      '{"name":"pump","aliases":["p"],"timestampPatterns":[],"fields":[{"name":"rpm","aliases":["speed"],"type":"INTEGER"},{"name":"timestamp","aliases":[],"type":"LONG"}]}',
    );
    const { idToMetricName } = (await a.call('GET /v1/schema/metrics')).body as {
      idToMetricName: Record<string, string>;
    };
    expect(Object.values(idToMetricName)).toEqual(['pump']);
    expect(Object.keys(idToMetricName)[0]).toMatch(/^m_[0-9A-Z]{26}$/);
    const change = {
      metricName: 'pump',
      newDisplayName: 'water pump',
      aliases: ['w'],
      removeAliases: ['p'],
      timestampPatterns: ['ISO_INSTANT'],
    };
    expect(await a.call('PATCH /v1/schema/metric', change)).toMatchObject(fine);
    expect((await a.call('GET /v1/schema/metric?metricName=water+pump')).body).toMatchObject({
      name: 'water pump',
      aliases: ['pump', 'w'],
      timestampPatterns: ['ISO_INSTANT'],
    });
    expect(await a.call('DELETE /v1/schema/metric', { metricName: 'w' })).toMatchObject(fine);
    expect((await a.call('GET /v1/schema/metrics')).text).toBe('{"idToMetricName":{}}');
    expect((await a.call('GET /v1/schema/metric?metricName=pump')).status).toBe(404);
    expect(await a.call('POST /v1/schema/metric', { metricName: 'pump', aliases: null })).toMatchObject(fine);
  });

  it('answers in the form of the original too', async () => {
    await makePump(a);
    expect((await a.call('GET /schema/v1/schema/metric?metricName=pump')).status).toBe(200);
    expect((await a.call('GET /schema/v1/schema')).status).toBe(200);
  });

  it('clashes are 400 and change nothing', async () => {
    await makePump(a);
    const before = (await a.call('GET /v1/schema/history')).text;
    expect(await a.call('POST /v1/schema/metric', { metricName: 'p' })).toMatchObject(
      errorLike(400, 'Bad Request', /"p"/),
    );
    expect((await a.call('POST /v1/schema/metric', { metricName: '_f1' })).status).toBe(400);
    expect((await a.call('GET /v1/schema/history')).text).toBe(before);
  });

  it('is 404 when unknown, in every call', async () => {
    const calls: [string, object?][] = [
      ['GET /v1/schema/metric?metricName=x'],
      ['PATCH /v1/schema/metric', { metricName: 'x' }],
      ['DELETE /v1/schema/metric', { metricName: 'x' }],
      ['POST /v1/schema/field', { metricName: 'x', fieldName: 'f', fieldType: 'LONG' }],
      ['GET /v1/schema/field?metricName=x&fieldName=f'],
      ['GET /v1/schema/field?fieldName=f'],
      ['PATCH /v1/schema/field', { metricName: 'x', fieldName: 'f' }],
    ];
    for (const [call, body] of calls)
      expect(await a.call(call, body), call).toMatchObject(errorLike(404, 'Not Found', /./));
  });
});

describe('field', () => {
  it('is made, read and changed, its type never', async () => {
    await makePump(a);
    expect((await a.call('GET /v1/schema/field?metricName=pump&fieldName=speed')).text).toBe(
      '{"name":"rpm","aliases":["speed"],"type":"INTEGER"}',
    );
    const change = { metricName: 'p', fieldName: 'rpm', newDisplayName: 'turns', aliases: ['t'] };
    expect(await a.call('PATCH /v1/schema/field', change)).toMatchObject(fine);
    expect((await a.call('GET /v1/schema/field?fieldName=t')).body).toEqual({
      name: 'turns',
      aliases: ['rpm', 't'],
      type: 'INTEGER',
    });
    const retype = { metricName: 'p', fieldName: 'turns', fieldType: 'LONG' };
    expect(await a.call('PATCH /v1/schema/field', retype)).toMatchObject(
      errorLike(400, 'Bad Request', /fieldType/),
    );
    expect(
      (await a.call('POST /v1/schema/field', { ...retype, fieldName: 'x', fieldType: 'money' })).status,
    ).toBe(400);
  });

  it('timestamp takes aliases', async () => {
    await makePump(a);
    const change = { metricName: 'pump', fieldName: 'timestamp', aliases: ['ts', 'time'] };
    expect(await a.call('PATCH /v1/schema/field', change)).toMatchObject(fine);
    expect((await a.call('GET /v1/schema/field?metricName=pump&fieldName=timestamp')).text).toBe(
      '{"name":"timestamp","aliases":["ts","time"],"type":"LONG"}',
    );
  });

  it('without its metric is found if one metric has it, else 400 tells which have', async () => {
    await makePump(a);
    await a.call('POST /v1/schema/metric', { metricName: 'fan' });
    expect((await a.call('GET /v1/schema/field?fieldName=rpm')).status).toBe(200);
    await a.call('POST /v1/schema/field', { metricName: 'fan', fieldName: 'rpm', fieldType: 'LONG' });
    expect(await a.call('GET /v1/schema/field?fieldName=rpm')).toMatchObject(
      errorLike(400, 'Bad Request', /"pump", "fan"/),
    );
  });
});

describe('history', () => {
  it('tells who changed what and when, newest first', async () => {
    expect((await a.call('GET /v1/schema/history')).text).toBe('[]');
    await makePump(a);
    await a.as('operator', 'PATCH /v1/schema', { metricKeys: ['k'] });
    const { body } = await a.call('GET /v1/schema/history');
    expect(body).toMatchObject([
      {
        version: 3,
        at: 1_790_000_000_123,
        by: a.keys.operator.id,
        change: { action: 'update tenant', metricKeys: ['k'] },
      },
      {
        version: 2,
        by: a.keys.admin.id,
        change: { action: 'create field', metricName: 'pump', fieldType: 'INT' },
      },
      { version: 1, change: { action: 'create metric', metricName: 'pump', aliases: ['p'] } },
    ]);
    expect(Object.keys((body as object[])[0] ?? {})).toEqual(['version', 'at', 'by', 'change']);
  });

  it('has no entry for what changed nothing', async () => {
    await makePump(a);
    await a.call('PATCH /v1/schema/metric', { metricName: 'pump', aliases: ['p'] });
    expect((await a.call('GET /v1/schema/history')).body).toHaveLength(2);
  });
});
