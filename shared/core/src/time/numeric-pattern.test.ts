import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWithJoda } from './joda-pattern.ts';
import { compilePattern, isTimestamp } from './index.ts';
import { numericParser } from './numeric-pattern.ts';
import { utc } from './zone.ts';

const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));

/** Text for each piece of a pattern: mostly good, now and then not. */
const texts: Record<string, fc.Arbitrary<string>> = {
  uuuu: fc.integer({ min: 1, max: 9999 }).map((n) => String(n).padStart(4, '0')),
  MM: two(13),
  dd: two(32),
  HH: two(25),
  mm: two(61),
  ss: two(61),
  S: fc.stringMatching(/^[0-9]$/),
  SSS: fc.stringMatching(/^[0-9]{3}$/),
  SSSSSSSSS: fc.stringMatching(/^[0-9]{9}$/),
};
const offsetText = fc.oneof(
  fc.constantFrom(
    'Z',
    'z',
    '',
    '+0000',
    '+00:00',
    '-00',
    '+18',
    '+18:01',
    '-1801',
    '+010203',
    '+01:02:03',
    '+01:02:',
    '+61',
  ),
  fc.stringMatching(/^[+-][01][0-9](:?[0-6][0-9]){0,2}$/),
);
const offsetLetters = ['X', 'XX', 'XXX', 'XXXX', 'XXXXX', 'xx', 'xxx', 'Z', 'ZZ', 'ZZZ', 'ZZZZZ'];

interface Piece {
  pattern: string;
  text: fc.Arbitrary<string>;
}

const pieceOf = (letters: string): Piece => ({ pattern: letters, text: texts[letters] ?? offsetText });
const separator = fc.constantFrom<Piece>(
  ...['', '-', '/', ' ', ':', '.'].map((text) => ({ pattern: text, text: fc.constant(text) })),
  { pattern: "'T'", text: fc.constant('T') },
  { pattern: "''", text: fc.constant("'") },
  { pattern: "'o''c'", text: fc.constant("o'c") },
  { pattern: "'7'", text: fc.constant('7') },
  { pattern: 'é', text: fc.constant('é') },
);

const optional = (pieces: Piece[]): Piece => ({
  pattern: `[${pieces.map((piece) => piece.pattern).join('')}]`,
  text: fc
    .boolean()
    .chain((there) =>
      there ? fc.tuple(...pieces.map((piece) => piece.text)).map((parts) => parts.join('')) : fc.constant(''),
    ),
});

/** Fields in any order with separators, the time and the offset sometimes optional. */
const patterns: fc.Arbitrary<Piece[]> = fc
  .record({
    date: fc.shuffledSubarray(['uuuu', 'MM', 'dd'], { minLength: 3 }),
    time: fc.shuffledSubarray(['HH', 'mm', 'ss']),
    ordered: fc.boolean(),
    fraction: fc.constantFrom('', 'S', 'SSS', 'SSSSSSSSS'),
    offset: fc.constantFrom('', ...offsetLetters),
    separators: fc.array(separator, { minLength: 12, maxLength: 12 }),
    timeOptional: fc.boolean(),
    offsetOptional: fc.boolean(),
  })
  .map(({ date, time, ordered, fraction, offset, separators, timeOptional, offsetOptional }) => {
    const dateLetters = ordered ? ['uuuu', 'MM', 'dd'] : date;
    const timeLetters = ordered ? ['HH', 'mm', 'ss'] : time;
    let used = 0;
    const next = (): Piece => separators[used++ % separators.length] ?? pieceOf('');
    const spread = (letters: string[]): Piece[] => letters.flatMap((letter) => [next(), pieceOf(letter)]);
    const timePieces = [...spread(timeLetters), ...(fraction === '' ? [] : spread([fraction]))];
    const offsetPieces = offset === '' ? [] : spread([offset]);
    return [
      ...spread(dateLetters),
      ...(timeOptional && timePieces.length > 0 ? [optional(timePieces)] : timePieces),
      ...(offsetOptional && offsetPieces.length > 0 ? [optional(offsetPieces)] : offsetPieces),
    ];
  });

const withValue = patterns.chain((pieces) =>
  fc.tuple(
    fc.constant(pieces.map((piece) => piece.pattern).join('')),
    fc.array(
      fc.tuple(...pieces.map((piece) => piece.text)).map((parts) => parts.join('')),
      { minLength: 5, maxLength: 5 },
    ),
    fc.nat(30),
    fc.constantFrom('', '0', '5', '-', 'Z'),
  ),
);

const fractionJoined = /[udHMms]S/;

describe('numericParser', () => {
  it('reads what js-joda reads by the same pattern, and nothing else', () => {
    const counts = { compared: 0, valid: 0 };
    fc.assert(
      fc.property(withValue, ([pattern, values, at, put]) => {
        const compiled = compilePattern(pattern);
        // js-joda cannot read a fraction joined to another number; Java 9 and later can
        if (numericParser(pattern, utc) === undefined || fractionJoined.test(pattern)) return;
        if (!compiled.ok) throw new Error(compiled.reason);
        const slow = compileWithJoda(pattern, utc);
        const read = slow.ok ? slow.parse : () => undefined;
        const changed = values.map((value) => value.slice(0, at) + put + value.slice(at));
        for (const value of [...values, ...changed]) {
          const at = read(value);
          const expected = at !== undefined && isTimestamp(at) ? at : undefined;
          counts.compared++;
          if (expected !== undefined) counts.valid++;
          expect(compiled.parse(value), `${pattern} <- ${value}`).toBe(expected);
        }
      }),
      { numRuns: 3000 },
    );
    expect(counts.compared).toBeGreaterThan(3000);
    expect(counts.valid).toBeGreaterThan(300);
  });

  it('reads a fraction joined to the seconds, which js-joda does not', () => {
    const read = numericParser('uuuuMMddHHmmssSSS', utc);
    expect(read?.('20160121153212345')).toBe(Date.UTC(2016, 0, 21, 15, 32, 12, 345));
    expect(read?.('2016012115321234')).toBeUndefined();
    expect(read?.('201601211532123456')).toBeUndefined();
  });

  it.each([
    'uuuu-MMM-dd',
    'yyyy-MM-dd',
    'uuuu-MM-dd h:mm a',
    'uu-MM-dd',
    'uuuu-MM',
    'uuuu-MM-dd uuuu',
    'uuuu[-MM]-dd',
    "uuuu'1'MMdd",
    'uuuu-MM-dd[',
    'uuuu-MM-dd]',
    "uuuu-MM-dd'",
    'uuuu-MM-dd{',
    'uuuu-MM-dd#',
    'constructor',
  ])('leaves %s to the general parser', (pattern) => {
    expect(numericParser(pattern, utc)).toBeUndefined();
  });
});
