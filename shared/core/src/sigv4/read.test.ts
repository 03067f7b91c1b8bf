import { describe, expect, it } from 'vitest';
import { formatAmzDate, parseAmzDate } from './amz-date.ts';
import { checkSignature } from './check.ts';
import { readSignature } from './read.ts';
import { sign } from './sign.ts';
import { signingKeys } from './signing-keys.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const realm = { region: 'us-east-1' };
const key = { accessKeyId: 'K1', secretAccessKey: 's' };
const body = Buffer.from('{}');
const request = { method: 'POST', target: '/v1/t', host: 'h', body };

const headOf = (signedAt = now, more: Record<string, string> = {}) => {
  const signed = sign(request, key, signedAt, realm);
  return {
    method: 'POST',
    path: '/v1/t',
    query: '',
    headers: new Map(Object.entries({ host: 'h', ...signed, ...more })),
  };
};
const refusal = (message: RegExp): unknown =>
  expect.objectContaining({ status: 403, message: expect.stringMatching(message) as string });

describe('the clock', () => {
  it.each([-300_000, 300_000])('may differ by five minutes (%i ms)', (skew) => {
    expect(readSignature(headOf(now + skew), now, realm).accessKeyId).toBe('K1');
  });

  it.each([-301_000, 301_000])("by no more (%i ms); the server's time is named", (skew) => {
    expect(() => readSignature(headOf(now + skew), now, realm)).toThrow(refusal(/2026-11-23T12:00:00\.000Z/));
  });

  it('is read before the key is', () => {
    const head = headOf(now - 301_000);
    expect(() => readSignature(head, now, { region: 'eu-west-1' })).toThrow(refusal(/5 minutes/));
  });
});

describe('session tokens', () => {
  const token = { 'x-amz-security-token': 'token' };
  const check = (more: Record<string, string>, secret: { secret: string; sessionToken?: string }) => () =>
    checkSignature(readSignature(headOf(now, more), now, realm), body, secret, signingKeys());

  it('belong to temporary credentials, even when added after signing', () => {
    expect(check(token, { secret: 's', sessionToken: 'token' })).not.toThrow();
    expect(check({}, { secret: 's' })).not.toThrow();
  });

  it.each([
    ['with a permanent key', token, { secret: 's' }, /permanent key/],
    ['that are others', token, { secret: 's', sessionToken: 'tokem' }, /not the one/],
    ['that are missing', {}, { secret: 's', sessionToken: 'token' }, /not the one/],
    ['whose key is wrong, which is all that is told', token, { secret: 'x' }, /signature is not right/],
  ])('are refused %s', (_name, more, secret, message) =>
    expect(check(more, secret)).toThrow(refusal(message)),
  );
});

describe('an x-amz-date', () => {
  it('is one exact form of a time that exists', () => {
    expect(parseAmzDate('20261123T120000Z')).toBe(now);
    expect(formatAmzDate(now)).toBe('20261123T120000Z');
    for (const text of [
      '20261323T120000Z',
      '20260230T120000Z',
      '20261123T246000Z',
      '2026-11-23T12:00:00Z',
      '20261123T120000',
      '',
    ])
      expect(parseAmzDate(text)).toBeUndefined();
  });
});

describe('a signature', () => {
  const changed = (change: (authorization: string) => string, more: Record<string, string> = {}) => {
    const head = headOf(now, more);
    const authorization = change(head.headers.get('authorization') ?? '');
    return { ...head, headers: new Map([...head.headers, ['authorization', authorization]]) };
  };

  it.each([
    ['of another region', /\/us-east-1\//, '/eu-west-1/', /region us-east-1 and service execute-api/],
    ['for another service', /execute-api/, 's3', /region us-east-1 and service execute-api/],
    ['of another day', /\/20261123\//, '/20261122/', /20261122 is not the date/],
    ['of a host left out', /host;/, '', /host header is not signed/],
    ['of a header that is absent', /x-amz-date,/, 'x-amz-date;zz,', /zz is not in the request/],
    ['of headers out of order', /host;x-amz-date/, 'x-amz-date;host', /ascending order/],
    ['of another algorithm', /SHA256/, 'SHA512', /algorithm/],
    ['without its key', /Credential=\S+/, '', /lacks Credential/],
    ['with a part twice', /$/, ', SignedHeaders=host', /repeats SignedHeaders/],
  ])('%s is refused, however rightly made', (_name, pattern, instead, message) => {
    const head = changed((text) => text.replace(pattern, instead));
    expect(() => readSignature(head, now, realm)).toThrow(refusal(message));
  });

  it('may have its parts in any order, with or without blanks', () => {
    const head = changed((text) => {
      const [algorithm = '', a = '', b = '', c = ''] = text.replaceAll(',', '').split(' ');
      return `${algorithm} ${c},${a},  ${b}`;
    });
    const read = readSignature(head, now, realm);
    expect(() => checkSignature(read, body, { secret: 's' }, signingKeys())).not.toThrow();
  });

  it('leaves no x-amz- header out, but for the token and the body hash', () => {
    expect(() => readSignature(headOf(now, { 'x-amz-target': 'a' }), now, realm)).toThrow(
      refusal(/x-amz-target/),
    );
    expect(() => readSignature(headOf(now, { 'x-amz-security-token': 'a' }), now, realm)).not.toThrow();
    expect(() => readSignature(headOf(now, { 'x-amzn-trace-id': 'a' }), now, realm)).not.toThrow();
  });

  it('of an unknown key is never right, though its secret be guessed', () => {
    const nobodys = sign(request, { accessKeyId: 'K1', secretAccessKey: 'nobody' }, now, realm);
    const head = { ...headOf(), headers: new Map(Object.entries({ host: 'h', ...nobodys })) };
    const read = readSignature(head, now, realm);
    expect(() => checkSignature(read, body, undefined, signingKeys())).toThrow(
      refusal(/signature is not right/),
    );
  });
});
