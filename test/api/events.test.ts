import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

let world: World;
/** Each tenant that asks has an engine of its own to start: most tests share this one, under metrics of their own. */
let side: Side;
let other: Side;
/** One that declared its metrics and patterns before it sent anything, so that no cache holds another schema. */
let declared: Side;
beforeAll(async () => {
  world = await startWorld();
  side = await world.tenant('shared');
  other = await world.tenant('other');
  declared = await world.tenant('declared');
  await declare();
});
afterAll(() => world.close());

const declare = async (): Promise<void> => {
  const { call } = declared;
  await call('PATCH /v1/schema', { timestampPatterns: ['ISO_OFFSET_DATE_TIME', 'uuuu/MM/dd'] });
  await call('POST /v1/schema/metric', { metricName: 'dated' });
  await call('PATCH /v1/schema/metric', { metricName: 'dated', timestampPatterns: ['dd.MM.uuuu'] });
  await call('POST /v1/schema/metric', { metricName: 'typed' });
  for (const [fieldName, fieldType] of Object.entries({ i: 'INT', l: 'LONG', d: 'DOUBLE', b: 'BOOLEAN' }))
    await call('POST /v1/schema/field', { metricName: 'typed', fieldName, fieldType });
};

interface Verdict {
  readonly ErrorCode: string | null;
  readonly ErrorMessage: string | null;
  readonly eventId: string | null;
  readonly status: string;
}
interface Verdicts {
  readonly failedRecordCount: number;
  readonly records: readonly Verdict[];
}

const now = Date.now();

/** Sends events one after the other in the list, checks the exact form of the answer, and gives the verdicts. */
const send = async (side: Side, events: unknown): Promise<Verdicts> => {
  const { status, headers, text } = await side.call('PUT /v1/stream/events', events);
  expect({ status, text }).toMatchObject({ status: 200 });
  expect(headers['x-amzn-requestid']).toMatch(/^[0-9A-Z]{26}$/);
  const answer = JSON.parse(text) as Verdicts;
  expect(Object.keys(answer)).toEqual(['failedRecordCount', 'records']);
  for (const record of answer.records)
    expect(Object.keys(record)).toEqual(['ErrorCode', 'ErrorMessage', 'eventId', 'status']);
  const failed = answer.records.filter(({ status: one }) => one === 'rejected' || one === 'retry');
  expect(answer.failedRecordCount).toBe(failed.length);
  return answer;
};

type Case = readonly [what: string, event: unknown, code: string | null, status: string];
const fine = (what: string, event: unknown): Case => [what, event, null, 'accepted'];
const warned = (what: string, event: unknown, code: string): Case => [
  what,
  event,
  code,
  'accepted-with-warning',
];
const rejected = (what: string, event: unknown, code: string): Case => [what, event, code, 'rejected'];

/** Each case becomes an event with its number in `n`, so that its row or its error record is found again. */
const checkCases = async (side: Side, cases: readonly Case[]): Promise<void> => {
  const { records } = await send(
    side,
    cases.map(([, event]) => event),
  );
  expect(records.map(({ ErrorCode, status }, i) => [cases[i]?.[0], ErrorCode, status])).toEqual(
    cases.map(([what, , code, status]) => [what, code, status]),
  );
  for (const { ErrorCode, ErrorMessage } of records) expect(ErrorMessage === null).toBe(ErrorCode === null);
};

