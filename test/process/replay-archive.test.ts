import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientOf, createTenant, type Client, type TenantKeys } from './client.ts';
import { startInstance, type Instance } from './instance.ts';

let data: string;
let instance: Instance;
let operator: Client;
let client: Client;
let keys: TenantKeys | undefined;

const begin = async (): Promise<void> => {
  instance = await startInstance(data, { SLUICE_ETL_MINUTES: '0', SLUICE_SHARDS: '2' });
  operator = clientOf(instance.file.http, instance.file.admin);
  keys ??= await createTenant(operator, 'pumps');
  client = clientOf(instance.file.http, keys);
};

beforeEach(async () => {
  keys = undefined;
  data = mkdtempSync(join(tmpdir(), 'sluice-replay-'));
  await begin();
});
afterEach(() => {
  operator.close();
  client.close();
  instance.process.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

interface Books {
  readonly balanced: boolean;
  readonly hours: readonly Readonly<Record<string, number | string>>[];
}
interface Replayed {
  readonly done: boolean;
  readonly records: number;
  readonly events: number;
  readonly damaged: readonly { readonly object: string; readonly line?: number; readonly reason: string }[];
}
const columns = ['accepted', 'stored', 'rejected', 'duplicate', 'corrected', 'inFlight'] as const;

const books = async (): Promise<Record<string, number | boolean>> => {
  const { balanced, hours } = await client.json<Books>('GET', '/v1/meta/books');
  const sums = columns.map(
    (name) => [name, hours.reduce((sum, hour) => sum + Number(hour[name]), 0)] as const,
  );
  return { balanced, ...Object.fromEntries(sums) };
};

const settled = async (): Promise<void> => {
  while ((await client.json<{ inFlight: number }>('GET', '/v1/meta/progress')).inFlight > 0) await sleep(20);
};

/** All that a user sees of the events with a name: rows and refusals. */
const seen = async (run: string): Promise<unknown> => ({
  rows: await client.query(
    `select metric, level, count(*) as n from (select 'pump' as metric, level, run from pump union all select 'valve', level, run from valve) where run = '${run}' group by metric, level order by metric, level`,
  ),
  refused: await client.query(
    `select code, count(*) as n from errors.stream where event like '%"${run}"%' group by code`,
  ),
});

/** Rows, a duplicate, a correction and a refusal. */
const send = async (run: string, from: number, requests: number): Promise<void> => {
  for (let i = from; i < from + requests; i++) {
    const timestamp = Date.UTC(2026, 5, 1) + i;
    const event = { metrictype: i % 2 === 0 ? 'pump' : 'valve', timestamp, level: i % 10, run, n: i };
    const named = { ...event, eventid: `${run}-${i}` };
    await client.json('PUT', '/v1/stream/events', [
      event,
      event,
      named,
      { ...named, level: 77 },
      { ...event, timestamp: 'soon' },
    ]);
  }
};

/** Replays a range to its end, slice by slice. */
const replay = async (options: Readonly<Record<string, unknown>>, restart = true): Promise<Replayed> => {
  let answer = await operator.json<Replayed>('POST', '/v1/meta/replay', { ...options, restart });
  while (!answer.done) answer = await operator.json('POST', '/v1/meta/replay', options);
  return answer;
};

it(
  'replays either archive, twice, under live load: nothing that can be seen changes',
  { timeout: 120_000 },
  async () => {
    const begun = new Date().toISOString();
    await send('first', 0, 20);
    await settled();
    const to = new Date().toISOString();
    const before = { books: await books(), seen: await seen('first') };
    expect(before.books).toEqual({
    balanced: true, accepted: 100, stored: 40, rejected: 20, duplicate: 20, corrected: 20, inFlight: 0,
  }); // prettier-ignore
    const range = { from: begun, to };
    const dry = { raw: await replay({ stage: 'raw', ...range, dryRun: true }) };
    expect(dry.raw).toMatchObject({ done: true, records: 20, events: 100 });

    const live = new AbortController();
    let sent = 0;
    const load = (async () => {
      for (; !live.signal.aborted; sent += 2) await send('live', sent, 2);
    })();
    for (const stage of ['raw', 'staged', 'raw', 'staged']) {
      const answer = await replay({ stage, ...range });
      expect(answer).toMatchObject({ done: true, damaged: [] });
      // What earlier replays put was archived again, and is in the range by its time of receipt.
      expect(answer.events).toBeGreaterThanOrEqual(stage === 'raw' ? 100 : 80);
    }
    live.abort();
    await load;
    await settled();

    expect(sent).toBeGreaterThan(0);
    expect(await seen('first')).toEqual(before.seen);
    const after = await books();
    const requests = 20 + sent;
    expect(after).toEqual({
      balanced: true,
      accepted: 5 * requests,
      stored: 2 * requests,
      rejected: requests,
      duplicate: requests,
      corrected: requests,
      inFlight: 0,
    });
  },
);

it(
  'tells of a damaged object, goes on after a kill, and refuses other streams',
  { timeout: 120_000 },
  async () => {
    const from = new Date().toISOString();
    await send('first', 0, 10);
    await settled();
    const to = new Date().toISOString();
    const call = { stage: 'staged', from, to, rate: 5 };
    const before = { books: await books(), seen: await seen('first') };

    // 40 events at 5 a second: the instance ends within the first slice.
    const first = operator.json('POST', '/v1/meta/replay', call).catch((error: unknown) => error);
    await sleep(200);
    await instance.kill();
    await first;
    operator.close();
    client.close();
    await begin();

    const archive = join(data, 'objects/archive/staged');
    const object =
      readdirSync(archive, { recursive: true })
        .map(String)
        .find((name) => name.endsWith('.json.gz')) ?? '';
    appendFileSync(join(archive, object), Buffer.concat([Buffer.from('rubbish'), gzipSync('no JSON\n')]));
    const answer = await replay({ stage: 'staged', from, to });
    expect(answer.damaged.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('are no gzip member'),
      'it is no staged line: no JSON',
    ]);
    await settled();
    expect({ books: await books(), seen: await seen('first') }).toEqual(before);
    const { status, body } = await operator.call(
      'POST',
      '/v1/meta/replay',
      JSON.stringify({ ...call, into: 'other' }),
    );
    expect([status, body]).toEqual([400, expect.stringContaining('cannot be replayed into from here')]);
  },
);
