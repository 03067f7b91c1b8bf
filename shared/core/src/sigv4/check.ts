import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../http/answer.ts';
import { canonicalRequest } from './canonical.ts';
import type { ReadSignature } from './read.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What belongs to an access key id. */
export interface Secret {
  readonly secret: string;
  /** Only of temporary credentials: what `x-amz-security-token` must be. */
  readonly sessionToken?: string;
}

/** The text that is signed: algorithm, time, scope, and the hash of the canonical request. */
export const stringToSign = (
  scope: { readonly date: string; readonly region: string; readonly service: string },
  amzDate: string,
  canonical: string,
): string =>
  `AWS4-HMAC-SHA256\n${amzDate}\n${scope.date}/${scope.region}/${scope.service}/aws4_request\n${hash('sha256', Buffer.from(canonical, 'latin1'))}`;

/** The signature of a text, in lower-case hexadecimal digits. */
export const signatureOf = (signingKey: Uint8Array, text: string): string =>
  createHmac('sha256', signingKey).update(text).digest('hex');

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The one message for an unknown key, a revoked key and a wrong signature. */
const wrong =
  'the signature is not right for this request: check the access key id and its secret, and that method, path, query, signed headers and body are sent as they were signed';

const checkToken = (token: string | undefined, secret: Secret): void => {
  if (token === undefined && secret.sessionToken === undefined) return;
  if (secret.sessionToken === undefined)
    throw new Refusal(403, 'x-amz-security-token is sent with a permanent key: leave it out');
  if (token === undefined || !sameText(token, secret.sessionToken))
    throw new Refusal(403, 'x-amz-security-token is not the one of these temporary credentials');
};

/**
 * Second of two steps: checks the body's hash and the signature. Refuses with 403. Unknown and revoked keys (no secret) and wrong signatures get
 * the same message after the same work; what is said of a session token is said only to who signed rightly.
 * @param body the bytes received, before any decompression
 * @param known what belongs to the access key id; undefined when nothing does
 */
export const checkSignature = (
  signature: ReadSignature,
  body: Uint8Array,
  known: Secret | undefined,
  keys: SigningKeys,
): void => {
  const { head, signedHeaders } = signature;
  const payloadHash = hash('sha256', body);
  const declared = head.headers.get('x-amz-content-sha256');
  if (declared !== undefined && declared !== payloadHash)
    throw new Refusal(403, `the body's SHA-256 is ${payloadHash}, but x-amz-content-sha256 says ${declared}`);
  const canonical = canonicalRequest({ ...head, signedHeaders, payloadHash });
  const text = stringToSign(signature, signature.amzDate, canonical);
  const matches = sameText(signatureOf(keys.key(signature, known?.secret), text), signature.signature);
  if (!matches || known === undefined) throw new Refusal(403, wrong);
  checkToken(head.headers.get('x-amz-security-token'), known);
};
