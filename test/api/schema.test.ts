import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

let world: World;
/** Has metric `pump` (alias `p`) with fields `rpm` (alias `speed`) and `flow`, and metric `fan` with `rpm`. */
let side: Side;
let other: Side;
beforeAll(async () => {
  world = await startWorld();
  side = await world.tenant('schema');
  other = await world.tenant('other');
  await make('POST /v1/schema/metric', { metricName: 'pump', aliases: ['p'] });
  await make('POST /v1/schema/metric', { metricName: 'fan', aliases: null });
  await make('POST /v1/schema/field', { ...of('pump', 'rpm'), fieldType: 'INT', aliases: ['speed'] });
  await make('POST /v1/schema/field', { ...of('pump', 'flow'), fieldType: 'double precision' });
  await make('POST /v1/schema/field', { ...of('fan', 'rpm'), fieldType: 'LONG' });
});
afterAll(() => world.close());

const of = (metricName: unknown, fieldName: unknown) => ({ metricName, fieldName });
const make = async (call: string, body: unknown): Promise<void> => {
  const { status, text } = await side.call(call, body);
  expect({ call, body, status, text }).toEqual({ call, body, status: 200, text: '{}' });
};
const read = async (call: string, as: Side = side): Promise<unknown> => {
  const { status, text } = await as.call(call);
  expect({ call, status }).toEqual({ call, status: 200 });
  return JSON.parse(text);
};
const timestamp = { name: 'timestamp', aliases: [], type: 'LONG' };
const schema = () => read('GET /v1/schema/history');

describe('exact answers', () => {
  it('GET schema, metrics, metric, field', async () => {
    expect(await read('GET /v1/schema')).toEqual({ timestampPatterns: [], metricKeys: [] });
    const { idToMetricName, ...rest } = (await read('GET /v1/schema/metrics')) as { idToMetricName: object };
    expect(rest).toEqual({});
    expect(Object.values(idToMetricName)).toEqual(expect.arrayContaining(['pump', 'fan']));
    const rpm = { name: 'rpm', aliases: ['speed'], type: 'INTEGER' };
    for (const name of ['pump', 'p'])
      expect(await read(`GET /v1/schema/metric?metricName=${name}`)).toEqual({
        name: 'pump',
        aliases: ['p'],
        timestampPatterns: [],
        fields: [rpm, { name: 'flow', aliases: [], type: 'DOUBLE' }, timestamp],
      });
    for (const query of ['metricName=p&fieldName=speed', 'fieldName=speed'])
      expect(await read(`GET /v1/schema/field?${query}`)).toEqual(rpm);
    expect(await read('GET /v1/schema/field?metricName=fan&fieldName=timestamp')).toEqual(timestamp);
  });

  it('GET history, newest first, by whom', async () => {
    const [newest, ...older] = (await schema()) as { version: number; at: number; by: string }[];
    expect(Object.keys(newest ?? {})).toEqual(['version', 'at', 'by', 'change']);
    expect(newest?.by).toBe(side.keys.accessKeyId);
    expect(older.map(({ version }) => version)).toEqual(older.map((_, i) => (newest?.version ?? 0) - 1 - i));
  });

  it.each([
    ...['STRING/STRING', 'STRING/varchar', 'INTEGER/Integer', 'INTEGER/int', 'INTEGER/SMALLINT', 'LONG/long'],
    ...['LONG/bigint', 'FLOAT/float', 'DOUBLE/DOUBLE', 'DOUBLE/double precision', 'BOOLEAN/boolean'],
    ...['BINARY/binary', 'BINARY/bytes'],
  ])('a field type reads back: %s', async (pair) => {
    const [type, sent = ''] = pair.split('/');
    await make('POST /v1/schema/field', { ...of('pump', `t ${sent}`), fieldType: sent });
    const query = `metricName=pump&fieldName=${encodeURIComponent(`t ${sent}`)}`;
    expect(await read(`GET /v1/schema/field?${query}`)).toMatchObject({ type });
  });
});

