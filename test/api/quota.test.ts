import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Key } from '../process/client.ts';
import { callerFor, expectRefusal, type Answer } from './calls.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const list = (count: number): unknown =>
  Array.from({ length: count }, (_, n) => ({ metrictype: 'm', timestamp: 1_790_000_000_000, n }));

/** So slow that no event comes back while a test runs. */
const slow = { rate: 1, burst: 100 };
const policy = '"default";q=100;w=100;qu="events"';
const left = ({ headers }: Answer): number => {
  expect(headers['ratelimit-policy']).toBe(policy);
  const found = /^"default";r=(\d+);t=\d+$/.exec(String(headers['ratelimit']));
  return Number(found?.[1]);
};

it('over the quota a request is 429 with Retry-After, and nothing of it is stored', async () => {
  const side = await world.tenant('slow', slow);
  const first = await side.call('PUT /v1/stream/events', list(90));
  expect([first.status, left(first)]).toEqual([200, 10]);
  const over = await side.call('PUT /v1/stream/events', list(60));
  expectRefusal(over, 429, /60 events are over the quota of 1 events a second \(burst 100\)/);
  // 60 less the 10 that are left, and what came back meanwhile.
  expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(over.headers['retry-after'])).toBeLessThanOrEqual(50);
  expect(over.headers['ratelimit']).toBe(`"default";r=${left(over)};t=${over.headers['retry-after']}`);
  expect(left(over)).toBeGreaterThanOrEqual(10);
  // What was refused took nothing.
  expect((await side.call('PUT /v1/stream/events', list(10))).status).toBe(200);
  await world.settled();
  const { hours } = JSON.parse((await side.call('GET /v1/meta/books')).text) as {
    hours: { accepted: number }[];
  };
  expect(hours.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(100);
});

it('rejected events count, refused requests do not, and every answer tells what is left', async () => {
  const side = await world.tenant('counted', slow);
  const answers = [
    await side.call('PUT /v1/stream/events', `[${'5,'.repeat(49)}5]`),
    await side.call('PUT /v1/stream/events', '[{"a":1},'),
    await side.call('PUT /v1/stream/event', '5'),
    await side.call('PUT /v1/stream/events', list(101)),
    await side.call('PUT /v1/stream/events', []),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400, 200]);
  for (const answer of answers) {
    expect(left(answer)).toBeGreaterThanOrEqual(49);
    expect(left(answer)).toBeLessThan(100);
  }
});

it('a request of more events than the burst could never pass: 400, and of exactly as many passes', async () => {
  const side = await world.tenant('burst', slow);
  const never = await side.call('PUT /v1/stream/events', list(101));
  expectRefusal(never, 400, /101 events, more than the burst of 100/);
  expect((await side.call('PUT /v1/stream/events', list(100))).status).toBe(200);
});

it('a principal is a device: its two keys share a bucket, another one of the tenant has its own', async () => {
  const side = await world.tenant('principals', slow);
  const { id } = JSON.parse((await side.call('PUT /v1/meta/device')).text) as { id: string };
  const deviceKey = async () => {
    const made = await side.call('PUT /v1/meta/device/key', { deviceId: id });
    const { key, secret } = JSON.parse(made.text) as { key: string; secret: string };
    const pair: Key = { accessKeyId: key, secretAccessKey: secret };
    return callerFor(world.url, pair);
  };
  const [one, two, other] = [await deviceKey(), await deviceKey(), await side.as('device')];
  expect((await one('PUT /v1/stream/events', list(100))).status).toBe(200);
  expect((await two('PUT /v1/stream/events', list(50))).status).toBe(429);
  expect((await other('PUT /v1/stream/events', list(100))).status).toBe(200);
});

it('a tenant gets 200 events a second and a burst of 500, unless it is made with another quota', async () => {
  const side = await world.tenant('default', {});
  const { headers } = await side.call('PUT /v1/stream/events', []);
  expect(headers['ratelimit-policy']).toBe('"default";q=500;w=3;qu="events"');
});

it('a tenant without a limit gets no RateLimit headers', async () => {
  const side = await world.tenant('unlimited');
  for (const body of [list(500), '[', '[5]']) {
    const { headers } = await side.call('PUT /v1/stream/events', body);
    expect(Object.keys(headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  }
});
