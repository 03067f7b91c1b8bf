import type { HttpEvent } from '@sluice/core/http';
import type { AccessKey, Directory, Role, Tenant } from '@sluice/core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryService } from '../service.ts';
import { serviceOver } from '../testing/ask.ts';
import { field, schema, temp } from '../testing/metric.ts';
import { startTime, tenantA, testStores } from '../testing/store.ts';
import { handleQuery } from './handle-query.ts';

const roles: readonly Role[] = ['admin', 'analyst', 'operator', 'device'];
const directory = {
  key: async (id: string) => ({ id, tenant: tenantA, role: roles.find((role) => role === id) }) as AccessKey,
  tenant: async () => ({ id: tenantA, apiKey: 'k' }) as Tenant,
} as unknown as Directory;

const event = (sql: unknown, role: Role = 'analyst', headers: Record<string, string> = {}): HttpEvent => ({
  version: '2.0',
  rawPath: '/v1/query',
  rawQueryString: '',
  headers,
  body: JSON.stringify(sql === undefined ? {} : { sql }),
  isBase64Encoded: false,
  requestContext: {
    requestId: 'R',
    timeEpoch: 0,
    http: { method: 'POST', path: '/v1/query' },
    authorizer: { iam: { accessKey: role, userArn: '' } },
  },
});

let query: QueryService;
beforeAll(async () => {
  const stores = testStores();
  stores.setSchema(
    tenantA,
    schema({
      fields: [
        field(1, 'big', 'LONG'),
        field(2, 'raw', 'BINARY'),
        field(3, 'x', 'DOUBLE'),
        field(4, 'ok', 'BOOLEAN'),
      ],
    }),
  );
  stores.add(tenantA, [
    temp(
      { f1: '9007199254740993', f2: 'AP8=', f3: 1.5, f4: true },
      { timestamp: startTime, unknown: { 'a"b': 'c,d' } },
    ),
    temp({ f1: 1 }, { timestamp: startTime + 1 }),
  ]);
  query = await serviceOver(stores);
});
afterAll(() => query.close());

const call = async (one: HttpEvent) => {
  const { statusCode, headers, body } = await handleQuery(one, { query, directory });
  let text = '';
  for await (const piece of typeof body === 'string' ? [body] : body) text += piece;
  return { statusCode, headers, text };
};

describe('POST /v1/query', () => {
  it('answers rows as JSON: numbers as numbers, beyond 2^53 as text, maps as objects', async () => {
    const { statusCode, headers, text } = await call(
      event('SELECT *, _unknown, count(*) OVER (), count(*) OVER () FROM temp ORDER BY timestamp;'),
    );
    expect([statusCode, headers['content-type'], headers['x-amzn-RequestId']]).toEqual([
      200,
      'application/json',
      'R',
    ]);
    expect(JSON.parse(text)).toEqual([
      {
        timestamp: startTime,
        big: '9007199254740993',
        raw: 'AP8=',
        x: 1.5,
        ok: true,
        _unknown: { 'a"b': 'c,d' },
        count: 2,
        count_1: 2,
      },
      { timestamp: startTime + 1, big: 1, raw: null, x: null, ok: null, _unknown: {}, count: 2, count_1: 2 },
    ]);
    expect((await call(event('SELECT 1 WHERE false'))).text).toBe('[]');
  });

  it('streams NDJSON and CSV', async () => {
    const sql = "SELECT range AS n, 'a\"b' AS t, NULL AS z, '' AS e FROM range(5000)";
    const lines = (await call(event(sql, 'admin', { accept: 'application/x-ndjson' }))).text
      .trim()
      .split('\n');
    expect([lines.length, lines[4999]]).toEqual([5000, '{"n":4999,"t":"a\\"b","z":null,"e":""}']);
    const cells = (await call(event(sql, 'operator', { accept: 'text/csv' }))).text.split('\r\n');
    expect(cells.slice(0, 2)).toEqual(['n,t,z,e', '0,"a""b",,""']);
    expect(cells).toHaveLength(5002);
    expect(JSON.parse((await call(event(sql))).text)).toHaveLength(5000);
  });

  it.each([
    ['SELECT FROM WHERE', 400, /syntax error.*SQLSTATE 42601, position \d+/],
    ['  SELECT nope FROM temp', 400, /column "nope" does not exist \(SQLSTATE 42703, position 10\)/],
    ['SELECT * FROM nope', 400, /relation "nope" does not exist \(SQLSTATE 42P01, position 15\)/],
    ["SELECT 'x'::INT", 400, /22P02/],
    ["SELECT read_text('x')", 403, /42501, position 8/],
    ['DROP TABLE temp', 403, /only SELECT/],
    ['SELECT 1; SELECT 2', 400, /one statement/],
    ['', 400, /"sql"/],
    [undefined, 400, /"sql"/],
    [5, 400, /"sql"/],
  ])('%s → %i', async (sql, status, message) => {
    const { statusCode, text } = await call(event(sql));
    expect(statusCode).toBe(status);
    const body = JSON.parse(text) as Record<string, string>;
    expect(Object.keys(body)).toEqual(['type', 'message', 'request-id']);
    expect(body['message']).toMatch(message);
  });

  it('refuses device keys, other calls and bodies that are not JSON', async () => {
    expect((await call(event('SELECT 1', 'device'))).statusCode).toBe(403);
    expect((await call({ ...event('SELECT 1'), rawPath: '/v1/queries' })).statusCode).toBe(404);
    expect((await call({ ...event('SELECT 1'), body: '{' })).statusCode).toBe(400);
    expect((await call({ ...event('SELECT 1'), rawPath: '/query/v1/query' })).statusCode).toBe(200);
  });
});