const metricCases: readonly Case[] = [
  fine('a text', { metrictype: 'kept', timestamp: now, n: 0 }),
  fine('a number', { metrictype: 5, timestamp: now, n: 1 }),
  fine('true', { metrictype: true, timestamp: now, n: 2 }),
  fine('a blank', { metrictype: ' ', timestamp: now, n: 3 }),
  fine('256 bytes', { metrictype: 'é'.repeat(128), timestamp: now, n: 4 }),
  fine('__proto__', { metrictype: '__proto__', timestamp: now, n: 5 }),
  fine('constructor', { metrictype: 'constructor', timestamp: now, n: 6 }),
  fine('punctuation', { metrictype: `a"b'c.d/e;--`, timestamp: now, n: 7 }),
  fine('Unicode', { metrictype: '水 🌊', timestamp: now, n: 8 }),
  fine('stream', { metrictype: 'errors.stream', timestamp: now, n: 9 }),
  warned('none', { timestamp: now, n: 10 }, 'NoMetric'),
  warned('null', { metrictype: null, timestamp: now, n: 11 }, 'NoMetric'),
  warned('empty', { metrictype: '', timestamp: now, n: 12 }, 'BadMetricName'),
  warned('a list', { metrictype: ['kept'], timestamp: now, n: 13 }, 'BadMetricName'),
  warned('an object', { metrictype: { a: 1 }, timestamp: now, n: 14 }, 'BadMetricName'),
  rejected('257 bytes', { metrictype: `x${'é'.repeat(128)}`, timestamp: now, n: 15 }, 'MetricNameTooLong'),
];

const quoted = (name: unknown): string => `"${String(name).replaceAll('"', '""')}"`;

it.concurrent('a metric name is any text; the row is under it, or an error record says why not', async () => {
  await checkCases(side, metricCases);
  await world.settled();
  for (const [what, event, code] of metricCases) {
    const { metrictype, n } = event as { metrictype: unknown; n: number };
    if (code !== null) continue;
    const rows = await side.rows(`select n, _metric_name from ${quoted(metrictype)}`);
    expect({ what, rows }).toEqual({ what, rows: [{ n: String(n), _metric_name: String(metrictype) }] });
  }
  const errors = await side.rows<{ code: string; n: string }>(
    `select code, json_extract_string(event, '$.n') n from errors.stream
      where code in ('NoMetric', 'BadMetricName') and event like '%"n":%' order by cast(n as int)`,
  );
  expect(errors).toEqual([10, 11, 12, 13, 14].map((n) => ({ code: metricCases[n]?.[2], n: String(n) })));
});

const firstMs = -62_135_596_800_000;
const lastMs = 253_402_300_799_999;
const at = (timestamp: unknown, metrictype = 'times') => ({ metrictype, timestamp });
const timeCases: readonly Case[] = [
  fine('milliseconds', at(now)),
  fine('digits', at(String(now))),
  fine('the year 1', at(firstMs)),
  fine('the end of the year 9999', at(lastMs)),
  fine('zero', at(0)),
  fine('before 1970', at(-1)),
  warned('before the year 1', at(firstMs - 1), 'TimestampOutOfRange'),
  warned('after the year 9999', at(lastMs + 1), 'TimestampOutOfRange'),
  warned('microseconds', at(now * 1000), 'TimestampOutOfRange'),
  warned('seconds', at(Math.floor(now / 1000)), 'EpochSeconds'),
  warned('digits of seconds', at(String(Math.floor(now / 1000))), 'EpochSeconds'),
  warned('a fraction', at(now + 0.5), 'BadTimestamp'),
  warned('a date without a pattern', at('2026-01-01T00:00:00Z'), 'BadTimestamp'),
  warned('empty', at(''), 'BadTimestamp'),
  warned('a blank', at(' '), 'BadTimestamp'),
  warned('true', at(true), 'BadTimestamp'),
  warned('a list', at([now]), 'BadTimestamp'),
  warned('an object', at({ now }), 'BadTimestamp'),
  warned('null', at(null), 'NoTimestamp'),
  warned('none', { metrictype: 'times' }, 'NoTimestamp'),
];

