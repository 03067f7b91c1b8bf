import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerFor, expectRefusal } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

/** Files of events (API.md 4) against a running instance. */
let world: World;
let side: Side;
let other: Side;
beforeAll(async () => {
  world = await startWorld();
  side = await world.tenant('batch');
  other = await world.tenant('other');
});
afterAll(() => world.close());

interface Status {
  readonly file: string;
  readonly state: string;
  readonly receivedAt: number;
  readonly events: Readonly<Record<'read' | 'stored' | 'rejected' | 'duplicate', number>>;
  readonly errors: readonly { readonly line: number; readonly code: string; readonly message: string }[];
}

const statusOf = async ({ call }: Side, file: string): Promise<Status> => {
  const { status, text } = await call(`GET /v1/batch/status/${file}`);
  expect([status, text]).toEqual([200, expect.any(String)]);
  return JSON.parse(text) as Status;
};

/** Sends a file, and waits until it is split and its events are stored. */
const send = async (
  to: Side,
  file: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Status> => {
  const answer = await to.call(`PUT /v1/batch/upload/data/${file}`, body, headers);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  let status = JSON.parse(answer.text) as Status;
  while (status.state === 'splitting') {
    await sleep(10);
    status = await statusOf(to, file);
  }
  await world.settled();
  return status;
};

const now = Date.now();
const events = (metric: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({ metrictype: metric, timestamp: now + i, n: String(i) }),
  );
const csvOf = (metric: string, count: number): string =>
  ['metrictype,timestamp,n', ...Array.from({ length: count }, (_, i) => `${metric},${now + i},${i}`)].join(
    '\r\n',
  );

const countOf = (from: Side, metric: string) =>
  from.rows<{ rows: number; distinct: number }>(
    `SELECT count(*)::INTEGER AS rows, count(DISTINCT n)::INTEGER AS "distinct" FROM ${metric}`,
  );

describe('a file', () => {
  const all = (metric: string) => events(metric, 1_000);
  it.each<[string, string, string | Buffer, Readonly<Record<string, string>>]>([
    ['lines', 'a.ndjson', all('lines').join('\n'), {}],
    ['list', 'a.json', `[${all('list').join(',\n')}]`, { 'content-type': 'application/json' }],
    ['rows', 'a.csv', csvOf('rows', 1_000), {}],
    ['typed', 'a', csvOf('typed', 1_000), { 'content-type': 'text/csv; charset=utf-8' }],
    ['packed', 'a.csv.gz', gzipSync(csvOf('packed', 1_000)), {}],
    ['coded', 'coded.csv', gzipSync(csvOf('coded', 1_000)), { 'content-encoding': 'gzip' }],
  ])('%s: its events are rows', async (metric, file, body, headers) => {
    const status = await send(side, file, body, headers);
    expect(status).toEqual({
      file,
      state: 'done',
      receivedAt: expect.any(Number) as number,
      events: { read: 1_000, stored: 1_000, rejected: 0, duplicate: 0 },
      errors: [],
    });
    expect(await countOf(side, metric)).toEqual([{ rows: 1_000, distinct: 1_000 }]);
  });

  it('of 4 MB becomes rows, and tells how far it is', async () => {
    const body = events('large', 60_000).join('\n');
    const { events: counts } = await send(side, 'large.ndjson', body);
    expect(counts).toMatchObject({ read: 60_000, stored: 60_000 });
    expect(await countOf(side, 'large')).toEqual([{ rows: 60_000, distinct: 60_000 }]);
  });

  it('again, under any name and by any key, changes nothing', async () => {
    const body = events('again', 100).join('\n');
    const first = await send(side, 'again.ndjson', body);
    const device = { ...side, call: await side.as('device') };
    expect(await send(device, 'again.ndjson', body)).toEqual(first);
    expect(await send(device, 'copy.ndjson', body)).toMatchObject({
      events: { read: 100, stored: 0, duplicate: 100 },
    });
    expect(await countOf(side, 'again')).toEqual([{ rows: 100, distinct: 100 }]);
  });

  it('with bad lines is told which, and the rest is stored', async () => {
    const lines = events('bad', 10);
    const body = [...lines.slice(0, 5), '{bad}', '[1]', 'x'.repeat(1_100_000), ...lines.slice(5)].join('\n');
    const status = await send(side, 'bad.ndjson', body);
    expect(status).toMatchObject({ state: 'done', events: { read: 13, stored: 10, rejected: 3 } });
    expect(status.errors.map(({ line, code }) => [line, code])).toEqual([
      [6, 'InvalidJson'],
      [7, 'NotAnObject'],
      [8, 'EventTooLarge'],
    ]);
    expect(await countOf(side, 'bad')).toEqual([{ rows: 10, distinct: 10 }]);
  });

  it('that is cut off fails with its reason; what came before is stored', async () => {
    const whole = gzipSync(events('cut', 50_000).join('\n'));
    const status = await send(side, 'cut.ndjson.gz', whole.subarray(0, whole.length >> 1));
    expect(status).toMatchObject({ state: 'failed', errors: [{ code: 'TruncatedGzip' }] });
    const [{ rows } = { rows: 0 }] = await countOf(side, 'cut');
    expect(rows).toBe(status.events.stored);
    expect(rows).toBeGreaterThan(1_000);
    await send(side, 'cut.ndjson.gz', whole);
    expect(await countOf(side, 'cut')).toEqual([{ rows: 50_000, distinct: 50_000 }]);
  });

  it('of another tenant is another file', async () => {
    const body = events('shared', 50).join('\n');
    await send(side, 'shared.ndjson', body);
    expectRefusal(await other.call('GET /v1/batch/status/shared.ndjson'), 404, /there is no file/);
    expect(await send(other, 'shared.ndjson', body)).toMatchObject({ events: { stored: 50, duplicate: 0 } });
    for (const one of [side, other])
      expect(await countOf(one, 'shared')).toEqual([{ rows: 50, distinct: 50 }]);
  });
});

it('the books balance with files in them', async () => {
  const { status, text } = await side.call('GET /v1/meta/books');
  expect(status).toBe(200);
  const books = JSON.parse(text) as {
    readonly balanced: boolean;
    readonly hours: readonly { accepted: number }[];
  };
  expect(books.balanced).toBe(true);
  expect(books.hours.reduce((sum, { accepted }) => sum + accepted, 0)).toBeGreaterThan(100_000);
});

describe('refusals', () => {
  it('of names, of what is not there, and of who may not', async () => {
    for (const file of ['.hidden', 'a~b', 'a'.repeat(201)])
      expectRefusal(await side.call(`PUT /v1/batch/upload/data/${file}`, '[]'), 400, /is no such name/);
    expectRefusal(await side.call('GET /v1/batch/status/nothing'), 404, /there is no file "nothing"/);
    const analyst = await side.as('analyst');
    expectRefusal(await analyst('PUT /v1/batch/upload/data/a', '[]'), 403, /role analyst/);
    expectRefusal(await callerFor(world.url)('PUT /v1/batch/upload/data/a', '[]'), 403, /not signed/);
    expectRefusal(await side.call('PUT /v1/batch/upload/data/a', 'x'.repeat(10_485_761)), 413, /larger than/);
  });

  it('of buckets and addresses, which one machine has none of', async () => {
    expect((await side.call('PUT /v1/batch/buckets', { buckets: ['theirs'] })).text).toBe(
      '{"buckets":["theirs"]}',
    );
    expect((await side.call('GET /v1/batch/buckets')).text).toBe('{"buckets":["theirs"]}');
    expect((await other.call('GET /v1/batch/buckets')).text).toBe('{"buckets":[]}');
    const path = { filePath: 's3://theirs/x.json' };
    expectRefusal(await side.call('POST /v1/batch/upload/file', path), 400, /reads no buckets/);
    expectRefusal(await side.call('POST /v1/batch/upload/address', { file: 'a' }), 404, /no such call here/);
  });
});
