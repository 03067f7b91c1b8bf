import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCsv } from './csv.ts';
import { splitLines } from './lines.ts';
import type { Piece, Splitter } from './piece.ts';
import { splitList, splitValues } from './values.ts';

/** The text in chunks of so many bytes, which a splitter must not notice. */
async function* chunked(text: string | Buffer, bytes: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.from(text as string);
  for (let at = 0; at < buffer.length; at += bytes) yield buffer.subarray(at, at + bytes);
}

const split = async (splitter: Splitter, text: string | Buffer, bytes = 7, max = 1000): Promise<Piece[]> => {
  const all: Piece[] = [];
  for await (const some of splitter(chunked(text, bytes), max)) all.push(...some);
  return all;
};

const texts = (pieces: readonly Piece[]): string[] =>
  pieces.map(({ bytes, fault }) => (fault === undefined ? bytes.toString() : `FAULT ${fault}`));

const size = fc.integer({ min: 1, max: 40 });
const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });

describe('splitLines', () => {
  it('gives every line that is not blank, with its number, without the blanks around it', async () => {
    const pieces = await split(splitLines, '{"a":1}\r\n\n  {"b":2} \n{"c":"\u2028"}');
    expect(texts(pieces)).toEqual(['{"a":1}', '{"b":2}', '{"c":"\u2028"}']);
    expect(pieces.map(({ line }) => line)).toEqual([1, 3, 4]);
  });

  it('gives back what JSON.stringify made, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(object), size, async (events, bytes) => {
        const lines = events.map((event) => JSON.stringify(event));
        expect(texts(await split(splitLines, lines.join('\n'), bytes, 100_000))).toEqual(lines);
      }),
    );
  });

  it('holds only the beginning of a line that is too long, and goes on behind it', async () => {
    const pieces = await split(splitLines, `{"a":1}\n${'x'.repeat(5000)}\n{"b":2}\n`, 64);
    expect(texts(pieces)[0]).toBe('{"a":1}');
    expect(pieces[1]?.fault).toContain('longer than the 1000 bytes');
    expect(pieces[1]?.bytes.length).toBeLessThanOrEqual(200);
    expect(pieces[2]).toMatchObject({ line: 3 });
    expect(texts(pieces)[2]).toBe('{"b":2}');
  });
});

