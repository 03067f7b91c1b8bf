import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fieldNameFault, isForbiddenName, metricKeyFault, nameFault } from './names.ts';

describe('isForbiddenName', () => {
  it('tells the names that the original forbade', () => {
    for (const bad of ['_f', '_f1', '_fd', '_f\n', 'T0¦¦', 'T0¦¦field', 'T1234¦¦x']) {
      expect(isForbiddenName(bad), bad).toBe(true);
    }
    for (const good of [
      '',
      '_',
      'f',
      'a_f1',
      '_F',
      '__f',
      'Ta¦¦',
      'T¦¦',
      'T0¦',
      'T',
      'xT0¦¦',
      't0¦¦',
      '__proto__',
    ])
      expect(isForbiddenName(good), good).toBe(false);
  });

  it('is the two patterns', () => {
    const parts = fc.constantFrom('_', 'f', 'T', '0', '9', '¦', 'a', '\n');
    const names = fc.array(parts, { maxLength: 6 }).map((some) => some.join(''));
    fc.assert(
      fc.property(names, (name) => {
        expect(isForbiddenName(name)).toBe(/^_f.*/.test(name) || /^T[0-9]+¦¦.*/.test(name));
      }),
    );
  });
});

describe('nameFault', () => {
  it('allows what an event may have as a key', () => {
    for (const good of ['a', 'A', ' ', '水 🌊', '__proto__', 'constructor', 'a.b', '"', 'é'.repeat(128)])
      expect(nameFault('name', good), good).toBeUndefined();
  });

  it.each([
    ['', 'is empty'],
    ['é'.repeat(128) + 'x', '257 bytes'],
    ['a\u0000b', 'control character'],
    ['a\nb', 'control character'],
    ['a\u009fb', 'control character'],
    ['a\ud800', 'lone surrogate'],
    ['_fx', 'reserved'],
    ['T0¦¦', 'reserved'],
  ])('refuses %j', (name, reason) => {
    expect(nameFault('metric name', name)).toContain(reason);
    expect(nameFault('metric name', name)).toMatch(/^metric name/);
    expect(nameFault('metric name', name)?.isWellFormed()).toBe(true);
  });

  it('refuses the keys of the event itself as fields, and all but metrictype as metric keys', () => {
    for (const own of ['companykey', 'metrictype', 'timestamp', 'eventid'])
      expect(fieldNameFault('field name', own)).toContain(own);
    expect(fieldNameFault('field name', 'Timestamp')).toBeUndefined();
    expect(metricKeyFault('metrictype')).toBeUndefined();
    expect(metricKeyFault('timestamp')).toContain('timestamp');
  });
});