describe('changes', () => {
  it('PATCH schema: absent and null are unchanged, [] clears, both names of the keys', async () => {
    await make('PATCH /v1/schema', { timestampPatterns: ['ISO_INSTANT'], metricKeys: ['kind', 'kind2'] });
    await make('PATCH /v1/schema', { timestampPatterns: null });
    await make('PATCH /v1/schema', { metricTypeKeys: ['type'] });
    expect(await read('GET /v1/schema')).toEqual({
      timestampPatterns: ['ISO_INSTANT'],
      metricKeys: ['type'],
    });
    await make('PATCH /v1/schema', { timestampPatterns: [], metricKeys: [] });
    expect(await read('GET /v1/schema')).toEqual({ timestampPatterns: [], metricKeys: [] });
  });

  it('PATCH metric: a rename keeps the old name, aliases add, patterns replace', async () => {
    await make('POST /v1/schema/metric', { metricName: 'one', aliases: ['uno'] });
    const patch = { metricName: 'one', newDisplayName: 'first', aliases: ['eins'], removeAliases: ['uno'] };
    await make('PATCH /v1/schema/metric', { ...patch, timestampPatterns: ['ISO_INSTANT'] });
    expect(await read('GET /v1/schema/metric?metricName=one')).toEqual({
      name: 'first',
      aliases: ['one', 'eins'],
      timestampPatterns: ['ISO_INSTANT'],
      fields: [timestamp],
    });
    await make('PATCH /v1/schema/metric', { metricName: 'first', timestampPatterns: [] });
    expect(await read('GET /v1/schema/metric?metricName=first')).toMatchObject({ timestampPatterns: [] });
    await make('DELETE /v1/schema/metric', { metricName: 'eins' });
    for (const name of ['one', 'first', 'eins'])
      expectRefusal(await side.call(`GET /v1/schema/metric?metricName=${name}`), 404, /no metric/);
    await make('POST /v1/schema/metric', { metricName: 'one' });
  });

  it('PATCH field: aliases replace, the display name stays one, a rename keeps the old name', async () => {
    await make('POST /v1/schema/field', { ...of('fan', 'a'), fieldType: 'STRING', aliases: ['b'] });
    await make('PATCH /v1/schema/field', { ...of('fan', 'b'), newDisplayName: 'c', aliases: ['d'] });
    const query = 'GET /v1/schema/field?metricName=fan&fieldName=';
    expect(await read(`${query}a`)).toEqual({ name: 'c', aliases: ['a', 'd'], type: 'STRING' });
    expectRefusal(await side.call(`${query}b`), 404, /no field "b"/);
    await make('PATCH /v1/schema/field', { ...of('fan', 'c'), aliases: [] });
    expect(await read(`${query}c`)).toEqual({ name: 'c', aliases: [], type: 'STRING' });
    await make('PATCH /v1/schema/field', { ...of('fan', 'timestamp'), aliases: ['when'] });
    expect(await read(`${query}when`)).toEqual({ name: 'timestamp', aliases: ['when'], type: 'LONG' });
  });

  it.each([
    ...['é'.repeat(128), ' ', 'a.b/c', `q"u'o`, '__proto__', 'constructor', '水 🌊', '%', '+', '_g', 'T¦¦'],
    ...['errors.stream', 'select', 'timestamp', 'x'.repeat(256)],
  ])('the name %.20s is one, of a metric and of a field', async (name) => {
    await make('POST /v1/schema/metric', { metricName: name });
    const field = name === 'timestamp' ? 'time' : name;
    await make('POST /v1/schema/field', { ...of(name, field), fieldType: 'INT' });
    const found = await read(`GET /v1/schema/metric?metricName=${encodeURIComponent(name)}`);
    expect(found).toMatchObject({ name, fields: [{ name: field }, timestamp] });
  });

  it('twenty writers at once undo none of each other', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `racing ${n}`);
    const answers = await Promise.all(
      names.map((metricName) => side.call('POST /v1/schema/metric', { metricName })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { idToMetricName } = (await read('GET /v1/schema/metrics')) as { idToMetricName: object };
    expect(Object.values(idToMetricName)).toEqual(expect.arrayContaining(names));
  });
});

const metric = 'POST /v1/schema/metric';
const field = 'POST /v1/schema/field';
const int = { fieldType: 'INT' };
type Bad = readonly [call: string, body: unknown, status: number, message: RegExp];

