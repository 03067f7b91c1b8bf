import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { expectRefusal } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

let world: World;
let side: Side;
const now = 1_790_000_000_000;
beforeAll(async () => {
  world = await startWorld();
  side = await world.tenant('query');
  await side.call('POST /v1/schema/metric', { metricName: 'pump', aliases: ['p'] });
  const field = { metricName: 'pump', fieldName: 'rpm', fieldType: 'LONG', aliases: ['speed'] };
  await side.call('POST /v1/schema/field', field);
  await side.call('PUT /v1/stream/events', [
    { metrictype: 'p', timestamp: now, speed: '9007199254740993', note: 'a,"b"\n' },
    { metrictype: 'pump', timestamp: now + 1, rpm: 5, eventid: 'mine' },
    { metrictype: 'Undeclared', timestamp: now, A: 1, a: 2 },
    { metrictype: 'pump', timestamp: 'soon' },
  ]);
  await world.settled();
});
afterAll(() => world.close());

const ask = (sql: unknown, headers = {}) => side.call('POST /v1/query', { sql }, headers);

describe('tables', () => {
  it('SELECT * of a metric is timestamp, then the fields by display name; by any of its names', async () => {
    for (const name of ['pump', 'p', 'PUMP', '"pump"'])
      expect(await side.rows(`select * from ${name} order by timestamp`)).toEqual([
        { timestamp: now, rpm: '9007199254740993' },
        { timestamp: now + 1, rpm: 5 },
      ]);
    expectRefusal(await ask('select * from "PUMP"'), 400, /does not exist/);
  });

  it('further columns come when they are named, and any unknown field by its sent name', async () => {
    const sql = 'select _eventid, _metric_name, note, _unknown from pump order by timestamp';
    expect(await side.rows(sql)).toEqual([
      {
        _eventid: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
        _metric_name: 'p',
        note: 'a,"b"\n',
        _unknown: { note: 'a,"b"\n' },
      },
      { _eventid: 'mine', _metric_name: 'pump', note: null, _unknown: {} },
    ]);
    const [row] = await side.rows<{ at: number }>('select _received_at as at from undeclared');
    expect(Math.abs(Number(row?.at) - Date.now())).toBeLessThan(600_000);
    expect(await side.rows('select "A", "a" from "Undeclared"')).toEqual([{ A: '1', a: '2' }]);
  });

  it('errors.stream has its columns', async () => {
    const [row, ...more] = await side.rows<object>('select * from errors.stream');
    expect(more).toEqual([]);
    expect(Object.keys(row ?? {})).toEqual([
      ...['stage', 'kind', 'code', 'reason', 'event', 'timestamp', 'handled_timestamp'],
      ...['year', 'month', 'day', 'hour'],
    ]);
    expect(row).toMatchObject({ stage: 'raw', kind: 'malformed', code: 'BadTimestamp' });
  });
});

describe('answers', () => {
  const sql = 'select 1 a, \'x,"y"\' b, true c union all select 2, null, false order by a';
  it.each([
    [undefined, 'application/json', '[{"a":1,"b":"x,\\"y\\"","c":true},{"a":2,"b":null,"c":false}]'],
    ['*/*', 'application/json', '[{"a":1,"b":"x,\\"y\\"","c":true},{"a":2,"b":null,"c":false}]'],
    [
      'application/x-ndjson',
      'application/x-ndjson',
      '{"a":1,"b":"x,\\"y\\"","c":true}\n{"a":2,"b":null,"c":false}\n',
    ],
    ['text/csv', 'text/csv; charset=utf-8', 'a,b,c\r\n1,"x,""y""",t\r\n2,,f\r\n'],
  ])('Accept: %s is %s', async (accept, type, text) => {
    const answer = await ask(sql, accept === undefined ? {} : { accept });
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9A-Z]{26}$/);
  });

  it('no rows are an empty list', async () => {
    expect((await ask('select 1 where false')).text).toBe('[]');
    expect((await ask('select 1 a where false', { accept: 'text/csv' })).text).toBe('a\r\n');
  });

  it('many rows stream', async () => {
    const { text } = await ask('select * from range(20000) t(n)');
    expect((JSON.parse(text) as unknown[]).length).toBe(20_000);
  });

  it('gzip and a semicolon at the end are taken', async () => {
    const body = gzipSync('{"sql":"select 1 as one;"}');
    const { text } = await side.call('POST /v1/query', body, { 'content-encoding': 'gzip' });
    expect(text).toBe('[{"one":1}]');
  });
});

