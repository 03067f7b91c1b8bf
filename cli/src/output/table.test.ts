import { describe, expect, it } from 'vitest';
import { readRow } from './answered-rows.ts';
import { left, right, table } from './table.ts';
import { cut, printable, widthOf } from './width.ts';

describe('a table', () => {
  it('is aligned: numbers to the right, wide characters counted as two', () => {
    expect(
      table(
        ['name', 'n'],
        [
          [left('a'), right(7)],
          [left('水水水'), right(1234)],
        ],
      ),
    ).toBe(' name   | n\n--------+------\n a      |    7\n 水水水 | 1234\n');
  });

  it('cannot be broken by what a tenant sent', () => {
    expect(printable('a\u001b[31m\nb\u202e')).toBe('a\\u001b[31m\\nb\\u202e');
    expect(table(['x'], [[left('\u001b]0;t\u0007')]])).not.toContain('\u001b');
  });

  it('measures and cuts by columns', () => {
    expect([widthOf('abc'), widthOf('é'), widthOf('水'), widthOf('👍')]).toEqual([3, 1, 2, 2]);
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('abcd', 4)).toBe('abcd');
  });
});

describe('readRow', () => {
  it('keeps the order of the columns and the digits of numbers', () => {
    const row = readRow('{"b":"x","1":10.50,"n":null,"o":{"k":[1]},"t":true,"big":"12345678901234567890"}');
    expect(row.names).toEqual(['b', '1', 'n', 'o', 't', 'big']);
    expect(row.cells.map(({ text }) => text)).toEqual([
      'x',
      '10.50',
      'NULL',
      '{"k":[1]}',
      'true',
      '12345678901234567890',
    ]);
    expect(row.cells.map(({ right: isRight }) => isRight)).toEqual([false, true, false, false, false, false]);
  });

  it('reads a column whose name is a long expression', () => {
    expect(readRow(`{"${'x'.repeat(400)}":1}`).cells).toEqual([{ text: '1', right: true }]);
  });
});
