import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, startInstanceWorld, type InstanceWorld } from './instance-world.ts';
import { bind, describePortal, execute, parse, sync, type BindParts } from './messages.ts';
import { dial, errorOf, lettersOf, login, valuesOf, type Reply, type Talk } from './talk.ts';

let instance: InstanceWorld;
let talk: Talk;
beforeAll(async () => {
  instance = await startInstanceWorld();
  const { port, user, password } = instance.connection;
  talk = await dial(port);
  expect(lettersOf(await login(talk, user, password))).toMatch(/Z$/);
}, 60_000);
afterAll(async () => {
  talk.socket.destroy();
  await instance.world.close();
}, 60_000);

const ask = (sql: string, oids: readonly number[], parts: BindParts): Promise<Reply[]> =>
  talk.ask(parse('', sql, oids), bind(parts), describePortal(''), execute(''), sync);

const rowOf = (replies: readonly Reply[]): (Buffer | null)[] => {
  expect(lettersOf(replies)).toBe('12TDCZ');
  return valuesOf(replies[3] ?? { letter: 'D', body: Buffer.alloc(2) });
};

/** The type's id and the format of the first column, from its description. */
const describedOf = (replies: readonly Reply[]): readonly number[] => {
  const body = replies.find(({ letter }) => letter === 'T')?.body ?? Buffer.alloc(30);
  const end = body.indexOf(0, 2);
  return [body.readInt32BE(end + 7), body.readInt16BE(end + 17)];
};

const forms: readonly (readonly [type: string, oid: number, hex: string, text: string])[] = [
  ['boolean', 16, '01', 't'],
  ['boolean', 16, '00', 'f'],
  ['blob', 17, '00ff5c27', '\\x00ff5c27'],
  ['blob', 17, '', '\\x'],
  ['bigint', 20, '7fffffffffffffff', '9223372036854775807'],
  ['bigint', 20, '8000000000000000', '-9223372036854775808'],
  ['smallint', 21, '8000', '-32768'],
  ['integer', 23, 'ffffffff', '-1'],
  ['varchar', 25, 'c3a9f09f9982', 'é🙂'],
  ['varchar', 25, '', ''],
  ['real', 700, '3fc00000', '1.5'],
  ['real', 700, '7fc00000', 'NaN'],
  ['double', 701, '3fb999999999999a', '0.1'],
  ['double', 701, 'fff0000000000000', '-Infinity'],
  ['date', 1082, '00000000', '2000-01-01'],
  ['date', 1082, 'ffffffff', '1999-12-31'],
  ['time', 1083, '00000008ab1c58a0', '10:20:30.5'],
  ['timestamp', 1114, '0000000000000001', '2000-01-01 00:00:00.000001'],
  ['timestamp', 1114, 'fffffffffffff830', '1999-12-31 23:59:59.998'],
  ['timestamptz', 1184, '00000000000f4240', '2000-01-01 00:00:01+00'],
  // Two digit groups of 10,000, the first of weight 0, positive, two digits after the point: 1.50.
  ['decimal(10,2)', 1700, '000200000000000200011388', '1.50'],
  ['decimal(10,2)', 1700, '0002000040000002000c1388', '-12.50'],
];

/** A binary moment of the table may hold what its text tells; the text of a parameter needs no more than the engine reads. */
describe.each(forms)('%s (%i) %s is %s', (type, oid, hex, text) => {
  const bytes = Buffer.from(hex, 'hex');
  const sql = `select $1::${type} as v`;

  it.each([
    ['binary', 'binary', 1, bytes, 1, bytes],
    ['binary', 'text', 1, bytes, 0, Buffer.from(text)],
    ['text', 'binary', 0, Buffer.from(text), 1, bytes],
    ['text', 'text', 0, Buffer.from(text), 0, Buffer.from(text)],
  ])('%s in, %s out', async (_in, _out, format, value, result, wanted) => {
    const replies = await ask(sql, [oid], { formats: [format], values: [value], results: [result] });
    expect(rowOf(replies)).toEqual([wanted]);
    expect(describedOf(replies)).toEqual([oid, result]);
  });

  it('NULL in either format', async () => {
    for (const format of [0, 1])
      expect(rowOf(await ask(sql, [oid], { formats: [format], values: [null], results: [format] }))).toEqual([
        null,
      ]);
  });

  it('bytes of another length are refused', async () => {
    if ([17, 25].includes(oid)) return; // of any length
    for (const wrong of [bytes.subarray(1), Buffer.concat([bytes, Buffer.alloc(1)])])
      expect(errorOf(await ask(sql, [oid], { formats: [1], values: [wrong] }))).toBe('ERROR 22P03');
  });
});

it('a metric with a field of each type, in text, in binary and mixed', async () => {
  const long = (value: bigint): Buffer => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64BE(value);
    return buffer;
  };
  const texts = [String(at), 'é🙂', '-5', '9007199254740993', '0.1', '1.5e+300', 't', '\\x00ff'].map((text) => Buffer.from(text)); // prettier-ignore
  const hexes: readonly Buffer[] = ['', '', 'fffffffb', '', '3dcccccd', '', '01', '00ff'].map((hex) =>
    Buffer.from(hex, 'hex'),
  );
  const double = Buffer.alloc(8);
  double.writeDoubleBE(1.5e300);
  const binaries = hexes.with(0, long(BigInt(at))).with(1, Buffer.from('é🙂')).with(3, long(9_007_199_254_740_993n)).with(5, double); // prettier-ignore
  const sql = 'select * from "all types" where timestamp = $1';
  const row = async (moment: number, results: readonly number[]) =>
    rowOf(await ask(sql, [20], { formats: [1], values: [long(BigInt(moment))], results }));
  expect(await row(at, [])).toEqual(texts);
  expect(await row(at, [0])).toEqual(texts);
  expect(await row(at, [1])).toEqual(binaries);
  const mixed = texts.map((_, i) => i % 2);
  expect(await row(at, mixed)).toEqual(texts.map((text, i) => (i % 2 === 1 ? binaries[i] : text)));
  for (const results of [[0], [1]])
    expect((await row(at + 1, results)).slice(1)).toEqual(Array<null>(7).fill(null));
});

it('a type that has no binary reader here says to send text', async () => {
  const replies = await ask('select $1::varchar', [600], { formats: [1], values: ['x'] });
  expect(errorOf(replies)).toBe('ERROR 0A000');
});
