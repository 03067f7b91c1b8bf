import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutterFor, planFor, type FileFormat, type Piece, type Place } from './index.ts';

const bytesOf = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text) : text);

/** The pieces of a file that is handed over in chunks of so many bytes, from its beginning or from a place in it. */
const cut = (
  text: string | Buffer,
  { told, chunk = 7, max = 1000, at }: { told?: FileFormat; chunk?: number; max?: number; at?: Place } = {},
): Piece[] => {
  const bytes = bytesOf(text);
  const plan = planFor({ bytes, isWhole: true }, told);
  const place = at ?? plan.start;
  const cutter = cutterFor(plan, place, max);
  const pieces: Piece[] = [];
  for (let from = place.offset; from < bytes.length; from += chunk)
    pieces.push(...cutter.read(bytes.subarray(from, from + chunk)));
  return [...pieces, ...cutter.finish()];
};

const texts = (pieces: readonly Piece[]): string[] =>
  pieces.map(({ bytes, fault }) =>
    fault === undefined ? bytes.toString() : `${fault.code}: ${fault.reason}`,
  );

const size = fc.integer({ min: 1, max: 40 });
const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });

describe('lines', () => {
  const lines = (text: string | Buffer, chunk?: number, max?: number) =>
    cut(text, { told: 'ndjson', ...(chunk && { chunk }), ...(max && { max }) });

  it('gives every line that is not blank, with its number and place, without the blanks around it', () => {
    const pieces = lines('{"a":1}\r\n\n  {"b":2} \n{"c":"\u2028"}');
    expect(texts(pieces)).toEqual(['{"a":1}', '{"b":2}', '{"c":"\u2028"}']);
    expect(pieces.map(({ line, offset }) => [line, offset])).toEqual([
      [1, 0],
      [3, 12],
      [4, 21],
    ]);
  });

  it('gives back what JSON.stringify made, however it is handed over', () => {
    fc.assert(
      fc.property(fc.array(object), size, (events, chunk) => {
        const made = events.map((event) => JSON.stringify(event));
        expect(texts(lines(made.join('\n'), chunk, 100_000))).toEqual(made);
      }),
    );
  });

  it('holds only the beginning of a line that is too long, and goes on behind it', () => {
    const pieces = lines(`{"a":1}\n${'x'.repeat(5000)}\n{"b":2}\n`, 64);
    expect(pieces[1]).toMatchObject({ line: 2, fault: { code: 'EventTooLarge' } });
    expect(pieces[1]?.bytes.length).toBeLessThanOrEqual(200);
    expect(pieces[2]).toMatchObject({ line: 3 });
    expect(texts(pieces)[2]).toBe('{"b":2}');
  });
});