describe('what is refused', () => {
  it.each([
    ['drop table pump'],
    ['create table t (a int)'],
    ['insert into pump values (1)'],
    ['update pump set rpm = 1'],
    ['delete from pump'],
    ["copy pump to 'out.csv'"],
    ["copy (select 1) to 'out.csv'"],
    ["attach 'other.db'"],
    ['pragma version'],
    ['set threads = 1'],
    ['install httpfs'],
    ["select current_setting('threads')"],
    ["select * from read_csv('in.csv')"],
    ["select * from read_text('in.txt')"],
    ["select * from 'in.parquet'"],
    ["select getenv('PATH')"],
    ['select * from duckdb_settings()'],
    ['with a as (select * from read_blob(1)) select * from a'],
  ])('%s is 403, SQLSTATE 42501', async (sql) => {
    expectRefusal(await ask(sql), 403, /SQLSTATE 42501/);
  });

  it.each([
    ['selec 1', /syntax error .*SQLSTATE 42601, position 1\)/],
    ['select 1 +', /SQLSTATE 42601/],
    ['select * from nothing', /"nothing" does not exist .*SQLSTATE 42P01, position 15\)/],
    ['select nothing from pump', /"nothing" does not exist .*SQLSTATE 42703, position 8\)/],
    ["select cast('x' as int)", /SQLSTATE 22P02/],
    ["select 'open", /SQLSTATE 42601/],
    [`select ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, /SQLSTATE 42601/],
    [`select ${Array(5_000).fill('1').join('+')}`, /SQLSTATE 42601/],
  ])('%.40s is 400 with the reason and the place', async (sql, message) => {
    expectRefusal(await ask(sql), 400, message);
  });

  it.each<readonly [string, unknown, number, RegExp]>([
    ['nothing', undefined, 400, /not JSON/],
    ['no JSON', 'select 1', 400, /not JSON/],
    ['a list', [], 400, /no text under "sql"/],
    ['null', 'null', 400, /no text under "sql"/],
    ['no sql', {}, 400, /no text under "sql"/],
    ['a number', { sql: 5 }, 400, /no text under "sql"/],
    ['a blank', { sql: ' ' }, 400, /no text under "sql"/],
    ['a semicolon', { sql: ';' }, 400, /the query is empty/],
    ['two statements', { sql: 'select 1; select 2' }, 400, /one statement a request/],
    ['a byte order mark', '\uFEFF{"sql":"select 1"}', 400, /not JSON/],
    ['more than 1 MB', { sql: `select 1 ${' '.repeat(1_000_000)}` }, 413, /1000000/],
  ])('a body of %s', async (_, body, status, message) => {
    expectRefusal(await side.call('POST /v1/query', body), status, message);
  });

  it('leaves the data as it was', async () => {
    expect(await side.rows('select count(*) n from pump')).toEqual([{ n: 2 }]);
  });
});

it('an analyst asks as an admin does', async () => {
  const analyst = await side.as('analyst');
  const { text } = await analyst('POST /v1/query', { sql: 'select count(*) n from pump' });
  expect(text).toBe('[{"n":2}]');
});

it('the wire takes a user with its secret, and no device, no wrong secret and no unknown key', async () => {
  const made = await side.call('PUT /v1/meta/key', { role: 'device' });
  const device = JSON.parse(made.text) as { accessKeyId: string; secretAccessKey: string };
  const login = async (user: string, password: string): Promise<unknown> => {
    const client = new Client({ ...world.sql, user, password, database: 'any' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<{ n: string }>('select count(*) n from pump')).rows;
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    } finally {
      await client.end();
    }
  };
  const { accessKeyId, secretAccessKey } = side.keys;
  expect(await login(accessKeyId, secretAccessKey)).toEqual([{ n: '2' }]);
  expect(await login(accessKeyId, 'another')).toMatch(/^28/);
  expect(await login('SL00000000000000UNKNOWN', secretAccessKey)).toMatch(/^28/);
  expect(await login(device.accessKeyId, device.secretAccessKey)).toMatch(/^28|^42501/);
});
