import { gzipSync } from 'node:zlib';
import { undeclaredMetricId } from '@sluice/core/layout';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueryService } from './service.ts';
import { askOnce, serviceOver } from './testing/ask.ts';
import { field, metric, schema, temp } from './testing/metric.ts';
import { startTime, tenantA, tenantB, testStores, undeclared, type TestStores } from './testing/store.ts';

let stores: TestStores;
const services: QueryService[] = [];
const service = async () => {
  const made = await serviceOver(stores);
  services.push(made);
  return made;
};
beforeEach(() => {
  stores = testStores();
});
afterAll(() => Promise.all(services.map((one) => one.close())));

const rows = async (query: QueryService, sql: string, tenant = tenantA) =>
  (await askOnce(query, tenant, sql)).rows;

describe('duplicates and corrections', () => {
  const twin = { eventId: 'same', timestamp: startTime };
  it('inside a chunk, across chunks and across loads leave one row, the last by arrival', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [
      temp({ f1: 1 }, { ...twin, receivedAt: 10 }),
      temp({ f1: 2 }, { ...twin, receivedAt: 20 }),
    ]);
    stores.add(tenantA, [temp({ f1: 3 }, { ...twin, receivedAt: 15 })]);
    const query = await service();
    const now = () => rows(query, 'SELECT value FROM temp');
    expect(await now()).toEqual([['2']]);
    stores.add(tenantA, [temp({ f1: 4 }, { ...twin, receivedAt: 19 })]);
    expect(await now()).toEqual([['2']]);
    stores.add(tenantA, [temp({ f1: 5 }, { ...twin, receivedAt: 30 })]);
    expect(await now()).toEqual([['5']]);
    stores.add(tenantA, [temp({ f1: 6 }, { ...twin, timestamp: startTime + 1, receivedAt: 1 })]);
    expect(await rows(query, 'SELECT value FROM temp ORDER BY timestamp')).toEqual([['5'], ['6']]);
  });

  it.each(['recordId', 'index', 'stagedAt'] as const)('of one arrival are decided by %s', async (key) => {
    stores.setSchema(tenantA, schema());
    const base = { ...twin, receivedAt: 1, recordId: 'R'.repeat(26), index: 1, stagedAt: 1 };
    const later = { ...base, [key]: key === 'recordId' ? 'S'.repeat(26) : 2 };
    stores.add(tenantA, [temp({ f1: 2 }, later)]);
    const query = await service();
    expect(await rows(query, 'SELECT value FROM temp')).toEqual([['2']]);
    stores.add(tenantA, [temp({ f1: 1 }, base)]);
    expect(await rows(query, 'SELECT value FROM temp')).toEqual([['2']]);
  });

  it('meet across the declared and the undeclared partitions, and across weekly and late tables', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [undeclared('temp', { value: '1' }, { ...twin, receivedAt: 5, stagedAt: 6 })]);
    stores.add(
      tenantA,
      [temp({ f1: 2 }, { ...twin, receivedAt: 5, stagedAt: 9, recordId: 'Z'.repeat(26) })],
      'late',
    );
    expect(await rows(await service(), 'SELECT value, count(*) FROM temp GROUP BY value')).toEqual([
      ['2', '1'],
    ]);
  });
});

describe('loading', () => {
  it('reads each chunk once, and of other hours only what a statement needs', async () => {
    stores.setSchema(tenantA, schema());
    const hour = 3_600_000;
    for (let h = 0; h < 5; h++) stores.add(tenantA, [temp({ f1: h }, { timestamp: startTime + h * hour })]);
    const query = await service();
    const count = async (where: string) =>
      (await rows(query, `SELECT count(*) FROM temp t ${where}`))[0]?.[0];
    expect(await count(`WHERE timestamp >= ${startTime + 4 * hour} AND value > -1`)).toBe('1');
    expect(stores.chunks.calls.read).toBe(1);
    expect(await count(`WHERE timestamp BETWEEN ${startTime + hour} AND ${startTime + 2 * hour - 1}`)).toBe(
      '1',
    );
    expect(stores.chunks.calls.read).toBe(2);
    expect(await count(`WHERE timestamp >= ${startTime + 4 * hour} OR value = 0`)).toBe('2');
    expect(stores.chunks.calls.read).toBe(5);
    expect(await count('')).toBe('5');
    expect(stores.chunks.calls.read).toBe(5);
  });

  it('looks in every hour for an unknown name before it says that there is none', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 1 }, { timestamp: startTime, unknown: { rare: 'x' } })]);
    stores.add(tenantA, [temp({ f1: 2 }, { timestamp: startTime + 9 * 3_600_000 })]);
    expect(
      await rows(await service(), `SELECT rare FROM temp WHERE timestamp > ${startTime + 3_600_000}`),
    ).toEqual([[null]]);
  });

  it('forgets what was in a table that is dropped', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 1 })]);
    stores.add(tenantA, [temp({ f1: 2 })], 'late');
    const query = await service();
    expect(await rows(query, 'SELECT count(*) FROM temp')).toEqual([['2']]);
    stores.drop('late');
    expect(await rows(query, 'SELECT count(*) FROM temp')).toEqual([['1']]);
  });

  it('does not fail on a typed value that is not of its type', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 'x' }), temp({ f1: 3 })]);
    expect(await rows(await service(), 'SELECT value FROM temp ORDER BY value NULLS LAST')).toEqual([
      ['3'],
      [null],
    ]);
  });
});

