import { hash } from 'node:crypto';
import { formatAmzDate } from './amz-date.ts';
import { canonicalRequest } from './canonical.ts';
import { signatureOf, stringToSign } from './check.ts';
import type { Realm } from './read.ts';
import { deriveSigningKey } from './signing-keys.ts';
import { splitTarget } from './target.ts';

/** A request that is to be signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** Path and query, as they will be sent. */
  readonly target: string;
  /** `127.0.0.1:8080`, as it will be sent. */
  readonly host: string;
  readonly body: Uint8Array;
}

/**
 * Signs a request; for our own clients.
 * @param now epoch ms
 * @returns the headers to send with it, besides `host`
 */
export const sign = (
  request: UnsignedRequest,
  key: { readonly accessKeyId: string; readonly secretAccessKey: string },
  now: number,
  realm: Realm,
): { readonly 'x-amz-date': string; readonly authorization: string } => {
  const amzDate = formatAmzDate(now);
  const scope = { date: amzDate.slice(0, 8), region: realm.region, service: realm.service ?? 'execute-api' };
  const canonical = canonicalRequest({
    method: request.method,
    ...splitTarget(request.target),
    headers: new Map([
      ['host', request.host],
      ['x-amz-date', amzDate],
    ]),
    signedHeaders: ['host', 'x-amz-date'],
    payloadHash: hash('sha256', request.body),
  });
  const signature = signatureOf(
    deriveSigningKey(key.secretAccessKey, scope),
    stringToSign(scope, amzDate, canonical),
  );
  const credential = `${key.accessKeyId}/${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  return {
    'x-amz-date': amzDate,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
};
