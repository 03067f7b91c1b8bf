import { createHmac, hash } from 'node:crypto';
import {
  canonicalPath,
  canonicalRequest,
  checkSignature,
  deriveSigningKey,
  joinHeaders,
  parseAuthorization,
  readSignature,
  signingKeys,
  splitTarget,
  stringToSign,
} from '@sluice/core/sigv4';
import { describe, expect, it } from 'vitest';
import { type Case, type WireRequest, suite, suiteIsHere, suiteRealm, suiteTime, whyNot } from './suite.ts';

if (!suiteIsHere) console.warn(whyNot);

const signedParts = (request: WireRequest) => {
  const headers = joinHeaders(request.rawHeaders);
  return {
    method: request.method,
    ...splitTarget(request.target),
    headers,
    signedHeaders: parseAuthorization(headers.get('authorization')).signedHeaders,
    payloadHash: hash('sha256', request.body),
  };
};

const verify = (request: WireRequest, { secret, token }: Case): void => {
  const head = {
    method: request.method,
    ...splitTarget(request.target),
    headers: joinHeaders(request.rawHeaders),
  };
  const known = token === undefined ? { secret } : { secret, sessionToken: token };
  checkSignature(readSignature(head, suiteTime, suiteRealm), request.body, known, signingKeys());
};

describe.skipIf(!suiteIsHere)("AWS's signing test suite", () => {
  it('has its 38 cases', () => expect(suite()).toHaveLength(38));

  it.each(suite())('$name', (test) => {
    const pathRules = test.normalize ? 'normal' : 's3';
    const canonical = canonicalRequest({ ...signedParts(test.signed), pathRules });
    expect(canonical).toBe(test.canonicalRequest);
    const scope = { date: '20150830', ...suiteRealm };
    const text = stringToSign(scope, '20150830T123600Z', canonical);
    expect(text).toBe(test.stringToSign);
    const key = deriveSigningKey(test.secret, scope);
    expect(createHmac('sha256', key).update(text).digest('hex')).toBe(test.signature);
  });

  it.each(suite().filter(({ normalize }) => normalize))('$name verifies', (test) => {
    expect(() => verify(test.signed, test)).not.toThrow();
    expect(() => verify(test.signed, { ...test, secret: `${test.secret}x` })).toThrow(
      /signature is not right/,
    );
  });
});

describe('paths that were encoded once already (smithy-rs)', () => {
  it.each([
    ['/test/@connections/JBDvjfGEIAMCERw%3D', '/test/%40connections/JBDvjfGEIAMCERw%253D'],
    [
      '/v1/runs/arn%3Aaws%3Aexample%3Aus-east-1%3A000000000000%3Arun',
      '/v1/runs/arn%253Aaws%253Aexample%253Aus-east-1%253A000000000000%253Arun',
    ],
  ])('%s is encoded again', (path, canonical) => expect(canonicalPath(path)).toBe(canonical));
});
