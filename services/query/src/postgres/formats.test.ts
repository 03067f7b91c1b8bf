import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBinary } from './from-binary.ts';
import { numericOf, numericText } from './numeric.ts';
import { toBinary } from './to-binary.ts';

describe('numeric', () => {
  it.each([
    ['0', '0000000000000000'],
    ['0.00', '0000000000000002'],
    ['-0.0', '0000000000000001'],
    ['1', '00010000000000000001'],
    ['10000', '00010001000000000001'],
    ['0.0001', '0001ffff000000040001'],
    ['0.00001', '0001fffe0000000503e8'],
    ['-12345.678', '0003000140000003000109291a7c'],
    ['NaN', '00000000c0000000'],
    ['-Infinity', '00000000f0000000'],
  ])('%s is written as PostgreSQL writes it', (text, hex) => {
    expect(numericOf(text)?.toString('hex')).toBe(hex);
  });

  it('comes back digit for digit', () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,40})(\.\d{1,40})?$/);
    fc.assert(
      fc.property(digits, fc.boolean(), (text, negative) => {
        const signed = negative && /[1-9]/.test(text) ? `-${text}` : text;
        expect(numericText(numericOf(signed) ?? Buffer.alloc(0))).toBe(signed);
      }),
    );
  });

  it('bytes that are none are none, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        expect(numericText(Buffer.from(bytes)) ?? '0').toMatch(/^(-?\d+(\.\d+)?|NaN|-?Infinity)$/);
      }),
    );
    expect(['', '1e5', '1.2.3', 'x'].map(numericOf)).toEqual(Array(4).fill(undefined));
  });
});

describe('days and moments', () => {
  it.each([
    ['date', '2000-01-01', '00000000'],
    ['date', '1999-12-31', 'ffffffff'],
    ['date', '0001-01-01', 'fff4dbf9'],
    ['date', '0044-03-15 BC', 'fff49d7b'],
    ['date', '0044-03-15 (BC)', 'fff49d7b'],
    ['date', '10000-01-02', '002c95d5'],
    ['date', 'infinity', '7fffffff'],
    ['timestamp', '2000-01-01 00:00:00', '0000000000000000'],
    ['timestamp', '1999-12-31 23:59:59.999999', 'ffffffffffffffff'],
    ['timestamptz', '2000-01-01 00:00:00.5+00', '000000000007a120'],
    ['timestamp', '2000-01-01 00:00:00.123456789', '000000000001e240'],
    ['timestamp', '-infinity', '8000000000000000'],
    ['time', '00:00:01.5', '000000000016e360'],
  ] as const)('%s %s', (type, text, hex) => {
    expect(toBinary(type, text).toString('hex')).toBe(hex);
  });

  it('what has no such form is an error, not another day', () => {
    for (const text of ['', 'tomorrow', '5881580-07-11'])
      expect(() => toBinary('date', text)).toThrow(/has no binary form here/);
  });

  it('every moment comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -211_813_488_000_000_000n, max: 8_000_000_000_000_000_000n }),
        (micros) => {
          const bytes = Buffer.alloc(8);
          bytes.writeBigInt64BE(micros);
          expect(toBinary('timestamp', fromBinary(1114, bytes) ?? '')).toEqual(bytes);
        },
      ),
    );
  });

  it('no bytes make it throw anything but an error for the client', () => {
    const oids = fc.constantFrom(
      0,
      16,
      17,
      20,
      21,
      23,
      25,
      26,
      114,
      700,
      701,
      1082,
      1083,
      1114,
      1184,
      1700,
      2950,
      4,
    );
    fc.assert(
      fc.property(oids, fc.uint8Array({ maxLength: 20 }), (oid, bytes) => {
        try {
          fromBinary(oid, Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ sqlstate: expect.stringMatching(/^(22P03|22021|0A000)$/) as string });
        }
      }),
    );
  });
});
