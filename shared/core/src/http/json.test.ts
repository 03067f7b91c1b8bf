import { describe, expect, it } from 'vitest';
import { parseJson, Refusal } from './index.ts';

const refusalOf = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    return error instanceof Refusal ? { status: error.status, message: error.message } : error;
  }
};

describe('parseJson', () => {
  it('gives the value, and takes no name for more than a name', () => {
    expect(parseJson(' {"a":[1,"é",null]} ')).toEqual({ a: [1, 'é', null] });
    const value = parseJson('{"__proto__":{"a":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect((value as Record<string, unknown>)['a']).toBeUndefined();
  });

  it.each([
    ['{"é":', 'expected a JSON value, found the end at byte 6'],
    ['{"a":1,"a":2}', 'duplicate key "a" at byte 7'],
    ['{"a":"\\ud800"}', 'lone surrogate at byte 6'],
    ['\uFEFF{}', 'byte order mark at byte 0'],
    ['['.repeat(50_000), 'nested deeper than 64 at byte 64'],
    ['{"a":1e400}', 'number out of range at byte 5'],
  ])('refuses %.20s', (text, reason) => {
    expect(refusalOf(text)).toEqual({ status: 400, message: `the body is not JSON: ${reason}` });
  });
});