it.concurrent(
  'a timestamp is epoch milliseconds in the years 1 to 9999; else an error record says why',
  async () => {
    await checkCases(side, timeCases);
    await world.settled();
    expect(await side.rows('select timestamp from times order by 1')).toEqual(
      [firstMs, -1, 0, now, now, lastMs].map((timestamp) => ({ timestamp })),
    );
    const errors = await side.rows<Record<string, string>>(
      `select stage, kind, code, reason, event from errors.stream where event like '%"times"%'`,
    );
    const told = (code: string | null, event: unknown): string => `${code} ${JSON.stringify(event)}`;
    expect(errors.map(({ code = '', event = '' }) => `${code} ${event}`).sort()).toEqual(
      timeCases.flatMap(([, event, code]) => (code === null ? [] : [told(code, event)])).sort(),
    );
    for (const error of errors) expect(error).toMatchObject({ stage: 'raw', kind: 'malformed' });
    const seconds = errors.find(({ code }) => code === 'EpochSeconds');
    expect(seconds?.['reason']).toContain(`send epoch milliseconds, here ${Math.floor(now / 1000) * 1000}`);
  },
);

it.concurrent("patterns read dates of the years 1 to 9999, the metric's before the tenant's", async () => {
  await checkCases(declared, [
    fine('the year 1', at('0001-01-01T00:00:00Z', 'dated')),
    fine('the year 9999', at('9999-12-31T23:59:59.999Z', 'dated')),
    fine("the metric's pattern", at('03.02.2001', 'dated')),
    fine("the tenant's second", at('2001/02/03', 'dated')),
    fine('milliseconds too', at(now, 'dated')),
    warned(
      'the year 1 in a zone where it is the year 0',
      at('0001-01-01T00:00:00+18:00', 'dated'),
      'BadTimestamp',
    ),
    warned('the year 10000', at('9999-12-31T23:59:59-18:00', 'dated'), 'BadTimestamp'),
    warned('the year 0', at('0000-01-01T00:00:00Z', 'dated'), 'BadTimestamp'),
    warned('30 February', at('2024/02/30', 'dated'), 'BadTimestamp'),
    warned('29 February of another year', at('29.02.2023', 'dated'), 'BadTimestamp'),
    warned('something behind it', at('2001/02/03 ', 'dated'), 'BadTimestamp'),
  ]);
  await world.settled();
  expect(await declared.rows('select timestamp from dated order by 1')).toEqual(
    [firstMs, 981_158_400_000, 981_158_400_000, now, lastMs].map((timestamp) => ({ timestamp })),
  );
  expect(await declared.rows("select count(*) n from errors.stream where code = 'BadTimestamp'")).toEqual([
    { n: 6 },
  ]);
});

const named = (name: string, value: unknown = 'v', metrictype = 'named') => ({
  metrictype,
  timestamp: now,
  [name]: value,
});
const names = ['_g', '_', 'T¦¦', 'xT1¦¦', 'constructor', 'toString', 'a.b', 'a/b', 'a"b', "a'b", 'a b', '\n'];
const moreNames = ['é', '水🌊', '%', 'select', '1', 'k'.repeat(256), 'ſ', 'A', 'a', '$a', 'a;drop', '\\'];

it.concurrent(
  'a field name is any text but the reserved ones, and is a column by its sent name',
  async () => {
    const all = [...names, ...moreNames];
    await checkCases(side, [
      ...all.map((name) => fine(name, named(name))),
      fine('empty', named('')),
      ...['_f', '_fid', 'T1¦¦', 'T12¦¦x'].map((name) => rejected(name, named(name), 'ForbiddenName')),
    ]);
    const proto = await send(side, `[{"metrictype":"named","timestamp":${now},"__proto__":"v"}]`);
    expect(proto.records).toMatchObject([{ status: 'accepted' }]);
    await world.settled();
    for (const name of [...all, '__proto__']) {
      const rows = await side.rows(
        `select ${quoted(name)} as v from named where ${quoted(name)} is not null`,
      );
      expect({ name, rows }).toEqual({ name, rows: [{ v: 'v' }] });
    }
    expect(await side.rows("select 1 as one from named where _unknown[''] = 'v'")).toHaveLength(1);
    expect(await side.rows('select count(*) n from named')).toEqual([{ n: all.length + 2 }]);
    expect((await side.call('POST /v1/query', { sql: 'select * from named' })).status).toBe(200);
  },
);

