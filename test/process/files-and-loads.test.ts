import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientOf, createTenant, type Client } from './client.ts';
import { startInstance, type Instance } from './instance.ts';

/** A file of events, into SQL, the lake and the warehouse of one machine; through a kill on the way. */
let data: string;
let instance: Instance;
let operator: Client;
let client: Client;

const connect = async (credentials?: { accessKeyId: string; secretAccessKey: string }): Promise<void> => {
  instance = await startInstance(data);
  operator = clientOf(instance.file.http, instance.file.admin);
  keys = credentials ?? (await createTenant(operator, 'pumps'));
  client = clientOf(instance.file.http, keys);
};
let keys: { accessKeyId: string; secretAccessKey: string };

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'sluice-files-'));
});
afterEach(() => {
  operator.close();
  client.close();
  instance.process.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

interface Status {
  readonly state: string;
  readonly events: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly line: number; readonly code: string }[];
}

interface Books {
  readonly balanced: boolean;
  readonly lake: readonly Readonly<Record<'upstream' | 'held' | 'inFlight', number>>[];
}

const done = async (file: string): Promise<Status> => {
  for (;;) {
    const status = await client.json<Status>('GET', `/v1/batch/status/${file}`);
    if (status.state === 'done' || status.state === 'failed') return status;
    await sleep(20);
  }
};

const count = async (): Promise<string> =>
  JSON.stringify(await client.query('select count(*) as n, sum(cast(level as integer)) as level from pump'));

const settled = async (rows: number): Promise<void> => {
  // Before the first row there is no such table.
  const now = () => count().catch(() => '');
  while (!(await now()).includes(`"n":${rows},`)) await sleep(50);
};

it(
  'takes a file of events to SQL, lake and warehouse, once however often it is sent',
  { timeout: 120_000 },
  async () => {
    await connect();
    const now = Date.now();
    const rows = Array.from({ length: 3_000 }, (_, i) => `pump,${i},${now + i}`);
    const csv = ['metrictype,level,timestamp', ...rows, '"a quote that, never closes'].join('\n');
    const put = (body: Buffer) => client.call('PUT', '/v1/batch/upload/data/pumps.csv', body);
    expect((await put(gzipSync(csv))).status).toBe(200);
    const first = await done('pumps.csv');
    expect(first).toMatchObject({ events: { stored: 3_000 } });
    expect(first.errors.length).toBeGreaterThan(0);
    await settled(3_000);
    const before = await count();
    // The same again, another life in between: nothing changes.
    instance.process.kill('SIGKILL');
    operator.close();
    client.close();
    await connect(keys);
    expect((await put(gzipSync(csv))).status).toBe(200);
    await done('pumps.csv');

    expect(await operator.json('POST', '/v1/meta/etl')).toMatchObject({
      outcome: 'published',
      counts: { read: 3_000, added: 3_000 },
    });
    expect(await count()).toBe(before);
    expect(await client.json('GET', '/v1/ops/load')).toMatchObject({
      tenants: [{ tenant: 'pumps', loads: [{ metric: 'pump', state: 'loaded', rows: 3_000 }] }],
    });
    expect(await operator.json('POST', '/v1/meta/etl')).toEqual({ outcome: 'nothing' });
    // And the books say so of all three places, while more is on its way.
    const line = {
      name: 'pump',
      upstream: 3_000,
      held: 3_000,
      inFlight: 0,
      replaced: 0,
      missing: 0,
      extra: 0,
    };
    const books = () => client.json<Books>('GET', '/v1/meta/books?depth=warehouse');
    expect(await books()).toMatchObject({ balanced: true, lake: [line], warehouse: [line] });
    await client.json('PUT', '/v1/stream/event', { metrictype: 'pump', level: 1, timestamp: now });
    await settled(3_001);
    const later = await books();
    const sum = (name: 'upstream' | 'held' | 'inFlight'): number =>
      later.lake.reduce((all, one) => all + one[name], 0);
    expect([later.balanced, sum('upstream'), sum('held'), sum('inFlight')]).toEqual([true, 3_001, 3_000, 1]);
    expect(Object.keys(await client.json<object>('GET', '/v1/meta/books'))).toEqual(['balanced', 'hours']);
  },
);