const badBodies: readonly Bad[] = [
  [metric, undefined, 400, /body is missing/],
  [metric, '{"metricName":', 400, /not JSON: .* at byte 14/],
  [metric, '[]', 400, /must be object/],
  [metric, 'null', 400, /must be object/],
  [metric, '\uFEFF{"metricName":"bad"}', 400, /byte order mark/],
  [metric, Buffer.of(0x7b, 0xff), 400, /not UTF-8 at byte 1/],
  [metric, '{"metricName":"bad","metricName":"bad2"}', 400, /duplicate key "metricName" at byte 20/],
  [metric, '{"metricName":"\\ud800"}', 400, /lone surrogate/],
  [metric, '{"metricName":"bad","__proto__":{}}', 400, /no property "__proto__"/],
  [metric, '{"__proto__":{"metricName":"bad"}}', 400, /"metricName" is missing/],
  [metric, '['.repeat(100_000), 400, /nested deeper/],
  [metric, `{"metricName":"bad${' '.repeat(5_000_000)}"}`, 413, /5000000/],
  [metric, { metricName: 'bad', alias: ['a'] }, 400, /no property "alias"/],
  [metric, { metricName: 'bad', aliases: 'a' }, 400, /aliases must be array or null/],
  [metric, { metricName: 'bad', aliases: [5] }, 400, /aliases at place 0 must be string/],
  [field, of('pump', 'bad'), 400, /"fieldType" is missing/],
  [field, { ...of('pump', 'bad'), fieldType: '' }, 400, /fieldType is empty/],
  [field, { ...of('pump', 'bad'), fieldType: 'DATE' }, 400, /"DATE" is none of STRING/],
  [field, { ...of('pump', 'bad'), fieldType: '__proto__' }, 400, /is none of STRING/],
  [field, { ...of('pump', 'bad'), fieldType: null }, 400, /fieldType must be string/],
  ['PATCH /v1/schema/field', { ...of('pump', 'rpm'), fieldType: 'LONG' }, 400, /no property "fieldType"/],
  ['PATCH /v1/schema', { metricKeys: ['a'], metricTypeKeys: ['b'] }, 400, /give one of them/],
  ['PATCH /v1/schema', { metricKey: ['a'] }, 400, /no property "metricKey"/],
  ['DELETE /v1/schema/metric?metricName=pump', undefined, 400, /body is missing/],
];
const badNames: readonly Bad[] = [
  '',
  'x'.repeat(257),
  'é'.repeat(129),
  '_f',
  '_fid',
  'T1¦¦',
  'a\u0000b',
  'a\n',
].flatMap((name): readonly Bad[] => [
  [metric, { metricName: name }, 400, /metric/],
  [metric, { metricName: 'bad', aliases: ['fine', name === '' ? '_fx' : name] }, 400, /metric name/],
  [field, { ...of('pump', name), ...int }, 400, /field/],
  ['PATCH /v1/schema/metric', { metricName: 'pump', newDisplayName: name }, 400, /name/i],
  ['PATCH /v1/schema/field', { ...of('pump', 'rpm'), newDisplayName: name }, 400, /name/i],
  ['PATCH /v1/schema', { metricKeys: [name] }, 400, /metric key/],
]);
const ownKeys: readonly Bad[] = ['timestamp', 'eventid', 'metrictype', 'companykey'].map((name): Bad => [
  field,
  { ...of('pump', name), ...int },
  400,
  /key of the event itself/,
]);
const clashes: readonly Bad[] = [
  [metric, { metricName: 'pump' }, 400, /"pump" is taken/],
  [metric, { metricName: 'p' }, 400, /"p" is taken by metric "pump"/],
  [metric, { metricName: 'bad', aliases: ['fan'] }, 400, /"fan" is taken/],
  [field, { ...of('pump', 'rpm'), ...int }, 400, /"rpm" is taken/],
  [field, { ...of('pump', 'bad'), ...int, aliases: ['speed'] }, 400, /"speed" is taken/],
  ['PATCH /v1/schema/metric', { metricName: 'pump', newDisplayName: 'fan' }, 400, /"fan" is taken/],
  ['PATCH /v1/schema/metric', { metricName: 'pump', removeAliases: ['pump'] }, 400, /display name/],
  ['PATCH /v1/schema/metric', { metricName: 'pump', removeAliases: ['nothing'] }, 400, /no alias/],
  ['PATCH /v1/schema/field', { ...of('pump', 'rpm'), newDisplayName: 'flow' }, 400, /"flow" is taken/],
  [
    'PATCH /v1/schema/field',
    { ...of('pump', 'timestamp'), newDisplayName: 'when' },
    400,
    /cannot be renamed/,
  ],
];
const unknown: readonly Bad[] = [
  ['GET /v1/schema/metric?metricName=nothing', undefined, 404, /no metric "nothing"/],
  ['PATCH /v1/schema/metric', { metricName: 'nothing' }, 404, /no metric "nothing"/],
  ['DELETE /v1/schema/metric', { metricName: 'nothing' }, 404, /no metric "nothing"/],
  [field, { ...of('nothing', 'a'), ...int }, 404, /no metric "nothing"/],
  ['GET /v1/schema/field?metricName=nothing&fieldName=rpm', undefined, 404, /no metric "nothing"/],
  ['GET /v1/schema/field?metricName=pump&fieldName=nothing', undefined, 404, /no field "nothing"/],
  ['GET /v1/schema/field?fieldName=nothing', undefined, 404, /no metric has a field "nothing"/],
  ['PATCH /v1/schema/field', of('pump', 'nothing'), 404, /no field "nothing"/],
  ['PATCH /v1/schema/field', of('nothing', 'rpm'), 404, /no metric "nothing"/],
];
const badQueries: readonly Bad[] = [
  ['GET /v1/schema/metric', undefined, 400, /metricName is missing/],
  ['GET /v1/schema/metric?metricName=', undefined, 400, /metricName is empty/],
  ['GET /v1/schema/metric?metricname=pump', undefined, 400, /no query parameter "metricname"/],
  ['GET /v1/schema/metric?metricName=pump&metricName=fan', undefined, 400, /given twice/],
  ['GET /v1/schema/metric?metricName=%ff', undefined, 400, /not percent-encoded UTF-8/],
  [`GET /v1/schema/metric?metricName=${'x'.repeat(10_000)}`, undefined, 404, /no metric/],
  ['GET /v1/schema/metric?metricName=PUMP', undefined, 404, /no metric "PUMP"/],
  ['GET /v1/schema/field?metricName=pump', undefined, 400, /fieldName is missing/],
  ['GET /v1/schema/field?fieldName=rpm', undefined, 400, /2 metrics have a field "rpm"/],
];
const many = (count: number, text = 'n'): string[] => Array.from({ length: count }, (_, n) => `${text}${n}`);
const overLimits: readonly Bad[] = [
  [metric, { metricName: 'bad', aliases: many(101) }, 400, /101 aliases .* at most 100/],
  [field, { ...of('pump', 'bad'), ...int, aliases: many(101) }, 400, /101 .*at most 100/],
  ['PATCH /v1/schema', { metricKeys: many(21) }, 400, /21 metric keys; at most 20/],
  ['PATCH /v1/schema', { timestampPatterns: Array(21).fill('ISO_INSTANT') }, 400, /21 .*at most 20/],
  [
    'PATCH /v1/schema',
    { timestampPatterns: ["'".padEnd(512, 'y').concat("'")] },
    400,
    /513 bytes long; at most 512/,
  ],
  ['PATCH /v1/schema', { timestampPatterns: ['no pattern {'] }, 400, /cannot be used/],
  [
    'PATCH /v1/schema/metric',
    { metricName: 'pump', timestampPatterns: [''] },
    400,
    /cannot be used: it is empty/,
  ],
];