describe('a list', () => {
  it('gives back the elements of any list, compact or indented, however it is handed over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        size,
        fc.constantFrom(0, 2),
        (values, chunk, indent) => {
          const pieces = cut(JSON.stringify(values, undefined, indent), { chunk, max: 100_000 });
          expect(pieces.every(({ fault }) => fault === undefined)).toBe(true);
          expect(pieces.map((piece): unknown => JSON.parse(piece.bytes.toString()))).toEqual(
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
    );
  });

  it('keeps the digits and the text of an element as they stand', () => {
    expect(texts(cut('[ {"n": 12345678901234567890} ,1.0]'))).toEqual([
      '{"n": 12345678901234567890} ',
      '1.0',
    ]);
  });

  it('tells the line of each element and lets a bad one spoil only itself', () => {
    const pieces = cut('[{"a":1},\n{bad},\n{"b":2}},\n{"c":3}]');
    expect(texts(pieces)).toEqual(['{"a":1}', '{bad}', '{"b":2}}', '{"c":3}']);
    expect(pieces.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  const nothing = 'EmptyElement: there is nothing between two commas, or after the last one';
  const inside = 'Truncated: the file ends inside it';
  const before = 'Truncated: the file ends before the list does: is it cut off?';
  const after = 'AfterTheList: it stands after the end of the list';
  it.each([
    ['[{"a":1},{"b":', ['{"a":1}', inside]],
    ['[{"a":1},', ['{"a":1}', before]],
    ['[{"a":1}', [inside]],
    ['[,', [nothing, before]],
    ['[{"a":1},,{"b":2}]', ['{"a":1}', nothing, '{"b":2}']],
    ['[{"a":1},]', ['{"a":1}', nothing]],
    ['[{"a":1}] {"b":2} 3', ['{"a":1}', after, after]],
    ['[]', []],
    [' [ ] \n', []],
  ])('%s', (text, expected) => {
    for (const chunk of [1, 3, 100]) {
      const pieces = cut(text, { chunk });
      expect(texts(pieces)).toEqual(expected);
      // Each has an id of its own by its place.
      expect(new Set(pieces.map(({ offset }) => offset)).size).toBe(pieces.length);
    }
  });

  it('holds only the beginning of an element that is too long', () => {
    const pieces = cut(`[{"a":"${'x'.repeat(5000)}"},{"b":2}]`, { chunk: 64 });
    expect(pieces[0]?.fault?.code).toBe('EventTooLarge');
    expect(texts(pieces)[1]).toBe('{"b":2}');
  });
});

describe('values', () => {
  it('gives objects one after the other, over several lines, with commas or without', () => {
    const pieces = cut('{\n "a": {"x": "}"}\n}\n{"b":2}{"c":3},\n42 {"d":4}');
    expect(texts(pieces)).toEqual(['{\n "a": {"x": "}"}\n}', '{"b":2}', '{"c":3}', '42', '{"d":4}']);
    expect(pieces.map(({ line }) => line)).toEqual([1, 4, 4, 5, 5]);
  });

  it('tells that the last one is cut off', () => {
    expect(texts(cut('{\n"a":1}\n{"b"'))).toEqual(['{\n"a":1}', 'Truncated: the file ends inside it']);
  });
});

describe('CSV', () => {
  const csv = (text: string | Buffer, chunk?: number, max?: number) =>
    cut(text, { told: 'csv', ...(chunk && { chunk }), ...(max && { max }) });

  it('makes texts of cells and leaves out empty ones', () => {
    const pieces = csv('name,n,note\r\n"Ann ""x""",007,\r\nBob,,"a\nb,c"\r\n\r\nÉva,1,"水"');
    expect(texts(pieces)).toEqual([
      '{"name":"Ann \\"x\\"","n":"007"}',
      '{"name":"Bob","note":"a\\nb,c"}',
      '{"name":"Éva","n":"1","note":"水"}',
    ]);
    expect(pieces.map(({ line }) => line)).toEqual([2, 3, 6]);
  });

  it('takes a quote inside of a bare cell for a character', () => {
    expect(texts(csv('a,b\n5" pipe,x"y"\n1,2\n'))).toEqual([
      '{"a":"5\\" pipe","b":"x\\"y\\""}',
      '{"a":"1","b":"2"}',
    ]);
  });

  it.each([
    ['1,2,3', 'it has 3 cells, the first line names 2 columns'],
    ['1', 'it has 1 cells, the first line names 2 columns'],
    ['"a"b,2', 'column 1 goes on after its closing quote; a quote inside of a cell is written twice'],
    [Buffer.from([0x31, 0x2c, 0xe9]), 'it is not UTF-8'],
  ])('tells what is wrong with the row %s and goes on', (row, fault) => {
    const text = Buffer.concat([Buffer.from('a,b\n'), bytesOf(row), Buffer.from('\n3,4\n')]);
    const pieces = csv(text);
    expect(pieces[0]).toMatchObject({ line: 2 });
    expect(pieces[0]?.fault?.reason).toContain(fault);
    expect(texts(pieces)[1]).toBe('{"a":"3","b":"4"}');
  });

  it.each([
    ['never closed', '"x,1', 10],
    ['never closed, with more behind it than is held', '"x,1', 600],
    ['closed in a later row', '1,"2', 10, '9,"8"'],
  ])('refuses the one line with a broken quote, %s', (_, bad, rows, last = '9,8') => {
    const good = Array.from({ length: rows }, (_, i) => `${i},b`);
    const text = ['a,b', ...good, bad, ...good, last, '5,6'].join('\n');
    for (const chunk of [1, 64, 10_000]) {
      const pieces = csv(text, chunk);
      expect(pieces.filter(({ fault }) => fault !== undefined)).toMatchObject([
        { line: rows + 2, fault: { code: 'BrokenQuote' } },
      ]);
      expect(pieces).toHaveLength(2 * rows + 3);
      expect(texts(pieces).at(-1)).toBe('{"a":"5","b":"6"}');
    }
  });

  it('holds only the beginning of a row that is too long', () => {
    for (const chunk of [1, 64, 10_000]) {
      const pieces = csv(`a,b\n"${'x'.repeat(5000)}",1\n3,4\n${'y'.repeat(5000)}`, chunk);
      expect(pieces.map(({ line, fault }) => [line, fault?.code])).toEqual([
        [2, 'EventTooLarge'],
        [3, undefined],
        [4, 'EventTooLarge'],
      ]);
      expect(Math.max(...pieces.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(200);
    }
  });

  it('names a column without a name by its place, and refuses one name for two columns', () => {
    expect(texts(csv(',b\n0,1\n'))).toEqual(['{"column_1":"0","b":"1"}']);
    expect(() => csv('a,b,a\n1,2,3\n')).toThrow('names the column "a" twice');
    expect(() => csv('"a,b\n1,2\n')).toThrow('does not name the columns: a quote is opened');
    expect(() => csv(Buffer.from([0xe9, 0x2c, 0x62, 0x0a]))).toThrow('not UTF-8');
    expect(csv('\n\r\n')).toEqual([]);
  });
});

describe('a cutter that begins at a place in a file', () => {
  const mess = fc
    .array(
      fc.constantFrom(
        '{"a":1}',
        '{"b":',
        '}',
        '[',
        ']',
        ',',
        '"',
        '\\',
        '\n',
        '\r\n',
        ' ',
        'x',
        '1,2',
        '""',
        '水',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  it.each<[FileFormat, string]>([
    ['ndjson', ''],
    ['json', '['],
    ['json', '{\n'],
    ['csv', 'a,b\n'],
  ])('%s after %j: gives what one gives that came so far, in any chunks', (told, begin) => {
    fc.assert(
      fc.property(mess, size, size, fc.integer({ min: 5, max: 60 }), (text, chunk, other, max) => {
        const all = cut(begin + text, { told, chunk, max });
        expect(cut(begin + text, { told, chunk: other, max })).toEqual(all);
        for (const [i, { next }] of all.entries())
          expect(cut(begin + text, { told, chunk: other, max, at: next })).toEqual(all.slice(i + 1));
      }),
      { numRuns: 300 },
    );
  });
});
