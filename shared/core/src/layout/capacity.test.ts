import { expect, it } from 'vitest';
import { rangeText, readRange } from './capacity.ts';

it.each([{ least: 1, most: 16 }, { least: 4, most: 4 }, undefined])(
  '%o is read as it is written',
  (range) => {
    expect(readRange('RAW_SHARDS', rangeText(range))).toEqual(range);
  },
);

it('a single number is both bounds', () => {
  expect(readRange('RAW_SHARDS', '4')).toEqual({ least: 4, most: 4 });
});

it.each(['', '-', '1-', '-3', '1..3', '1-2-3', 'x', '1.5', ' 1-2', '1e3', '1234567'])(
  '%j is refused',
  (text) => {
    expect(() => readRange('RAW_SHARDS', text)).toThrow(`RAW_SHARDS is ${JSON.stringify(text)}; write 1-16`);
  },
);
