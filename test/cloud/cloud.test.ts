import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStagedLine, type ErrorRecord } from '@sluice/core/forms';
import { errorsMetricId } from '@sluice/core/layout';
import { weekOf } from '@sluice/core/time';
import { seededRandom } from '@sluice/testing/faults/random';
import { startCloud, type Cloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud(seededRandom(7));
}, 120_000);
afterAll(() => cloud.close());

let next = 0;

/** Sends events, one in ten without a time, and sends again what is not acknowledged. Gives the ids by what must become of them. */
const send = async (requests: number): Promise<{ readonly rows: string[]; readonly errors: string[] }> => {
  const sent = { rows: [] as string[], errors: [] as string[] };
  for (let r = 0; r < requests; r++) {
    const events = Array.from({ length: 40 }, (_, i) => {
      const eventid = `e${next++}`;
      const hasTime = i % 10 !== 9;
      (hasTime ? sent.rows : sent.errors).push(eventid);
      return {
        eventid,
        metrictype: i % 2 === 0 ? 'pump' : 'valve',
        level: i,
        ...(hasTime ? { timestamp: Date.now() } : {}),
      };
    });
    await acknowledged(JSON.stringify(events));
  }
  return sent;
};

const acknowledged = async (body: string): Promise<void> => {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await cloud.client.call('PUT', '/v1/stream/events', body).catch(() => undefined);
    if (answer?.status === 200 && !answer.body.includes('"retry"')) return;
    await sleep(50);
  }
  throw new Error('a request was not acknowledged in 300 tries');
};

/** Ids of all rows and all error records, each copy once for every time it is stored as another identity. */
const found = async (): Promise<{ readonly rows: Set<string>; readonly errors: Set<string> }> => {
  const rows = new Set<string>();
  const errors = new Set<string>();
  const { chunks } = cloud.services;
  for (const table of await chunks.tables())
    for (const { partition } of await chunks.partitions(table, cloud.tenant))
      for (const chunk of await chunks.read(await chunks.heads(partition)))
        for (const line of gunzipSync(chunk.body).toString().trimEnd().split('\n'))
          if (partition.metric === errorsMetricId) {
            const { event } = JSON.parse(line) as ErrorRecord;
            errors.add((JSON.parse(event) as { eventid: string }).eventid);
          } else rows.add(readStagedLine(line)?.eventId ?? line);
  return { rows, errors };
};

/**
 * Until the books hold all that was sent, and balance; throws with them when they do not in time. Books that hold
 * nothing yet balance too: the count function may lag behind the acknowledgement.
 */
const balanced = async (): Promise<void> => {
  const until = Date.now() + 60_000;
  const sent = everySent.rows.length + everySent.errors.length;
  for (;;) {
    const books = await cloud.books().catch((error: unknown) => error as Error);
    if (!(books instanceof Error) && books.balanced && acceptedOf(books) >= sent) return;
    if (Date.now() > until)
      throw new Error(`the books do not balance: ${JSON.stringify(books)}, ${errorsOf()}`);
    await sleep(200);
  }
};

const acceptedOf = ({ hours }: Awaited<ReturnType<Cloud['books']>>): number =>
  hours.reduce((sum, { accepted }) => sum + accepted, 0);

const errorsOf = (): string =>
  [...cloud.lambdas]
    .flatMap(([name, { errors }]) => errors.slice(-2).map((text) => `${name}: ${text}`))
    .join('\n');

const everySent = { rows: [] as string[], errors: [] as string[] };

const sendAndCheck = async (requests: number): Promise<void> => {
  const sent = await send(requests);
  everySent.rows.push(...sent.rows);
  everySent.errors.push(...sent.errors);
};

const checkAll = async (): Promise<void> => {
  await balanced();
  const { rows, errors } = await found();
  expect(rows).toEqual(new Set(everySent.rows));
  expect(errors).toEqual(new Set(everySent.errors));
  expect(cloud.given).toBe(0);
};

describe('the cloud path, from the bundles and the synthesized Terraform', { timeout: 180_000 }, () => {
  it('takes signed events in, and gives rows and error records out', async () => {
    const answer = await cloud.client.call(
      'PUT',
      '/v1/stream/event',
      JSON.stringify({ metrictype: 'pump', timestamp: Date.now(), eventid: 'first' }),
    );
    expect([answer.status, answer.body]).toEqual([200, '{}']);
    everySent.rows.push('first');
    await sendAndCheck(10);
    await checkAll();
    const delivered = [...cloud.emulators.delivered.values()].flat() as ErrorRecord[];
    expect(new Set(delivered.map(({ code }) => code))).toEqual(new Set(['NoTimestamp']));
    expect(delivered.length).toBeGreaterThanOrEqual(everySent.errors.length);
    expect(acceptedOf(await cloud.books())).toBe(everySent.rows.length + everySent.errors.length);
  });

  it('refuses who is not signed, and has no other routes', async () => {
    const bad = await fetch(`${cloud.url}/v1/stream/event`, { method: 'PUT', body: '{}' });
    expect(bad.status).toBe(403);
    expect((await cloud.client.call('GET', '/v1/nothing')).status).toBe(404);
  });

  it('loses nothing when functions are killed in the middle of a batch', async () => {
    const stop = new AbortController();
    const kills = (): number => [...cloud.lambdas.values()].reduce((sum, lambda) => sum + lambda.kills, 0);
    const before = kills();
    const killing = (async () => {
      // Looks often and kills seldom: a batch may be shorter than the pause between two kills.
      for (let next = 0; !stop.signal.aborted;) {
        await sleep(2);
        for (const lambda of cloud.lambdas.values())
          if (lambda.isBusy && Date.now() >= next) {
            lambda.kill();
            next = Date.now() + 300;
          }
      }
    })();
    for (let rounds = 0; rounds < 40 && kills() < before + 5; rounds++) await sendAndCheck(4);
    stop.abort();
    await killing;
    expect(kills()).toBeGreaterThanOrEqual(before + 5);
    await checkAll();
  });

  it('loses nothing when a stream refuses a part of each call', async () => {
    cloud.emulators.throttle(0.4);
    await sendAndCheck(10);
    expect(cloud.emulators.throttled()).toBeGreaterThan(0);
    cloud.emulators.throttle(0);
    await checkAll();
  });

  it('waits for a table that is away', async () => {
    const table = cloud.nearLineName(weekOf(Date.now()));
    await checkAll();
    await cloud.dropTable(table);
    everySent.rows.length = 0;
    everySent.errors.length = 0;
    await sendAndCheck(5);
    await sleep(1_000);
    await cloud.createTable(table);
    const until = Date.now() + 60_000;
    for (;;) {
      const { rows, errors } = await found();
      if (rows.size === everySent.rows.length && errors.size === everySent.errors.length) break;
      if (Date.now() > until)
        throw new Error(`found ${rows.size} rows and ${errors.size} errors: ${errorsOf()}`);
      await sleep(200);
    }
    expect(cloud.given).toBe(0);
  });
});
