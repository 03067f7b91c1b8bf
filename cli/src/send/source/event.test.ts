import { describe, expect, it } from 'vitest';
import { eventOf } from './event.ts';

const event = (text: string, metric?: string) => eventOf({ line: 1, bytes: Buffer.from(text) }, metric);

describe('eventOf', () => {
  it('sends the text as it stands', () => {
    expect(event('{ "n": 12345678901234567890, "x": 1.0 }')).toEqual({
      text: '{ "n": 12345678901234567890, "x": 1.0 }',
    });
  });

  it.each([
    ['{"a":1}', '{"metrictype":"m","a":1}'],
    ['{}', '{"metrictype":"m"}'],
    [' {"a":1}', ' {"metrictype":"m","a":1}'],
    ['{"metrictype":"own"}', '{"metrictype":"own"}'],
    ['{"metrictype": null, "a":1}', '{"metrictype": "m", "a":1}'],
    ['42', '42'],
  ])('names the metric of %s', (text, expected) => {
    expect(event(text, 'm')).toEqual({ text: expected });
  });

  it.each(['{bad}', '{"a":1,"a":2}', '{"a":NaN}', '{"a":1,}', '{"a":1e999}', ''])(
    'refuses %s, which would spoil its whole request',
    (text) => {
      expect(event(text)).toMatchObject({ fault: expect.stringContaining('it is not JSON') as unknown });
    },
  );

  it('refuses what is not UTF-8 or too long', () => {
    expect(eventOf({ line: 1, bytes: Buffer.from([0x22, 0xff, 0x22]) }, undefined)).toMatchObject({
      fault: expect.stringContaining('not UTF-8') as unknown,
    });
    expect(event(`{"a":"${'x'.repeat(1_000_000)}"}`)).toMatchObject({
      fault: expect.stringContaining('999488') as unknown,
    });
  });
});
