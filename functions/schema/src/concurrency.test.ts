import { describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { SchemaStore } from '@sluice/core/ports';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { mostTries } from './change.ts';
import { aWorld } from './testing.fixture.ts';

/** A store whose reads and writes take their time, so that calls made together overlap. */
const overlapping = (store: SchemaStore): SchemaStore => ({
  ...store,
  get: async (tenant) => {
    const schema = await store.get(tenant);
    await new Promise((resolve) => setImmediate(resolve));
    return schema;
  },
});

describe('writers at the same time', () => {
  it('never undo each other', async () => {
    const { a } = await aWorld({ schemas: overlapping(memorySchemaStore()) });
    await a.call('POST /v1/schema/metric', { metricName: 'pump' });
    const fields = Array.from({ length: 8 }, (_, i) => `field ${i}`);
    const answers = await Promise.all([
      ...fields.map((fieldName) =>
        a.call('POST /v1/schema/field', { metricName: 'pump', fieldName, fieldType: 'LONG' }),
      ),
      a.call('PATCH /v1/schema', { metricKeys: ['k'] }),
      a.call('PATCH /v1/schema/metric', { metricName: 'pump', aliases: ['p'] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { body } = await a.call('GET /v1/schema/metric?metricName=p');
    const { fields: read } = body as { fields: { name: string }[] };
    expect(read.map(({ name }) => name).sort()).toEqual([...fields, 'timestamp'].sort());
    expect((await a.call('GET /v1/schema')).body).toMatchObject({ metricKeys: ['k'] });
    expect((await a.call('GET /v1/schema/history')).body).toHaveLength(answers.length + 1);
  });

  it('of one name: one makes it, the others are told that it is taken', async () => {
    const { a } = await aWorld({ schemas: overlapping(memorySchemaStore()) });
    const make = () => a.call('POST /v1/schema/metric', { metricName: 'pump' });
    const statuses = (await Promise.all([make(), make(), make()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 400, 400]);
    expect((await a.call('GET /v1/schema/history')).body).toHaveLength(1);
  });

  it('are told 409 when the race is lost again and again, and nothing is stored', async () => {
    const store = memorySchemaStore();
    let tries = 0;
    const replace: SchemaStore['replace'] = async () => {
      tries++;
      return 'conflict';
    };
    const { a } = await aWorld({ schemas: { ...store, replace } });
    const answer = await a.call('POST /v1/schema/metric', { metricName: 'pump' });
    expect(answer).toMatchObject({ status: 409, body: { type: 'Conflict' } });
    expect(tries).toBe(mostTries);
    expect((await store.get(a.tenant.id)).version).toBe(0);
  });

  it('that conflict with their own write, repeated after a lost answer, have succeeded', async () => {
    const store = memorySchemaStore();
    const replace: SchemaStore['replace'] = async (...args) => {
      await store.replace(...args);
      return store.replace(...args);
    };
    const { a } = await aWorld({ schemas: { ...store, replace } });
    expect((await a.call('POST /v1/schema/metric', { metricName: 'pump' })).status).toBe(200);
    expect((await a.call('GET /v1/schema/history')).body).toHaveLength(1);
  });
});

describe('when a dependency fails', () => {
  const secret = 'lmdb at /secret/place';

  it('the answer is 503 and says nothing of the inside', async () => {
    const away = () => Promise.reject(new OutOfService(secret));
    const logged: unknown[] = [];
    const { a } = await aWorld({
      schemas: { get: away, replace: away, history: away },
      log: (_, error) => logged.push(error),
    });
    for (const call of ['GET /v1/schema', 'GET /v1/schema/history']) {
      const answer = await a.call(call);
      expect(answer).toMatchObject({ status: 503, body: { type: 'Service Unavailable' } });
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.text).not.toContain(secret);
    }
    expect((await a.call('POST /v1/schema/metric', { metricName: 'x' })).status).toBe(503);
    expect(logged).toHaveLength(3);
  });

  it('a fault of ours is 500, logged, and says nothing of the inside', async () => {
    const logged: unknown[] = [];
    const fault = new Error(secret);
    const schemas = { ...memorySchemaStore(), get: () => Promise.reject(fault) };
    const { a } = await aWorld({ schemas, log: (_, error) => logged.push(error) });
    const answer = await a.call('GET /v1/schema');
    expect(answer).toMatchObject({ status: 500, body: { type: 'Internal Server Error' } });
    expect(answer.text).not.toContain(secret);
    expect(answer.headers['x-amzn-RequestId']).toMatch(/^request-/);
    expect(logged).toEqual([fault]);
  });
});
