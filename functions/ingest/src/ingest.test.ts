import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EventStream, Quota } from '@sluice/core/ports';
import { quotas } from '@sluice/core/quota';
import { cachedSchemas } from '@sluice/core/tenant-schema';
import { aKey, anId, aTenant } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memoryEventStream } from '@sluice/testing/memory/event-stream';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { handleIngest } from './index.ts';

const now = 1_790_000_000_000;
const clock = { now: () => now };
const event = { metrictype: 'pump', timestamp: now };

/** What calls of one principal get, on a clock that stands still. */
const frontDoor = async (quota: Quota, stream: EventStream = memoryEventStream()) => {
  const tenant = aTenant({ quota });
  const key = aKey({ tenant: tenant.id, role: 'device' });
  const directory = memoryDirectory();
  await directory.createTenant(tenant);
  await directory.addKey(key, 2);
  const schemas = cachedSchemas(memorySchemaStore(), clock);
  const services = { directory, schemas, quotas: quotas(clock), stream, clock, newUlid: anId };
  return async (call: string, body: unknown) => {
    const { statusCode, headers, body: text } = await handleIngest(anHttpEvent(key, call, body), services);
    return { status: statusCode, left: headers['RateLimit'], policy: headers['RateLimit-Policy'], text };
  };
};

it('takes the tenant from the signer alone, whatever an event says (promise P4)', async () => {
  const stream = memoryEventStream();
  const send = await frontDoor({ ratePerSecond: 'unlimited', burst: 1 }, stream);
  const other = aTenant().id;
  const { status } = await send('PUT /v1/stream/event', { ...event, tenant: other, device: 'another' });
  expect(status).toBe(200);
  const [line] = gunzipSync(stream.records[0]?.data ?? '')
    .toString()
    .split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    tenant: stream.records[0]?.tally?.tenant,
    event: { tenant: other },
  });
  expect(stream.records[0]?.tally?.tenant).not.toBe(other);
});

describe('RateLimit headers', () => {
  const few = { ratePerSecond: 1, burst: 3 } as const;
  const policy = '"default";q=3;w=3;qu="events"';

  it('are on every answer to a principal with a quota, refusals too', async () => {
    const send = await frontDoor(few);
    const answers = [
      await send('PUT /v1/stream/events', '[{'),
      await send('PUT /v1/stream/events', [event, event, event, event]),
      await send('PUT /v1/stream/event', 5),
      await send('PUT /v1/stream/events', [event, event]),
      await send('PUT /v1/stream/event', event),
      await send('PUT /v1/stream/events', []),
    ];
    expect(answers.map(({ status, left }) => [status, left])).toEqual([
      [400, '"default";r=3;t=0'],
      [400, '"default";r=3;t=0'],
      [400, '"default";r=2;t=1'],
      [200, '"default";r=0;t=3'],
      [429, '"default";r=0;t=1'],
      [200, '"default";r=0;t=3'],
    ]);
    for (const answer of answers) expect(answer.policy).toBe(policy);
  });

  it('are on a 503 too', async () => {
    const failure = { class: 'retryable', code: 'Full', message: 'the disk is full' } as const;
    const away: EventStream = { put: async (records) => records.map(() => ({ ok: false, failure })) };
    const send = await frontDoor(few, away);
    expect(await send('PUT /v1/stream/event', event)).toMatchObject({
      status: 503,
      left: '"default";r=2;t=1',
    });
  });

  it('are on none without a quota, and on none of a call that does not exist', async () => {
    const unlimited = await frontDoor({ ratePerSecond: 'unlimited', burst: 500 });
    for (const body of [[event], '[{'])
      expect((await unlimited('PUT /v1/stream/events', body)).left).toBeUndefined();
    const send = await frontDoor(few);
    expect(await send('GET /v1/stream/events', undefined)).toMatchObject({ status: 404 });
  });
});

it('a verdict that shows half a character is still JSON that every parser takes', async () => {
  const send = await frontDoor({ ratePerSecond: 'unlimited', burst: 500 });
  const half = `["${'a'.repeat(38)}\u{1F600}"]`;
  const { status, text } = await send('PUT /v1/stream/events', half);
  expect(status).toBe(200);
  expect(text).not.toMatch(/\\ud[89a-f]/i);
  expect(text).toContain('NotAnObject');
});