describe('bad input is refused, and changes nothing', () => {
  it.each([
    ['bodies', badBodies],
    ['names', badNames],
    ['keys of the event itself', ownKeys],
    ['clashes', clashes],
    ['what is not there', unknown],
    ['queries', badQueries],
    ['limits', overLimits],
  ] as const)('%s', async (_, cases) => {
    const before = await schema();
    for (const [call, body, status, message] of cases) {
      const answer = await side.call(call, body);
      expect([call, body, answer.status]).toEqual([call, body, status]);
      expectRefusal(answer, status, message);
    }
    expect(await schema()).toEqual(before);
  });

  it('at the limits: 100 aliases, 20 keys, 20 patterns, a pattern of 512 bytes', async () => {
    await make(metric, { metricName: 'full', aliases: many(100, 'full ') });
    await make('PATCH /v1/schema', {
      metricKeys: many(20),
      timestampPatterns: [
        ...(Array(19).fill('ISO_INSTANT') as string[]),
        "uuuu-MM-dd'".padEnd(511, 'y').concat("'"),
      ],
    });
    await make('PATCH /v1/schema', { metricKeys: [], timestampPatterns: [] });
  });

  it('gzip is taken', async () => {
    const body = gzipSync('{"metricName":"zipped"}');
    expect((await side.call(metric, body, { 'content-encoding': 'gzip' })).text).toBe('{}');
    const bomb = gzipSync(Buffer.alloc(20_000_000, 32));
    expectRefusal(await side.call(metric, bomb, { 'content-encoding': 'gzip' }), 413, /5000000/);
  });
});

it('an analyst reads, a device does neither, and another tenant sees nothing of it', async () => {
  const [analyst, device] = [await side.as('analyst'), await side.as('device')];
  for (const call of [
    '',
    '/metrics',
    '/metric?metricName=pump',
    '/field?metricName=pump&fieldName=rpm',
    '/history',
  ]) {
    expect((await analyst(`GET /v1/schema${call}`)).status).toBe(200);
    expectRefusal(await device(`GET /v1/schema${call}`), 403, /role device/);
  }
  const writes = [metric, field, 'PATCH /v1/schema', 'PATCH /v1/schema/metric', 'PATCH /v1/schema/field'];
  for (const call of [...writes, 'DELETE /v1/schema/metric'])
    for (const as of [analyst, device])
      expectRefusal(await as(call, { metricName: 'pump' }), 403, /role (analyst|device)/);
  expect(await read('GET /v1/schema/metrics', other)).toEqual({ idToMetricName: {} });
  expect(await read('GET /v1/schema/history', other)).toEqual([]);
  for (const [call, body] of unknown.slice(0, 3).map(([one, sent]) => [one.replace('nothing', 'pump'), sent]))
    expectRefusal(
      await other.call(String(call), body === undefined ? undefined : { metricName: 'pump' }),
      404,
      /no metric "pump"/,
    );
  expect(await read('GET /v1/schema/metric?metricName=pump')).toMatchObject({ name: 'pump' });
});