it.concurrent('an event may have thousands of fields', async () => {
  const fields = Array.from({ length: 2_000 }, (_, n) => `"k${n}":${n}`).join(',');
  const answer = await side.call(
    'PUT /v1/stream/event',
    `{"metrictype":"wide","timestamp":${now},${fields}}`,
  );
  expect(answer.text).toBe('{}');
  await world.settled();
  expect(await side.rows('select k0, k1999 from wide')).toEqual([{ k0: '0', k1999: '1999' }]);
  const [row] = await side.rows<object>('select * from wide');
  expect(Object.keys(row ?? {})).toHaveLength(2_001);
});

it.concurrent(
  'an event of its own names keeps the named columns, and the field stays in _unknown',
  async () => {
    await send(side, [
      named('_eventid', 'mine', 'own'),
      named('_unknown', 'mine', 'own'),
      named('_received_at', 'mine', 'own'),
    ]);
    await world.settled();
    const rows = await side.rows<{ _eventid: string; _unknown: object }>(
      'select _eventid, _unknown from own',
    );
    expect(rows.map(({ _unknown }) => _unknown)).toEqual(
      expect.arrayContaining([{ _eventid: 'mine' }, { _unknown: 'mine' }, { _received_at: 'mine' }]),
    );
    for (const { _eventid } of rows) expect(_eventid).toMatch(/^[0-9A-Z]{26}$/);
  },
);

it.concurrent(
  'an eventid is a text of 1 to 128 characters; another one counts as absent, with a warning',
  async () => {
    const own = ['x', 'x'.repeat(128), '🌊'.repeat(128), '\u0000', ' '];
    const unusable = ['', 'x'.repeat(129), '🌊'.repeat(129), 5, true, [], {}];
    const answer = await send(
      side,
      [...own, ...unusable, null].map((eventid, n) => ({ metrictype: 'ids', timestamp: now, n, eventid })),
    );
    expect(answer.records.map(({ ErrorCode }) => ErrorCode)).toEqual([
      ...own.map(() => null),
      ...unusable.map(() => 'UnusableEventId'),
      null,
    ]);
    expect(answer.records.slice(0, own.length).map(({ eventId }) => eventId)).toEqual(own);
    for (const { eventId } of answer.records.slice(own.length)) expect(eventId).toMatch(/^[0-9A-Z]{26}$/);
    await world.settled();
    const stored = await side.rows<{ _eventid: string }>('select _eventid from ids order by cast(n as int)');
    expect(stored.map(({ _eventid }) => _eventid)).toEqual(answer.records.map(({ eventId }) => eventId));
  },
);

it.concurrent('an element that is no object is rejected alone, and keeps its place', async () => {
  const ok = `{"metrictype":"elements","timestamp":${now}}`;
  const { records } = await send(side, `[5,${ok},"a",null,true,[${ok}],[],${ok}]`);
  expect(records.map(({ status }) => status)).toEqual([
    'rejected',
    'accepted',
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'accepted',
  ]);
  for (const { status, eventId, ErrorCode } of records)
    if (status === 'rejected')
      expect({ eventId, ErrorCode }).toEqual({ eventId: null, ErrorCode: 'NotAnObject' });
  expect((await send(side, '[5,"six",{}]')).records.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'NotAnObject',
    'NotAnObject',
    'NoMetric',
  ]);
});

