import { core, zoned } from './joda.cjs';
import type { DateTimeFormatter, DateTimeFormatterBuilder } from '@js-joda/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimestamp } from './civil.ts';
import { compilePattern } from './index.ts';

zoned();
const {
  ChronoField,
  DateTimeFormatter: Formatter,
  DateTimeFormatterBuilder: Builder,
  ResolverStyle,
  TemporalQueries,
} = core();

/** As java.time.format.DateTimeFormatter defines ISO_DATE_TIME and ISO_ZONED_DATE_TIME; js-joda's own lack the region. */
const withRegion = (builder: DateTimeFormatterBuilder): DateTimeFormatterBuilder =>
  builder
    .optionalStart()
    .appendLiteral('[')
    .parseCaseSensitive()
    .appendZoneId()
    .appendLiteral(']')
    .optionalEnd();

const isoDateTime = (): DateTimeFormatter => {
  const builder = new Builder().append(Formatter.ISO_LOCAL_DATE_TIME).optionalStart().appendOffsetId();
  return withRegion(builder).toFormatter(ResolverStyle.STRICT);
};

const references: Record<string, DateTimeFormatter> = {
  ISO_DATE_TIME: isoDateTime(),
  ISO_OFFSET_DATE_TIME: Formatter.ISO_OFFSET_DATE_TIME,
  ISO_ZONED_DATE_TIME: withRegion(new Builder().append(Formatter.ISO_OFFSET_DATE_TIME)).toFormatter(
    ResolverStyle.STRICT,
  ),
  ISO_INSTANT: Formatter.ISO_INSTANT,
};

const reference = (formatter: DateTimeFormatter, value: string): number | undefined => {
  try {
    const parsed = formatter.parse(value);
    const date = parsed.query(TemporalQueries.localDate());
    const time = parsed.query(TemporalQueries.localTime());
    const seconds = parsed.isSupported(ChronoField.INSTANT_SECONDS)
      ? parsed.getLong(ChronoField.INSTANT_SECONDS)
      : (date?.toEpochDay() ?? Number.NaN) * 86_400 + (time?.toSecondOfDay() ?? Number.NaN);
    const nanos = parsed.getLong(ChronoField.NANO_OF_SECOND);
    const at = seconds * 1000 + Math.floor(nanos / 1e6);
    return isTimestamp(at) ? at : undefined;
  } catch {
    return undefined;
  }
};

const parserOf = (pattern: string): ((value: string) => number | undefined) => {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.parse;
};

const padded = (width: number, max: number) =>
  fc.integer({ min: 0, max }).map((n) => String(n).padStart(width, '0'));
const mostly = (usual: fc.Arbitrary<string>, ...odd: string[]) =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const value = fc
  .tuple(
    mostly(
      padded(4, 9999),
      '+02016',
      '+0000002016',
      '+00000',
      '-0001',
      '-0000',
      '0000',
      '+12345',
      '12345',
      '216',
      '+2016',
    ),
    mostly(fc.constant('-'), '', '/'),
    mostly(padded(2, 13), '02', '1', '99'),
    mostly(fc.constant('-'), ''),
    mostly(padded(2, 32), '28', '29', '30', '31', '1'),
    mostly(fc.constant('T'), 't', ' ', ''),
    mostly(padded(2, 24), '24', '23', '1', '-1', '+1'),
    mostly(fc.constant(':'), '', ';'),
    mostly(padded(2, 60), '00', '59'),
    mostly(
      padded(2, 61).map((s) => `:${s}`),
      '',
      ':00',
      ':60',
      ':5',
      ':',
    ),
    mostly(fc.stringMatching(/^(\.[0-9]{0,10})?$/), '.0', '.000', '.999999999', ',5', '.5.', '.٣'),
    mostly(
      fc.oneof(
        fc.constant('Z'),
        fc.constant(''),
        fc.stringMatching(/^[+-](0[0-9]|1[0-9]):[0-6][0-9](:[0-6][0-9])?$/),
      ),
      'z',
      '+18:00',
      '-18:00:01',
      '+18:01',
      '-00:00',
      '+0100',
      '+01',
      '+01:0',
      '+01:00:',
      '+01:00:0',
      ' Z',
      'ZZ',
    ),
    mostly(
      fc.constant(''),
      '[Europe/Berlin]',
      '[UTC]',
      '[GMT+01:00]',
      '[Z]',
      '[]',
      '[Nowhere/At_All]',
      '[-08:00]',
      '[',
      '[utc]',
      '[UTC-8]',
      '[EST] ',
      '[[UTC]',
      '[UTC]]',
    ),
  )
  .map((parts) => parts.join(''));

