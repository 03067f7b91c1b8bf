import { describe, expect, it } from 'vitest';
import { deriveSigningKey, signingKeys } from './signing-keys.ts';

const scope = { accessKeyId: 'K1', date: '20150830', region: 'us-east-1', service: 'iam' };
const of = (accessKeyId: string) => ({ ...scope, accessKeyId });

describe('the signing key', () => {
  it("is that of AWS's documented example", () => {
    const key = deriveSigningKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', scope);
    expect(Buffer.from(key).toString('hex')).toBe(
      'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
    );
  });
});

describe('the memory of signing keys', () => {
  it('derives once for a day, a place and a secret', () => {
    const keys = signingKeys();
    const first = keys.key(scope, 's');
    expect(keys.key({ ...scope }, 's')).toBe(first);
    for (const other of [{ date: '20150831' }, { region: 'eu-west-1' }, { service: 's3' }])
      expect(keys.key({ ...scope, ...other }, 's')).toEqual(deriveSigningKey('s', { ...scope, ...other }));
  });

  it('does not outlive a changed secret', () => {
    const keys = signingKeys();
    keys.key(scope, 'old');
    expect(keys.key(scope, 'new')).toEqual(deriveSigningKey('new', scope));
    expect(keys.key(scope, undefined)).not.toEqual(deriveSigningKey('new', scope));
  });

  it('is bounded, oldest out first, and unknown access keys push no known one out', () => {
    const keys = signingKeys(2);
    const [one, two] = [keys.key(of('K1'), 's'), keys.key(of('K2'), 's')];
    for (let at = 0; at < 10; at++) keys.key(of(`U${at}`), undefined);
    expect(keys.key(of('K1'), 's')).toBe(one);
    keys.key(of('K3'), 's');
    expect(keys.key(of('K2'), 's')).toBe(two);
    expect(keys.key(of('K1'), 's')).not.toBe(one);
  });
});
