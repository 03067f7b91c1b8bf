import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../tenant-schema/index.ts';
import { convert, parseFieldType, type ValueKind } from './index.ts';

const kinds: readonly ValueKind[] = ['string', 'number', 'boolean', 'object', 'array'];
const types: readonly FieldType[] = ['STRING', 'INTEGER', 'LONG', 'FLOAT', 'DOUBLE', 'BOOLEAN', 'BINARY'];

const json = (type: FieldType, kind: ValueKind, text: string): string | undefined => {
  const result = convert(type, kind, text);
  if (!result.ok) expect(result.reason).toContain(type);
  return result.ok ? result.json : undefined;
};

type Row = readonly [FieldType, ValueKind, string, string | undefined];

const rows: readonly Row[] = [
  ['STRING', 'string', 'a "b"\n', '"a \\"b\\"\\n"'],
  ['STRING', 'string', '', '""'],
  ['STRING', 'number', '1.50', '"1.50"'],
  ['STRING', 'number', '12345678901234567890', '"12345678901234567890"'],
  ['STRING', 'boolean', 'true', '"true"'],
  ['STRING', 'object', '{"a": "b"}', '"{\\"a\\": \\"b\\"}"'],
  ['STRING', 'array', '[1, 2]', '"[1, 2]"'],

  ['INTEGER', 'number', '1', '1'],
  ['INTEGER', 'string', '1', '1'],
  ['INTEGER', 'string', '+1', '1'],
  ['INTEGER', 'string', '007', '7'],
  ['INTEGER', 'string', '-007', '-7'],
  ['INTEGER', 'number', '-0', '0'],
  ['INTEGER', 'string', '+000', '0'],
  ['INTEGER', 'number', '2147483647', '2147483647'],
  ['INTEGER', 'number', '2147483648', undefined],
  ['INTEGER', 'number', '-2147483648', '-2147483648'],
  ['INTEGER', 'number', '-2147483649', undefined],
  ['INTEGER', 'string', '0000000000000002147483647', '2147483647'],
  ['INTEGER', 'number', '1.0', undefined],
  ['INTEGER', 'string', '1.5', undefined],
  ['INTEGER', 'number', '1e3', undefined],
  ['INTEGER', 'string', '', undefined],
  ['INTEGER', 'string', '-', undefined],
  ['INTEGER', 'string', ' 1', undefined],
  ['INTEGER', 'string', '1\n', undefined],
  ['INTEGER', 'string', '0x10', undefined],
  ['INTEGER', 'string', '1_000', undefined],
  ['INTEGER', 'string', '١', undefined],
  ['INTEGER', 'boolean', 'true', undefined],
  ['INTEGER', 'array', '[1]', undefined],
  ['INTEGER', 'object', '{}', undefined],

  ['LONG', 'number', '1473188446000', '1473188446000'],
  ['LONG', 'number', '9007199254740991', '9007199254740991'],
  ['LONG', 'number', '9007199254740992', '"9007199254740992"'],
  ['LONG', 'number', '-9007199254740991', '-9007199254740991'],
  ['LONG', 'number', '-9007199254740992', '"-9007199254740992"'],
  ['LONG', 'string', '+9223372036854775807', '"9223372036854775807"'],
  ['LONG', 'number', '9223372036854775808', undefined],
  ['LONG', 'number', '-9223372036854775808', '"-9223372036854775808"'],
  ['LONG', 'number', '-9223372036854775809', undefined],
  ['LONG', 'number', '1.0', undefined],
  ['LONG', 'string', '1L', undefined],

  ['DOUBLE', 'number', '1', '1'],
  ['DOUBLE', 'number', '1.0', '1'],
  ['DOUBLE', 'number', '21.5', '21.5'],
  ['DOUBLE', 'number', '-21.50', '-21.5'],
  ['DOUBLE', 'number', '-0', '0'],
  ['DOUBLE', 'number', '-0.0', '0'],
  ['DOUBLE', 'number', '1E3', '1000'],
  ['DOUBLE', 'number', '1e21', '1e+21'],
  ['DOUBLE', 'number', '0.0000001', '1e-7'],
  ['DOUBLE', 'number', '0.1000000000000000055511151231257827', '0.1'],
  ['DOUBLE', 'number', '12345678901234567890', '12345678901234567000'],
  ['DOUBLE', 'string', ' \t1.5\n', '1.5'],
  ['DOUBLE', 'string', '+.5', '0.5'],
  ['DOUBLE', 'string', '5.', '5'],
  ['DOUBLE', 'string', '007.5', '7.5'],
  ['DOUBLE', 'string', '1e-400', '0'],
  ['DOUBLE', 'string', '1e400', undefined],
  ['DOUBLE', 'string', 'NaN', undefined],
  ['DOUBLE', 'string', '-Infinity', undefined],
  ['DOUBLE', 'string', '0x1p3', undefined],
  ['DOUBLE', 'string', '1.5f', undefined],
  ['DOUBLE', 'string', '1d', undefined],
  ['DOUBLE', 'string', '1,5', undefined],
  ['DOUBLE', 'string', '.', undefined],
  ['DOUBLE', 'string', '-', undefined],
  ['DOUBLE', 'string', '', undefined],
  ['DOUBLE', 'string', '\u00a01', undefined],
  ['DOUBLE', 'string', '1 2', undefined],
  ['DOUBLE', 'boolean', 'true', undefined],
  ['DOUBLE', 'object', '{}', undefined],

  ['FLOAT', 'number', '1', '1'],
  ['FLOAT', 'number', '0.1', '0.10000000149011612'],
  ['FLOAT', 'number', '16777217', '16777216'],
  ['FLOAT', 'number', '3.4028235e38', '3.4028234663852886e+38'],
  ['FLOAT', 'number', '3.5e38', undefined],
  ['FLOAT', 'number', '-3.5e38', undefined],
  ['FLOAT', 'string', 'Infinity', undefined],

  ['BOOLEAN', 'boolean', 'true', 'true'],
  ['BOOLEAN', 'boolean', 'false', 'false'],
  ['BOOLEAN', 'string', 'TRUE', 'true'],
  ['BOOLEAN', 'string', 'False', 'false'],
  ['BOOLEAN', 'number', '1', undefined],
  ['BOOLEAN', 'number', '0', undefined],
  ['BOOLEAN', 'string', 'yes', undefined],
  ['BOOLEAN', 'string', '', undefined],
  ['BOOLEAN', 'string', ' true', undefined],
  ['BOOLEAN', 'array', '[true]', undefined],

  ['BINARY', 'string', 'SGVsbG8=', '"SGVsbG8="'],
  ['BINARY', 'string', 'SGVsbG8', '"SGVsbG8="'],
  ['BINARY', 'string', '', '""'],
  ['BINARY', 'string', 'QR==', '"QQ=="'],
  ['BINARY', 'string', 'SGVsbG8==', undefined],
  ['BINARY', 'string', 'S', undefined],
  ['BINARY', 'string', 'SGVsb', undefined],
  ['BINARY', 'string', 'S===', undefined],
  ['BINARY', 'string', 'SG Vs', undefined],
  ['BINARY', 'string', 'SGVs\n', undefined],
  ['BINARY', 'string', '-_-_', undefined],
  ['BINARY', 'number', '1234', undefined],
  ['BINARY', 'boolean', 'true', undefined],
  ['BINARY', 'object', '{}', undefined],
];

