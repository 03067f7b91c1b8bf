import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestampReader } from './index.ts';

const now = Date.UTC(2026, 10, 23);
const plain = timestampReader([], []);
const year = 365.25 * 86_400_000;

const failure = (result: ReturnType<typeof plain>): { code: string; reason: string } => {
  if (result.ok) throw new Error(`read as ${result.timestamp}`);
  return result;
};

describe('without patterns', () => {
  it.each([
    ['number', '1473188446000', 1473188446000],
    ['string', '1473188446000', 1473188446000],
    ['string', '0001473188446000', 1473188446000],
    ['number', '631152000000', 631152000000],
    ['number', '0', 0],
    ['number', '-0', 0],
    ['number', '-62135596800000', -62135596800000],
    ['number', '253402300799999', 253402300799999],
  ] as const)('%s %s is %d', (kind, text, timestamp) => {
    expect(plain(kind, text, now)).toEqual({ ok: true, timestamp });
  });

  it.each([
    ['number', '1.47E12'],
    ['number', '1.5'],
    ['number', '1.0'],
    ['number', '1e3'],
    ['string', '1.5'],
    ['string', '+1473188446000'],
    ['string', ' 1473188446000'],
    ['string', ''],
    ['string', '0x10'],
    ['string', '١٢٣'],
    ['string', '2016-01-21T15:32:12Z'],
    ['boolean', 'true'],
    ['object', '{}'],
    ['array', '[1473188446000]'],
    ['null', 'null'],
  ] as const)('%s %s is refused', (kind, text) => {
    expect(failure(plain(kind, text, now)).code).toBe('BadTimestamp');
  });

  it('says what to send for a float', () => {
    expect(failure(plain('number', '1.47E12', now)).reason).toContain('here 1470000000000');
    expect(failure(plain('number', '1795392000.5', now)).reason).toContain('here 1795392000500');
    expect(failure(plain('string', '21.1.2016', now)).reason).toContain('"21.1.2016"');
  });

  it('refuses years beyond 1 to 9999, and names finer units', () => {
    for (const text of ['-62135596800001', '253402300800000', '9'.repeat(400), '9007199254740993']) {
      expect(failure(plain('number', text, now)).code).toBe('TimestampOutOfRange');
    }
    expect(failure(plain('number', `${now}000`, now)).reason).toContain(`${now} would be its milliseconds`);
    expect(failure(plain('number', `${now}000000`, now)).reason).toContain('nanoseconds');
  });
});

describe('epoch seconds', () => {
  it('are refused with the value in milliseconds', () => {
    const { code, reason } = failure(plain('number', '1795392000', now));
    expect(code).toBe('EpochSeconds');
    expect(reason).toContain('1795392000000');
  });

  it('are told from milliseconds by ten years around now', () => {
    const edge = Math.ceil((now - 10 * year) / 1000) - 1;
    expect(plain('number', String(edge), now)).toEqual({ ok: true, timestamp: edge });
    expect(failure(plain('string', String(edge + 1), now)).code).toBe('EpochSeconds');
    const future = Math.floor((now + 10 * year) / 1000);
    expect(failure(plain('number', String(future), now)).code).toBe('EpochSeconds');
    expect(plain('number', String(future + 1), now)).toEqual({ ok: true, timestamp: future + 1 });
  });

  it('are never seen in milliseconds of 1990 or later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 631152000000, max: 253402300799999 }), (at) => {
        expect(plain('number', String(at), now)).toEqual({ ok: true, timestamp: at });
      }),
    );
  });
});

describe('with patterns', () => {
  it("tries the metric's, then the tenant's, then an integer", () => {
    const read = timestampReader(['dd/MM/uuuu', 'ISO_INSTANT'], ['MM/dd/uuuu']);
    expect(read('string', '03/04/2016', now)).toEqual({ ok: true, timestamp: Date.UTC(2016, 3, 3) });
    expect(read('string', '03/24/2016', now)).toEqual({ ok: true, timestamp: Date.UTC(2016, 2, 24) });
    expect(read('string', '2016-01-21T00:00:00Z', now)).toEqual({
      ok: true,
      timestamp: Date.UTC(2016, 0, 21),
    });
    expect(read('string', '1473188446000', now)).toEqual({ ok: true, timestamp: 1473188446000 });
  });

  it('goes on after a pattern whose local part does not suit (the original threw there)', () => {
    const read = timestampReader(['uuuu-MM-dd HH:mm', 'uuuu-MM-dd EEE HH:mm'], ["uuuu-dd-MM' 'HH:mm"]);
    expect(read('string', '2016-21-01 15:32', now)).toEqual({
      ok: true,
      timestamp: Date.UTC(2016, 0, 21, 15, 32),
    });
  });

  it('gives a number to the patterns as text', () => {
    const read = timestampReader(['uuuuMMdd'], []);
    expect(read('number', '20160121', now)).toEqual({ ok: true, timestamp: Date.UTC(2016, 0, 21) });
  });

  it('names the value and the patterns tried, and passes over broken ones', () => {
    const read = timestampReader(['ISO_INSTANT', 'yyyy-MM-dd'], []);
    const { reason } = failure(read('string', '21/01/2016', now));
    expect(reason).toContain('"21/01/2016"');
    expect(reason).toContain('"ISO_INSTANT"');
    expect(reason).toContain('"yyyy-MM-dd" cannot be used');
    expect(read('string', '2016-01-21T00:00:00Z', now).ok).toBe(true);
  });

  it('takes any text of any kind without throwing', () => {
    const read = timestampReader(
      ['d MMM uuuu', 'ISO_DATE_TIME@ Europe/Berlin', 'RFC_1123_DATE_TIME'],
      ['uuuu-MM-dd VV'],
    );
    const kinds = fc.constantFrom('string', 'number', 'boolean', 'object', 'array', 'null' as const);
    fc.assert(
      fc.property(kinds, fc.string(), (kind, text) => {
        const result = read(kind, text, now);
        expect(result.ok || result.reason.length > 0).toBe(true);
      }),
    );
  });
});