describe.each(Object.entries(references))('%s', (name, formatter) => {
  it('reads what js-joda reads, and nothing else', () => {
    const parse = parserOf(name);
    let valid = 0;
    fc.assert(
      fc.property(value, (text) => {
        const expected = reference(formatter, text);
        if (expected !== undefined) valid++;
        expect(parse(text), text).toBe(expected);
      }),
      { numRuns: 4000 },
    );
    expect(valid).toBeGreaterThan(100); // the generator must not miss the good values
  });

  it('reads what js-joda reads of single changes to a good value', () => {
    const parse = parserOf(name);
    const good = fc.constantFrom(
      '2016-02-29T23:59:59.123456789Z',
      '2016-01-21T15:32:12+01:00',
      '1969-12-31T23:59:59.9999-08:00',
      '2016-12-31T23:59:60Z',
      '2016-12-31T24:00:00.000Z',
    );
    fc.assert(
      fc.property(
        good,
        fc.nat(30),
        fc.constantFrom('', ...'0129:.-+TZt ['.split('')),
        fc.boolean(),
        (text, at, put, insert) => {
          const changed = text.slice(0, at) + put + text.slice(insert ? at : at + 1);
          expect(parse(changed), changed).toBe(reference(formatter, changed));
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('takes any text without throwing', () => {
    const parse = parserOf(name);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parse(text)).toBe(reference(formatter, text));
      }),
    );
  });
});

it('reads the instants of Date back from toISOString', () => {
  const parse = parserOf('ISO_INSTANT');
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (at) => {
      expect(parse(new Date(at).toISOString())).toBe(at);
    }),
  );
});

describe('RFC_1123_DATE_TIME', () => {
  const parse = parserOf('rfc_1123_date_time');

  it('reads the instants of Date back from toUTCString', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (second) => {
        expect(parse(new Date(second * 1000).toUTCString())).toBe(second * 1000);
      }),
    );
  });

  const at = Date.UTC(2016, 0, 21, 15, 32, 12);
  it.each([
    ['Thu, 21 Jan 2016 15:32:12 GMT', at],
    ['thu, 21 jan 2016 15:32:12 gmt', at],
    ['21 Jan 2016 15:32:12 GMT', at],
    ['Thu, 21 Jan 2016 07:32:12 -0800', at],
    ['Thu, 21 Jan 2016 15:32 GMT', at - 12_000],
    ['Thu, 7 Jan 2016 15:32:12 GMT', at - 14 * 86_400_000],
    ['Wed, 20 Jan 2016 24:00:00 GMT', Date.UTC(2016, 0, 21)],
    ['Fri, 21 Jan 2016 15:32:12 GMT', undefined],
    ['Thu, 21 Jan 2016 15:32:12', undefined],
    ['Thu, 21 Jan 2016 15:32:12 EST', undefined],
    ['Thu, 21 Jan 2016 15:32:12 +1901', undefined],
    ['31 Feb 2016 15:32:12 GMT', undefined],
    ['21 Jan 16 15:32:12 GMT', undefined],
    ['21 Jan 2016 25:00:00 GMT', undefined],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});