describe('convert', () => {
  it.each(rows)('%s from %s %s is %s', (type, kind, text, expected) => {
    expect(json(type, kind, text)).toBe(expected);
  });

  it('says what does not fit, what was sent and what would', () => {
    const reasonOf = (type: FieldType, kind: ValueKind, text: string): string => {
      const result = convert(type, kind, text);
      return result.ok ? 'fits' : result.reason;
    };
    expect(reasonOf('INTEGER', 'number', '2147483648')).toBe(
      'number 2147483648 is no INTEGER: the range is -2147483648 to 2147483647',
    );
    expect(reasonOf('DOUBLE', 'string', 'NaN')).toContain('"NaN" is no DOUBLE: only finite numbers');
    expect(reasonOf('BOOLEAN', 'string', 'x'.repeat(1000)).length).toBeLessThan(200);
  });

  it('gives JSON of the right kind for whatever it takes, and never throws', () => {
    const jsKind = {
      STRING: 'string',
      INTEGER: 'number',
      FLOAT: 'number',
      DOUBLE: 'number',
      BOOLEAN: 'boolean',
      BINARY: 'string',
    };
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[-+0-9.eE]{0,25}$/),
      fc.base64String(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.constantFrom('string', 'object', 'array' as const),
        text,
        (type, kind, value) => {
          const result = convert(type, kind, value);
          if (!result.ok) return;
          const parsed: unknown = JSON.parse(result.json);
          if (type === 'LONG') expect(String(parsed)).toMatch(/^-?\d+$/);
          else expect(typeof parsed).toBe(jsKind[type]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keeps every digit of a 64-bit integer, as a number as long as it is safe', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
        fc.constantFrom('', '0', '000'),
        (value, zeros) => {
          const text = value < 0n ? `-${zeros}${-value}` : `${zeros}${value}`;
          const fits = value >= -(2n ** 63n) && value < 2n ** 63n;
          const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
          expect(json('LONG', 'string', text)).toBe(
            fits ? (isSafe ? String(value) : `"${value}"`) : undefined,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('writes any JSON number as the shortest form of its double, by whatever path', () => {
    const lexeme = fc.stringMatching(/^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?$/);
    fc.assert(
      fc.property(lexeme, (text) => {
        expect(json('DOUBLE', 'number', text)).toBe(JSON.stringify(Number(text)));
        expect(json('DOUBLE', 'string', text)).toBe(JSON.stringify(Number(text)));
      }),
      { numRuns: 20_000 },
    );
  });

  it('gives the bytes of a double back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(json('DOUBLE', 'string', String(value)))).toBe(value + 0);
      }),
    );
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(json('FLOAT', 'string', String(value)))).toBe(value + 0);
      }),
    );
  });

  it('gives the bytes of any base64 back, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, padded) => {
        const base64 = Buffer.from(bytes).toString('base64');
        expect(json('BINARY', 'string', padded ? base64 : base64.replaceAll('=', ''))).toBe(`"${base64}"`);
      }),
    );
  });

  it('refuses objects and arrays for all types but STRING', () => {
    for (const type of types) {
      for (const kind of kinds.filter((one) => one === 'object' || one === 'array')) {
        expect(convert(type, kind, kind === 'object' ? '{}' : '[]').ok).toBe(type === 'STRING');
      }
    }
  });
});

describe('parseFieldType', () => {
  it.each([
    ['STRING', 'STRING'],
    ['varchar', 'STRING'],
    ['Integer', 'INTEGER'],
    ['int', 'INTEGER'],
    ['SMALLINT', 'INTEGER'],
    ['long', 'LONG'],
    ['BigInt', 'LONG'],
    ['float', 'FLOAT'],
    ['double', 'DOUBLE'],
    ['DOUBLE PRECISION', 'DOUBLE'],
    ['double_precision', 'DOUBLE'],
    [' double  precision ', 'DOUBLE'],
    ['boolean', 'BOOLEAN'],
    ['binary', 'BINARY'],
    ['BYTES', 'BINARY'],
    ['TEXT', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('%s is %s', (name, type) => {
    expect(parseFieldType(name)).toBe(type);
  });
});