describe('values', () => {
  const big = '9007199254740993';
  const text =
    `{"metrictype":"things","timestamp":${now},"i":${big},"many":${'9'.repeat(300)},"f":1e308,"tiny":1e-400,` +
    `"empty":"","null":null,"nul":"a\\u0000b","o":{"a":[1, 2]},"l":[],"t":true,"s":"\\ud83c\\udf0a",` +
    `"companykey":"another","deep":${'['.repeat(63)}${']'.repeat(63)}}`;

  it.concurrent('of a metric that nobody declared are text as sent', async () => {
    expect((await side.call('PUT /v1/stream/event', text)).text).toBe('{}');
    await world.settled();
    expect(await side.rows('select i, many, f, empty, nul, o, l, t, s, deep from things')).toEqual([
      {
        ...{ i: big, many: '9'.repeat(300), f: '1e308', empty: '', nul: 'a\u0000b', o: '{"a":[1, 2]}' },
        ...{ l: '[]', t: 'true', s: '🌊', deep: `${'['.repeat(63)}${']'.repeat(63)}` },
      },
    ]);
    const [row] = await side.rows<Record<string, unknown>>('select _unknown from things');
    expect(Object.keys(row?.['_unknown'] as object)).not.toContain('null');
    expect(Object.keys(row?.['_unknown'] as object)).not.toContain('companykey');
  });

  it.concurrent('that do not fit their field are kept as text, with a notice', async () => {
    const { records } = await send(
      declared,
      `[{"metrictype":"typed","timestamp":${now},"i":2147483647,"l":${big},"d":1.5,"b":"TRUE"},` +
        `{"metrictype":"typed","timestamp":${now + 1},"i":2147483648,"l":9223372036854775808,"d":"wide","b":1}]`,
    );
    expect(records.map(({ status, ErrorCode }) => [status, ErrorCode])).toEqual([
      ['accepted', null],
      ['accepted-with-warning', 'FieldType'],
    ]);
    await world.settled();
    expect(await declared.rows('select * from typed order by timestamp')).toEqual([
      { timestamp: now, i: 2_147_483_647, l: big, d: 1.5, b: true },
      { timestamp: now + 1, i: null, l: null, d: null, b: null },
    ]);
    expect(await declared.rows(`select _unknown from typed where timestamp = ${now + 1}`)).toEqual([
      { _unknown: { i: '2147483648', l: '9223372036854775808', d: 'wide', b: '1' } },
    ]);
    expect(
      await declared.rows("select distinct kind, code from errors.stream where code <> 'BadTimestamp'"),
    ).toEqual([{ kind: 'field', code: 'FieldType' }]);
  });
});

it.concurrent('rows and errors are in no other tenant, whatever the event says', async () => {
  await send(side, [
    { metrictype: 'isolated', timestamp: now, companykey: other.keys.tenant, tenant: other.keys.tenant },
    { metrictype: 'isolated', companykey: other.keys.apiKey },
  ]);
  await world.settled();
  expect(await side.rows('select count(*) n from isolated')).toEqual([{ n: 1 }]);
  expect(await side.rows(`select count(*) n from errors.stream where event like '%"isolated"%'`)).toEqual([
    { n: 1 },
  ]);
  const refusal = await other.call('POST /v1/query', { sql: 'select * from isolated' });
  expectRefusal(refusal, 400, /relation "isolated" does not exist/);
  expect(await other.rows('select * from errors.stream')).toEqual([]);
});

describe('an error record too large for an item', () => {
  const refusedEvent = (before: number): string => {
    const head = '{"metrictype":"large","v":"';
    const noise = randomBytes(600_000).toString('base64');
    return `${head}${noise.slice(0, before - head.length)}🌊${noise.slice(before)}"}`;
  };

  it.concurrent('is shown by its first part, and says so', async () => {
    expect((await side.call('PUT /v1/stream/event', refusedEvent(70_000))).text).toBe('{}');
    await world.settled();
    const sql = `select code, reason, length(event) as n from errors.stream where event like '%"large"%'`;
    expect(await side.rows(sql)).toEqual([
      { code: 'NoTimestamp', reason: expect.stringContaining('the first 64,000') as string, n: 64_000 },
    ]);
  });

  it('is shown when a character of two units stands at the cut', async () => {
    await other.call('PUT /v1/stream/event', refusedEvent(63_999));
    await world.settled();
    expect(await other.rows('select code from errors.stream')).toEqual([{ code: 'NoTimestamp' }]);
  });
});
