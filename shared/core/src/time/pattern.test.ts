import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './index.ts';

const read = (pattern: string, value: string): number | undefined => {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.parse(value);
};

const reasonOf = (pattern: string): string => {
  const compiled = compilePattern(pattern);
  if (compiled.ok) throw new Error(`"${pattern}" compiled`);
  return compiled.reason;
};

const iso = (text: string): number => Date.parse(text);

describe('the named patterns', () => {
  it.each([
    ['ISO_DATE_TIME', '2016-01-21T15:32:12.345', '2016-01-21T15:32:12.345Z'],
    ['ISO_DATE_TIME', '2016-01-21T15:32:12.345+01:00', '2016-01-21T14:32:12.345Z'],
    ['iso_date_time', '2016-01-21T15:32', '2016-01-21T15:32:00Z'],
    ['Iso_Offset_Date_Time', '2016-01-21T15:32:12-08:00', '2016-01-21T23:32:12Z'],
    ['ISO_ZONED_DATE_TIME', '2016-01-21T15:32:12+01:00[Europe/Paris]', '2016-01-21T14:32:12Z'],
    ['ISO_INSTANT', '2016-01-21T15:32:12.345678Z', '2016-01-21T15:32:12.345Z'],
    ['RFC_1123_DATE_TIME', 'Thu, 21 Jan 2016 15:32:12 GMT', '2016-01-21T15:32:12Z'],
  ])('%s reads %s', (pattern, value, instant) => {
    expect(read(pattern, value)).toBe(iso(instant));
  });

  it('cuts fractions of a millisecond toward the past, before 1970 too', () => {
    expect(read('ISO_INSTANT', '1969-12-31T23:59:59.9999Z')).toBe(-1);
    expect(read('uuuu-MM-dd HH:mm:ss.SSSSSS', '1969-12-31 23:59:59.999999')).toBe(-1);
    expect(read('uuuu-MM-dd EEE HH:mm:ss.SSSSSS', '1969-12-31 Wed 23:59:59.999999')).toBe(-1);
  });
});

describe('the zone of values without one', () => {
  it('gives the right answer to the example that the original got wrong (it printed 1453415532345)', () => {
    expect(read("uuuu-MM-dd'T'HH:mm:ss.SSS@ UTC-8", '2016-01-21T15:32:12.345')).toBe(1453419132345);
    expect(read('ISO_DATE_TIME@ UTC-8', '2016-01-21T15:32:12.345')).toBe(1453419132345);
    expect(read('ISO_DATE_TIME@UTC-8', '2016-01-21T15:32:12.345')).toBe(1453419132345);
  });

  it.each([
    ['ISO_DATE_TIME@ Europe/Berlin', '2016-07-01T12:00:00', '2016-07-01T10:00:00Z'],
    ['ISO_DATE_TIME@ Europe/Berlin', '2016-01-01T12:00:00', '2016-01-01T11:00:00Z'],
    ['ISO_DATE_TIME@ Europe/Berlin', '2016-01-01T12:00:00Z', '2016-01-01T12:00:00Z'],
    ['ISO_DATE_TIME@ Europe/Berlin', '2050-07-01T12:00:00', '2050-07-01T10:00:00Z'],
    // skipped by the change of the clock: moves on by the gap; comes twice: the earlier
    ['ISO_DATE_TIME@ Europe/Berlin', '2016-03-27T02:30:00', '2016-03-27T01:30:00Z'],
    ['ISO_DATE_TIME@ Europe/Berlin', '2016-10-30T02:30:00', '2016-10-30T00:30:00Z'],
    ['uuuu-MM-dd HH:mm @ +05:30', '2016-01-21 15:32 ', '2016-01-21T10:02:00Z'],
    ['uuuu-MM-dd@ America/New_York', '2016-01-21', '2016-01-21T05:00:00Z'],
    ['d MMM uuuu@ America/New_York', '1 Jan 2016', '2016-01-01T05:00:00Z'],
    ['uuuu-MM-dd HH:mm VV@ Asia/Tokyo', '2016-01-21 15:32 Europe/Berlin', '2016-01-21T14:32:00Z'],
  ])('%s reads %s', (pattern, value, instant) => {
    expect(read(pattern, value)).toBe(iso(instant));
  });

  it('keeps the space before @ as a part of the pattern', () => {
    expect(read('uuuu-MM-dd HH:mm @ UTC', '2016-01-21 15:32')).toBeUndefined();
    expect(reasonOf('ISO_DATE_TIME @ UTC')).toContain('leave out the space');
  });

  it('refuses unknown zones with their name', () => {
    expect(reasonOf('ISO_DATE_TIME@ Europe/Nowhere')).toContain('"Europe/Nowhere"');
    expect(reasonOf('ISO_DATE_TIME@ ')).toContain('zone');
    expect(reasonOf('ISO_DATE_TIME@ SYSTEM')).toContain('"SYSTEM"');
    expect(reasonOf('ISO_DATE_TIME@ UTC @ UTC')).toContain('"UTC @ UTC"');
  });
});

