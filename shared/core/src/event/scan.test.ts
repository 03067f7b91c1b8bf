import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { scanEvent, scanEvents } from './index.ts';

const faultOf = (text: string): string => {
  try {
    scanEvents(text);
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  }
  return 'accepted';
};

const deep = (depth: number): string => `[${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}]`;

const isList = (text: string): boolean => {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
};

describe('scanEvents', () => {
  it('gives each event its members with their places', () => {
    const text = ' [ {"a":1, "b" : "x\\n"} , {"c":[1,{"d":null}]}, 5 ] ';
    const events = scanEvents(text);
    expect(events.map((event) => [event.kind, text.slice(event.start, event.end)])).toEqual([
      ['object', '{"a":1, "b" : "x\\n"}'],
      ['object', '{"c":[1,{"d":null}]}'],
      ['number', '5'],
    ]);
    expect(events[0]?.members.map((m) => [m.name, m.kind, text.slice(m.start, m.end), m.escaped])).toEqual([
      ['a', 'number', '1', false],
      ['b', 'string', '"x\\n"', true],
    ]);
    expect(events[1]?.members).toHaveLength(1);
  });

  it.each([
    ['[{"a":1,"a":2}]', 'duplicate key "a" at byte 8'],
    ['[{"a":{"b":1,"\\u0062":2}}]', 'duplicate key "b" at byte 13'],
    ['[{"é":1,}]', 'expected a key in double quotes, found "}" at byte 9'],
    ['[{"a":NaN}]', 'expected a JSON value, found "N" at byte 6'],
    ['[{"a":01}]', 'expected "," or "}", found "1" at byte 7'],
    ['[{"a":1e400}]', 'number out of range at byte 6'],
    ['[{"a":"\\ud800"}]', 'lone surrogate at byte 7'],
    ['[{"a":"\\ud800\\u0041"}]', 'lone surrogate at byte 7'],
    ['[{"a":"\\udc00\\ud800"}]', 'lone surrogate at byte 7'],
    ['[{"a":"\\x"}]', 'unknown escape at byte 7'],
    ['[{"a":"\t"}]', 'control character in a string at byte 7'],
    ['[{"a":"', 'string without an end at byte 7'],
    ['\uFEFF[]', 'byte order mark at byte 0'],
    ['[] []', 'expected the end, found "[" at byte 3'],
    ['{}', 'expected "[", found "{" at byte 0'],
    ['', 'expected "[", found the end at byte 0'],
    [`[{"${'k'.repeat(257)}":1}]`, 'key longer than 256 bytes at byte 2'],
    [`[{"${'é'.repeat(129)}":1}]`, 'key longer than 256 bytes at byte 2'],
    [deep(65), 'nested deeper than 64 at byte 321'],
  ])('refuses %s', (text, message) => {
    expect(faultOf(text)).toBe(message);
  });

  it.each([
    deep(64),
    `[{"${'k'.repeat(256)}":1}]`,
    '[{"a":"\\ud83d\\ude00"}]',
    '[{"a":-0.0e-5}]',
    '[]',
    '[{"__proto__":1}]',
  ])('accepts %s', (text) => {
    expect(faultOf(text)).toBe('accepted');
  });

  it('tells duplicates among many keys', () => {
    const keys = Array.from({ length: 40 }, (_, i) => `"k${i}":1`);
    expect(faultOf(`[{${keys.join(',')}}]`)).toBe('accepted');
    expect(faultOf(`[{${[...keys, '"k39":2'].join(',')}}]`)).toContain('duplicate key "k39"');
  });

  it('accepts what JSON.stringify writes and finds the same values', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary', maxLength: 20 }), fc.jsonValue({ maxDepth: 5 })),
        (value) => {
          const text = JSON.stringify(value, null, 2).replaceAll('-0', '0');
          const event = scanEvent(text);
          const found = event.members.map((m) => [m.name, JSON.parse(text.slice(m.start, m.end)) as unknown]);
          expect(found).toEqual(Object.entries(JSON.parse(text) as object));
          expect(event.multiline).toBe(text.includes('\n'));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('refuses whatever JSON.parse refuses: one character changed, at random', () => {
    const base = '[{"a":1.5e-3,"b":[true,false,null,"x\\u00e9\\n"],"c":{"d":-0}}]';
    fc.assert(
      fc.property(
        fc.nat(base.length - 1),
        fc.constantFrom(...Array.from('{}[],:"\\0e.-tn \n\u0001')),
        (at, character) => {
          const text = base.slice(0, at) + character + base.slice(at + 1);
          if (!isList(text)) expect(faultOf(text)).not.toBe('accepted');
          else if (!/"(.)":.*"\1":/.test(text)) expect(faultOf(text)).toBe('accepted');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
