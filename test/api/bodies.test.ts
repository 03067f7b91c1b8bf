import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal } from './calls.ts';
import { startWorld, type Side, type World } from './world.ts';

let world: World;
let side: Side;
beforeAll(async () => {
  world = await startWorld();
  side = await world.tenant('bodies');
});
afterAll(() => world.close());

const now = Date.now();
/** Metric `refused` is in every request here that must store nothing: the last test looks for it. */
const refused = `{"metrictype":"refused","timestamp":${now}}`;
const accepted = `{"metrictype":"accepted","timestamp":${now}}`;
const bytes = (...parts: (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('a body of a list that is no JSON as API.md 2 allows it is 400 with the position', () => {
  it.each<readonly [string, string | Buffer, RegExp]>([
    ['nothing', '', /expected "\[", found the end at byte 0/],
    ['blanks', ' \n ', /found the end at byte 3/],
    ['no JSON', 'hello', /at byte 0/],
    ['an object', refused, /expected "\[", found "\{" at byte 0/],
    ['null', 'null', /at byte 0/],
    ['lines of JSON', `${refused}\n${refused}`, /at byte 0/],
    ['cut behind an event', `[${refused}`, /found the end at byte 51/],
    ['cut behind a comma', `[${refused},`, /found the end at byte 52/],
    ['cut in a text', `[${refused},{"metrictype":"refu`, /string without an end at byte 71/],
    ['a trailing comma', `[${refused},]`, /found "\]" at byte 52/],
    ['a trailing comma in an event', `[${refused},{"a":1,}]`, /at byte 59/],
    ['two lists', `[${refused}][${refused}]`, /expected the end, found "\[" at byte 52/],
    ['a byte order mark', `\uFEFF[${refused}]`, /byte order mark at byte 0/],
    ['UTF-16', Buffer.from(`[${refused}]`, 'utf16le'), /at byte 1/],
    ['a comment', `[/**/${refused}]`, /found "\/" at byte 1/],
    ['single quotes', `[${refused},{'a':1}]`, /at byte 53/],
    ['NaN', `[${refused},{"a":NaN}]`, /found "N" at byte 57/],
    ['Infinity', `[${refused},{"a":-Infinity}]`, /found "I" at byte 58/],
    ['a hexadecimal number', `[${refused},{"a":0x1}]`, /found "x" at byte 58/],
    ['a leading zero', `[${refused},{"a":01}]`, /found "1" at byte 58/],
    ['a number out of range', `[${refused},{"a":1e400}]`, /number out of range at byte 57/],
    ['an integer out of range', `[${refused},{"a":${'9'.repeat(400)}}]`, /number out of range at byte 57/],
    ['a control character', `[${refused},{"a":"\t"}]`, /control character in a string at byte 58/],
    ['an unknown escape', `[${refused},{"a":"\\x41"}]`, /unknown escape at byte 58/],
    ['a lone high surrogate', `[${refused},{"a":"\\ud800"}]`, /lone surrogate at byte 58/],
    ['a lone low surrogate', `[${refused},{"\\udc00":1}]`, /lone surrogate at byte 54/],
    ['a key twice', `[${refused},{"a":1,"a":1}]`, /duplicate key "a" at byte 59/],
    ['a key twice, once escaped', `[${refused},{"a":1,"\\u0061":2}]`, /duplicate key "a"/],
    ['a key twice, further in', `[${refused},{"a":[{"b":1,"b":1}]}]`, /duplicate key "b"/],
    ['__proto__ twice', `[${refused},{"__proto__":1,"__proto__":1}]`, /duplicate key "__proto__"/],
    ['a byte that is no UTF-8', bytes(`[${refused},{"a":"`, [0xff], '"}]'), /not UTF-8 at byte 58/],
    ['an overlong NUL', bytes(`[${refused},{"a":"`, [0xc0, 0x80], '"}]'), /not UTF-8 at byte 58/],
    ['a surrogate in UTF-8', bytes(`[${refused},{"a":"`, [0xed, 0xa0, 0x80], '"}]'), /not UTF-8 at byte 58/],
    ['a character cut at the end', bytes(`[${refused},{"a":"é`).subarray(0, -1), /not UTF-8 at byte 58/],
    ['a key of 257 bytes', `[${refused},{"${'k'.repeat(257)}":1}]`, /key longer than 256 bytes at byte 53/],
    ['a key of 257 bytes in é', `[${refused},{"k${'é'.repeat(128)}":1}]`, /key longer than 256 bytes/],
    ['65 objects deep', `[${refused},${nested(65)}]`, /nested deeper than 64 at byte/],
    ['65 lists deep', `[${refused},{"a":${'['.repeat(64)}${']'.repeat(64)}}]`, /nested deeper than 64/],
    ['a depth bomb of lists', '['.repeat(2_000_000), /nested deeper than 64 at byte 65/],
    ['a depth bomb of objects', `[${'{"a":'.repeat(500_000)}`, /nested deeper than 64/],
  ])('%s', async (_, body, message) => {
    expectRefusal(await side.call('PUT /v1/stream/events', body), 400, message);
  });

  it.each([
    ['64 objects deep', `[${nested(64)}]`],
    ['a key of 256 bytes', `[{"${'k'.repeat(256)}":1}]`],
    ['1e308 and 300 digits', `[{"a":1e308,"b":${'9'.repeat(300)}}]`],
    ['a pair of surrogates', '[{"a":"\\ud83d\\ude00"}]'],
    ['blanks all over', ' [ \r\n{ "a"\t: 1 } ] '],
  ])('%s is one below: a verdict, no refusal', async (_, body) => {
    expect((await side.call('PUT /v1/stream/events', body)).status).toBe(200);
  });

  it.each([
    ['nothing', '', /found the end/],
    ['a list', `[${refused}]`, /JSON object, this is a list/],
    ['a number', '5', /JSON object, this is the number 5/],
    ['null', 'null', /JSON object, this is/],
    ['two events', `${refused}${refused}`, /expected the end/],
    ['cut', refused.slice(0, -1), /found the end/],
    ['a key twice', `{"metrictype":"refused",${refused.slice(1)}`, /duplicate key "metrictype"/],
    ['a forbidden name', `{"_fid":1,${refused.slice(1)}`, /reserved: "_fid"/],
    ['another forbidden name', `{"T12¦¦x":1,${refused.slice(1)}`, /reserved: "T12¦¦x"/],
    ['a metric of 257 bytes', `{"metrictype":"${'m'.repeat(257)}","timestamp":1}`, /longer than 256 bytes/],
  ])('%s as the one event is 400', async (_, body, message) => {
    expectRefusal(await side.call('POST /v1/stream/event', body), 400, message);
  });
});

describe('gzip', () => {
  const gzip = { 'content-encoding': 'gzip' };
  const zipped = gzipSync(`[${refused}]`);
  const damaged = Buffer.from(zipped);
  damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 1;

  it.each<readonly [string, Buffer, string, number, RegExp]>([
    ['cut', zipped.subarray(0, -5), 'gzip', 400, /not gzip/],
    ['cut in its head', zipped.subarray(0, 5), 'gzip', 400, /not gzip/],
    ['empty', Buffer.alloc(0), 'gzip', 400, /not gzip/],
    ['of a wrong checksum', damaged, 'gzip', 400, /not gzip/],
    ['followed by something else', Buffer.concat([zipped, Buffer.from('more')]), 'gzip', 400, /not gzip/],
    ['not there', bytes(`[${refused}]`), 'gzip', 400, /not gzip/],
    ['not declared', zipped, 'identity', 400, /not UTF-8 at byte 1/],
    ['twice', gzipSync(zipped), 'gzip, gzip', 400, /gzip, gzip is not supported/],
    ['called deflate', zipped, 'deflate', 400, /deflate is not supported/],
    ['called br', zipped, 'br', 400, /br is not supported/],
    ['with no UTF-8 inside', gzipSync(Buffer.of(0x5b, 0xff)), 'gzip', 400, /not UTF-8 at byte 1/],
    ['a bomb of 50 MB', gzipSync(Buffer.alloc(50_000_000, 32), { level: 1 }), 'gzip', 413, /5000000/],
  ])('%s is refused', async (_, body, encoding, status, message) => {
    const answer = await side.call('PUT /v1/stream/events', body, { 'content-encoding': encoding });
    expectRefusal(answer, status, message);
  });

  it.each([
    ['in any case', gzipSync(`[${accepted}]`), { 'content-encoding': 'GZIP' }],
    ['of several members', Buffer.concat([gzipSync(`[${accepted}`), gzipSync(']')]), gzip],
  ])('%s is taken', async (_, body, headers) => {
    const { status, text } = await side.call('PUT /v1/stream/events', body, headers);
    expect({ status, text }).toMatchObject({ status: 200 });
    expect(JSON.parse(text)).toMatchObject({ failedRecordCount: 0, records: [{ status: 'accepted' }] });
  });
});

describe('limits, one below, at and one above', () => {
  const padded = (event: string, size: number): string => `[${event}${' '.repeat(size - event.length - 2)}]`;
  it.each([
    [4_999_999, 200],
    [5_000_000, 200],
    [5_000_001, 413],
  ])('a request of %i bytes is %i, plain and gzipped', async (size, status) => {
    const body = padded(status === 200 ? accepted : refused, size);
    const plain = await side.call('PUT /v1/stream/events', body);
    const zipped = await side.call('PUT /v1/stream/events', gzipSync(body, { level: 1 }), {
      'content-encoding': 'gzip',
    });
    expect([plain.status, zipped.status]).toEqual([status, status]);
    if (status !== 200) for (const answer of [plain, zipped]) expectRefusal(answer, status, /5000000 bytes/);
  });

  it('a body above what the front door reads at all is 413', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 32);
    expectRefusal(await side.call('PUT /v1/stream/events', body), 413, /10485760/);
  });

  it.each([
    [499, 200],
    [500, 200],
    [501, 400],
  ])('%i events are %i', async (count, status) => {
    const event = status === 200 ? accepted : refused;
    const answer = await side.call('PUT /v1/stream/events', `[${Array(count).fill(event).join(',')}]`);
    expect(answer.status).toBe(status);
    if (status !== 200) expectRefusal(answer, 400, /501 events .* at most 500/);
    else expect((JSON.parse(answer.text) as { records: unknown[] }).records).toHaveLength(count);
  });

  const sized = (metric: string, size: number, character: string): string => {
    const empty = `{"metrictype":"${metric}","timestamp":${now},"v":""}`;
    const room = size - empty.length;
    const width = Buffer.byteLength(character);
    return `${empty.slice(0, -2)}${character.repeat(room / width)}${'y'.repeat(room % width)}"}`;
  };
  it.each([
    [999_487, 200],
    [999_488, 200],
    [999_489, 413],
  ])('an event of %i bytes is %i, whatever its characters and the blanks around it', async (size, status) => {
    for (const character of ['x', 'é', '水', '🌊']) {
      const event = sized(status === 200 ? 'accepted' : 'refused', size, character);
      expect(Buffer.byteLength(event)).toBe(size);
      const answer = await side.call('PUT /v1/stream/event', `  ${event}\n`);
      expect([character, answer.status]).toEqual([character, status]);
      if (status !== 200) expectRefusal(answer, 413, /999488 bytes/);
    }
  });

  it('an event too large in a list is rejected alone', async () => {
    const list = `[${accepted}, ${sized('refused', 999_489, 'x')} ,${accepted}]`;
    const { status, text } = await side.call('POST /v1/stream/events', list);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      failedRecordCount: 1,
      records: [
        { status: 'accepted' },
        { status: 'rejected', ErrorCode: 'EventTooLarge' },
        { status: 'accepted' },
      ],
    });
  });
});

it('of all that was refused nothing is stored, and no error record tells of it', async () => {
  await world.settled();
  const [row] = await side.rows<{ n: number }>('select count(*) n from accepted');
  expect(row?.n).toBeGreaterThan(1);
  const refusal = await side.call('POST /v1/query', { sql: 'select * from refused' });
  expectRefusal(refusal, 400, /relation "refused" does not exist/);
  expect(await side.rows("select * from errors.stream where event like '%refused%'")).toEqual([]);
  const { text } = await side.call('GET /v1/meta/books');
  expect(JSON.parse(text)).toMatchObject({ balanced: true });
});