describe('Java patterns', () => {
  it.each([
    ['uuuu-MM-dd HH:mm:ss', '2016-01-21 15:32:12', '2016-01-21T15:32:12Z'],
    ['uuuuMMddHHmmss', '20160121153212', '2016-01-21T15:32:12Z'],
    ['uuuuMMddHHmmssSSS', '20160121153212345', '2016-01-21T15:32:12.345Z'],
    ["uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX]", '2016-01-21T15:32:12', '2016-01-21T15:32:12Z'],
    ["uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX]", '2016-01-21T15:32:12+01:00', '2016-01-21T14:32:12Z'],
    ['MMM d, uuuu h:mm a', 'Jan 21, 2016 3:32 PM', '2016-01-21T15:32:00Z'],
    ['EEEE, d MMMM uuuu HH:mm', 'Thursday, 21 January 2016 15:32', '2016-01-21T15:32:00Z'],
    ['EEE MMM dd HH:mm:ss Z uuuu', 'Thu Jan 21 15:32:12 +0000 2016', '2016-01-21T15:32:12Z'],
    ['dd/MM/uuuu', '21/01/2016', '2016-01-21T00:00:00Z'],
    ['dd.MM.uu HH:mm', '21.01.16 15:32', '2016-01-21T15:32:00Z'],
    ['uuuu-DDD', '2016-021', '2016-01-21T00:00:00Z'],
    ['yyyy-MM-dd G HH:mm', '2016-01-21 AD 15:32', '2016-01-21T15:32:00Z'],
    ['uuuu-MM-dd HH:mm z', '2016-01-21 15:32 UTC', '2016-01-21T15:32:00Z'],
    ["uuuu-MM-dd 'at' HH 'o''clock'", "2016-01-21 at 15 o'clock", '2016-01-21T15:00:00Z'],
  ])('%s reads %s', (pattern, value, instant) => {
    expect(read(pattern, value)).toBe(iso(instant));
  });

  it('is strict', () => {
    expect(read('uuuu-MM-dd HH:mm', '2015-02-29 15:32')).toBeUndefined();
    expect(read('uuuu-MM-dd HH:mm', '2016-02-29 24:00')).toBeUndefined();
    expect(read('d MMM uuuu', '30 Feb 2016')).toBeUndefined();
    expect(read('EEE d MMM uuuu', 'Fri 21 Jan 2016')).toBeUndefined(); // a Thursday
    expect(read('uuuu-MM-dd VV', '2016-01-21 SYSTEM')).toBeUndefined();
    expect(read('d MMM uuuu', '')).toBeUndefined();
  });

  it('reads nothing beyond the years 1 to 9999', () => {
    expect(read('uuuu-MM-dd', '0000-12-31')).toBeUndefined();
    expect(read('uuuu-MM-dd', '0001-01-01')).toBe(-62_135_596_800_000);
    expect(read('uuuu-MM-dd EEE', '9999-12-31 Fri')).toBe(253_402_214_400_000);
    expect(read('d M uuuu', '1 1 +10000')).toBeUndefined();
  });

  it.each([
    ['yyyy-MM-dd HH:mm', 'uuuu'],
    ['HH:mm', 'does not tell a point in time'],
    ['uuuu-MM-dd hh:mm', 'hh with a'],
    ['uuuu-MMMMM-dd', 'does not tell a point in time'],
    ["uuuu-MM-dd'T", 'incomplete string literal'],
    ['uuuu-MM-dd {', 'reserved'],
    ['ISO_DATE_TME', 'ISO_INSTANT'],
    ['', 'empty'],
    ['@ UTC', 'empty'],
    ['u'.repeat(600), 'longer than'],
    ['constructor', 'cannot be used'],
    ['uuuu-MM-dd ]', 'cannot be used'],
  ])('refuses "%s"', (pattern, part) => {
    expect(reasonOf(pattern)).toContain(part);
    expect(reasonOf(pattern)).toContain(`"${pattern.slice(0, 100)}"`);
  });
});

it('loads js-joda only for patterns that need it', () => {
  const script = `
    const { compilePattern, timestampReader } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    const { createRequire } = await import('node:module');
    const { cache } = createRequire(${JSON.stringify(import.meta.url)});
    const loaded = () => Object.keys(cache).filter((file) => /js-joda/.test(file)).map((file) => file.replace(/.*@js-joda.([^\\\\/]*).*/, '$1'));
    const out = [];
    for (const [pattern, value] of [
      ['ISO_INSTANT', '2016-01-21T15:32:12Z'], ['ISO_DATE_TIME', 'x'], ['RFC_1123_DATE_TIME', 'x'],
      ['ISO_DATE_TIME@ UTC', 'x'], ['uuuu-MM-dd HH:mm:ss[.SSS][XXX]', '2016-01-21 15:32:12+01:00'],
    ]) compilePattern(pattern).parse(value);
    timestampReader([], [])('string', 'x', 0);
    out.push(loaded());
    compilePattern('ISO_DATE_TIME@ +01:00'); out.push(loaded());
    compilePattern('ISO_DATE_TIME@ Europe/Berlin'); out.push(loaded());
    compilePattern('d MMM uuuu'); out.push(loaded());
    console.log(JSON.stringify(out));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([
    [],
    ['core'],
    ['core', 'timezone'],
    ['core', 'timezone', 'locale_en-us'],
  ]);
});
