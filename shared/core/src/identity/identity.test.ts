import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { scanEvent } from '../event/index.ts';
import { canonicalEvent, identify } from './index.ts';

const canonical = (text: string): string => canonicalEvent(scanEvent(text));

describe('canonicalEvent', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const sent = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonical(sent)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names by UTF-16 code units, as RFC 8785, section 3.2.3', () => {
    const sent = String.raw`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`;
    expect(canonical(sent)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['1.0', '1'],
    ['1e25', '1e+25'],
    ['10000000000000000000000000', '10000000000000000000000000'],
    ['1e-7', '1e-7'],
  ])('writes the number %s as %s', (sent, written) => {
    expect(canonical(`{"a":${sent}}`)).toBe(`{"a":${written}}`);
  });

  it('writes every decimal as a double is written', () => {
    const decimal = fc.tuple(
      fc.constantFrom('', '-'),
      fc.constantFrom('0', '7', '123', '99999999'),
      fc.stringMatching(/^[0-9]{1,9}$/),
    );
    fc.assert(
      fc.property(decimal, ([sign, whole, fraction]) => {
        const sent = `${sign}${whole}.${fraction}`;
        expect(canonical(`{"a":${sent}}`)).toBe(`{"a":${String(Number(sent) + 0)}}`);
      }),
      { numRuns: 5000 },
    );
  });

  it('is what JSON gives back for any object, whatever the spacing and order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = canonical(JSON.stringify(value));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        const reversed = JSON.stringify(Object.fromEntries(Object.entries(value).toReversed()), null, 1);
        expect(canonical(reversed)).toBe(text);
      }),
    );
  });
});

describe('identify', () => {
  it('is 128 bits of SHA-256 in Crockford base32, padded on the left', () => {
    const bits = [...createHash('sha256').update('d1\n{"a":1,"b":"x"}').digest().subarray(0, 16)]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const expected = `00${bits}`.replace(/.{5}/g, (five) =>
      '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number.parseInt(five, 2)),
    );
    expect(identify('d1', scanEvent('{ "b":"x", "a":1.0 }'))).toEqual({
      eventId: expected,
      fingerprint: expected,
      unusableId: false,
    });
  });

  it("takes the client's own id and leaves it out of the fingerprint", () => {
    const plain = identify('d1', scanEvent('{"a":1}'));
    expect(identify('d1', scanEvent('{"eventid":"e\\u0041","a":1}'))).toEqual({
      eventId: 'eA',
      fingerprint: plain.fingerprint,
      unusableId: false,
    });
    expect(identify('d2', scanEvent('{"a":1}')).eventId).not.toBe(plain.eventId);
  });

  it.each(['""', '5', '["x"]', `"${'x'.repeat(129)}"`])(
    'counts the eventid %s as absent and says so',
    (id) => {
      const identity = identify('d1', scanEvent(`{"a":1,"eventid":${id}}`));
      expect(identity.unusableId).toBe(true);
      expect(identity.eventId).toHaveLength(26);
    },
  );

  it('counts characters, not code units, of an eventid', () => {
    expect(identify('d1', scanEvent(`{"eventid":"${'😀'.repeat(128)}"}`)).unusableId).toBe(false);
    expect(identify('d1', scanEvent(`{"eventid":"${'😀'.repeat(129)}"}`)).unusableId).toBe(true);
  });
});