describe('splitList', () => {
  it('gives back the elements of any list, compact or indented, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 2 })),
        size,
        fc.constantFrom(0, 2),
        async (values, bytes, indent) => {
          const pieces = await split(splitList, JSON.stringify(values, undefined, indent), bytes, 100_000);
          expect(pieces.every(({ fault }) => fault === undefined)).toBe(true);
          expect(pieces.map((piece): unknown => JSON.parse(piece.bytes.toString()))).toEqual(
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
    );
  });

  it('keeps the digits and the text of an element as they stand', async () => {
    expect(texts(await split(splitList, '[ {"n": 12345678901234567890} ,1.0]'))).toEqual([
      '{"n": 12345678901234567890} ',
      '1.0',
    ]);
  });

  it('tells the line of each element and lets a bad one spoil only itself', async () => {
    const pieces = await split(splitList, '[{"a":1},\n{bad},\n{"b":2}},\n{"c":3}]');
    expect(texts(pieces)).toEqual(['{"a":1}', '{bad}', '{"b":2}}', '{"c":3}']);
    expect(pieces.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['[{"a":1},{"b":', ['{"a":1}', 'FAULT the file ends inside it']],
    ['[{"a":1},', ['{"a":1}', 'FAULT the file ends before the list does: is it cut off?']],
    ['[{"a":1}', ['FAULT the file ends inside it']],
    [
      '[{"a":1},,{"b":2}]',
      ['{"a":1}', 'FAULT there is nothing between two commas, or after the last one', '{"b":2}'],
    ],
    ['[{"a":1},]', ['{"a":1}', 'FAULT there is nothing between two commas, or after the last one']],
    ['[{"a":1}] {"b":2}', ['{"a":1}', 'FAULT it stands after the end of the list']],
    ['[]', []],
    [' [ ] \n', []],
  ])('%s', async (text, expected) => {
    for (const bytes of [1, 3, 100]) expect(texts(await split(splitList, text, bytes))).toEqual(expected);
  });

  it('holds only the beginning of an element that is too long', async () => {
    const pieces = await split(splitList, `[{"a":"${'x'.repeat(5000)}"},{"b":2}]`, 64);
    expect(pieces[0]?.fault).toContain('longer than');
    expect(texts(pieces)[1]).toBe('{"b":2}');
  });
});

describe('splitValues', () => {
  it('gives objects one after the other, over several lines, with commas or without', async () => {
    const pieces = await split(splitValues, '{\n "a": {"x": "}"}\n}\n{"b":2}{"c":3},\n42 {"d":4}');
    expect(texts(pieces)).toEqual(['{\n "a": {"x": "}"}\n}', '{"b":2}', '{"c":3}', '42', '{"d":4}']);
    expect(pieces.map(({ line }) => line)).toEqual([1, 4, 4, 5, 5]);
  });

  it('tells that the last one is cut off', async () => {
    expect(texts(await split(splitValues, '{"a":1}\n{"b"'))).toEqual([
      '{"a":1}',
      'FAULT the file ends inside it',
    ]);
  });
});

describe('splitCsv', () => {
  const csv = splitCsv(',');

  it('makes texts of cells and leaves out empty ones', async () => {
    const pieces = await split(csv, 'name,n,note\r\n"Ann ""x""",007,\r\nBob,,"a\nb,c"\r\n\r\nÉva,1,"水"');
    expect(texts(pieces)).toEqual([
      '{"name":"Ann \\"x\\"","n":"007"}',
      '{"name":"Bob","note":"a\\nb,c"}',
      '{"name":"Éva","n":"1","note":"水"}',
    ]);
    expect(pieces.map(({ line }) => line)).toEqual([2, 3, 6]);
  });

  it('reads what csv-parse reads, however it is cut into chunks', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', 'é', ';') });
    const table = fc.integer({ min: 2, max: 4 }).chain((width) =>
      fc
        .array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })
        .map((rows) => ({
          width,
          rows,
        })),
    );
    await fc.assert(
      fc.asyncProperty(table, size, async ({ width, rows }, bytes) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const names = Array.from({ length: width }, (_, i) => `c${i}`);
        const text = [names.join(','), ...quoted].join('\n');
        const expected = parse(text, { columns: true }).map((row) =>
          Object.fromEntries(
            Object.entries(row as Record<string, string>).filter(([, value]) => value !== ''),
          ),
        );
        const pieces = await split(csv, text, bytes, 100_000);
        expect(pieces.map((piece): unknown => JSON.parse(piece.bytes.toString()))).toEqual(expected);
      }),
    );
  });

  it.each([
    ['1,2,3', 'it has 3 cells, the first line names 2 columns'],
    ['1', 'it has 1 cells, the first line names 2 columns'],
    ['"a"b,2', 'column 1 goes on after its closing quote; a quote inside of a cell is written twice'],
    [Buffer.from([0x31, 0x2c, 0xe9]), 'it is not UTF-8'],
  ])('tells what is wrong with the row %s and goes on', async (row, fault) => {
    const text = Buffer.concat([Buffer.from('a,b\n'), Buffer.from(row as string), Buffer.from('\n3,4\n')]);
    const pieces = await split(csv, text);
    expect(pieces[0]).toMatchObject({ line: 2 });
    expect(pieces[0]?.fault).toContain(fault);
    expect(texts(pieces)[1]).toBe('{"a":"3","b":"4"}');
  });

  it('tells a quote that is never closed, and bounds what it swallows', async () => {
    const pieces = await split(csv, `a,b\n"x,1\n${'2,3\n'.repeat(600)}4,5\n`, 64);
    expect(pieces[0]?.fault).toContain('longer than');
    expect(texts(pieces).at(-1)).toBe('{"a":"4","b":"5"}');
    const short = await split(csv, 'a,b\n1,2\n"x,1\n');
    expect(texts(short)).toEqual(['{"a":"1","b":"2"}', 'FAULT a quote is opened and never closed']);
  });

  it('names a column without a name by its place, and refuses one name for two columns', async () => {
    expect(texts(await split(csv, ',b\n0,1\n'))).toEqual(['{"column_1":"0","b":"1"}']);
    await expect(split(csv, 'a,b,a\n1,2,3\n')).rejects.toThrow('names the column "a" twice');
  });
});