describe('a deleted metric', () => {
  it('stays hidden under its name; later rows of the name are shown', async () => {
    stores.setSchema(tenantA, { tombstones: [{ name: 'gone', deletedAt: 100 }] });
    stores.add(tenantA, [undeclared('gone', { a: '1' }, { receivedAt: 99 })]);
    const query = await service();
    await expect(rows(query, 'SELECT * FROM gone')).rejects.toMatchObject({ sqlstate: '42P01' });
    stores.add(tenantA, [undeclared('gone', { a: '2' }, { receivedAt: 100 })]);
    expect(await rows(query, 'SELECT a FROM gone')).toEqual([['2']]);
    stores.setSchema(tenantA, {
      metrics: [metric({ displayName: 'gone', aliases: ['gone'], fields: [field(1, 'a', 'INTEGER')] })],
      tombstones: [{ name: 'gone', deletedAt: 100 }],
    });
    expect(await rows(query, 'SELECT a FROM gone')).toEqual([['2']]);
  });
});

describe('tenants', () => {
  it('with the same names see their own rows only', async () => {
    for (const [tenant, value] of [
      [tenantA, 1],
      [tenantB, 2],
    ] as const) {
      // prettier-ignore
      stores.setSchema(tenant, schema());
      stores.add(tenant, [temp({ f1: value }), undeclared('raw', { a: String(value) })]);
    }
    const query = await service();
    expect(await rows(query, 'SELECT value, (SELECT a FROM raw) FROM temp', tenantA)).toEqual([['1', '1']]);
    expect(await rows(query, 'SELECT value, (SELECT a FROM raw) FROM temp', tenantB)).toEqual([['2', '2']]);
  });
});

describe('errors.stream', () => {
  const handledAt = Date.UTC(2026, 10, 23, 4, 30);
  const record = { v: 1, tenant: tenantA, stage: 'raw', kind: 'malformed', reason: 'not a number', code: 'X', recordId: 'R', index: 0, receivedAt: 5, handledAt, event: '{"a":1}' } as const; // prettier-ignore
  it('shows each error record once, with the time it was handled', async () => {
    stores.addErrors(tenantA, [
      record,
      { ...record, handledAt: handledAt + 1, reason: 'again' },
      { ...record, index: 1 },
    ]);
    stores.addErrors(tenantB, [{ ...record, tenant: tenantB, reason: 'not yours' }]);
    const query = await service();
    const found = await askOnce(
      query,
      tenantA,
      'SELECT * FROM errors.stream e WHERE month = 11 ORDER BY e.reason',
    );
    expect(found.names).toEqual([
      'stage',
      'kind',
      'code',
      'reason',
      'event',
      'timestamp',
      'handled_timestamp',
      'year',
      'month',
      'day',
      'hour',
    ]);
    expect(found.rows).toEqual([
      ['raw', 'malformed', 'X', 'again', '{"a":1}', '5', String(handledAt + 1), '2026', '11', '23', '4'],
      ['raw', 'malformed', 'X', 'not a number', '{"a":1}', '5', String(handledAt), '2026', '11', '23', '4'],
    ]);
  });
});

it('reads large events from the object store', async () => {
  const one = undeclared('big', { a: 'x'.repeat(500_000) }, { timestamp: startTime });
  await stores.objects.put('large/1', gzipSync(`${JSON.stringify(one)}\n`));
  stores.add(tenantA, [one]);
  const [entry] = await stores.chunks.partitions('2026-w48', tenantA, undeclaredMetricId('big'));
  const [head] = await stores.chunks.heads(entry?.partition ?? expect.fail());
  const [chunk] = await stores.chunks.read(head === undefined ? [] : [head]);
  Object.assign(chunk ?? {}, { body: new Uint8Array(), pointer: 'large/1' });
  expect(await rows(await service(), 'SELECT length(a) FROM big')).toEqual([['500000']]);
});
