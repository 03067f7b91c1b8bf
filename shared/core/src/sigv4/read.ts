import { Refusal } from '../http/answer.ts';
import { parseAmzDate } from './amz-date.ts';
import { type Authorization, parseAuthorization } from './authorization.ts';
import type { Headers } from './headers.ts';

/** A request without its body, as received. */
export interface RequestHead {
  readonly method: string;
  /** Of the target, undecoded. */
  readonly path: string;
  /** Of the target, undecoded, without the question mark. */
  readonly query: string;
  readonly headers: Headers;
}

/** What a server takes signatures for. */
export interface Realm {
  readonly region: string;
  /** Default `execute-api`. */
  readonly service?: string;
}

/** A signature that is complete and of the right time and place; nobody has checked yet whether it is right. */
export interface ReadSignature extends Authorization {
  readonly head: RequestHead;
  /** `20150830T123600Z` */
  readonly amzDate: string;
}

/** IAM's rule: a request must arrive within five minutes of its time stamp. */
export const maxSkew = 5 * 60_000;

const checkTime = (authorization: Authorization, amzDate: string | undefined, now: number): string => {
  if (amzDate === undefined) throw new Refusal(403, 'the x-amz-date header is missing; it is required');
  const at = parseAmzDate(amzDate);
  if (at === undefined) throw new Refusal(403, 'the x-amz-date header is not a date like 20150830T123600Z');
  if (Math.abs(now - at) > maxSkew)
    throw new Refusal(
      403,
      `the request's time ${amzDate} is more than 5 minutes from the server's time ${new Date(now).toISOString()}: set the clock and sign again`,
    );
  if (!amzDate.startsWith(authorization.date))
    throw new Refusal(
      403,
      `the Credential's date ${authorization.date} is not the date of x-amz-date ${amzDate}`,
    );
  return amzDate;
};

const checkScope = (authorization: Authorization, realm: Realm): void => {
  const service = realm.service ?? 'execute-api';
  if (authorization.region === realm.region && authorization.service === service) return;
  throw new Refusal(
    403,
    `the Credential is not for region ${realm.region} and service ${service}: sign for these`,
  );
};

/**
 * Sent unsigned by some clients, and harmless so: a token may be added after signing (AWS-STS), and the body's hash is compared with the body
 * that is signed itself.
 */
const maybeUnsigned: ReadonlySet<string> = new Set(['x-amz-security-token', 'x-amz-content-sha256']);

const checkSignedHeaders = (signed: readonly string[], headers: Headers): void => {
  const absent = signed.find((name) => !headers.has(name));
  if (absent !== undefined) throw new Refusal(403, `the signed header ${absent} is not in the request`);
  if (!signed.includes('host')) throw new Refusal(403, 'the host header is not signed; it must be');
  for (const name of headers.keys())
    if (name.startsWith('x-amz-') && !signed.includes(name) && !maybeUnsigned.has(name))
      throw new Refusal(403, `the header ${name} is not signed; every x-amz- header must be`);
};

/** The hash is always taken from the bytes received; a client that sends one says what it meant to send. */
const checkDeclaredHash = (declared: string | undefined): void => {
  if (declared === undefined || /^[0-9a-f]{64}$/.test(declared)) return;
  throw new Refusal(
    403,
    'x-amz-content-sha256 is not the SHA-256 of the body in lower-case hexadecimal digits (unsigned payloads and streaming signatures are not taken)',
  );
};

/**
 * First of two steps: reads the signature of a request and checks all that needs neither key nor body. Refuses with 403; nothing it says
 * depends on whether the access key exists. Look the access key up next, then `checkSignature`.
 * @param now epoch ms, when the request's head arrived
 */
export const readSignature = (head: RequestHead, now: number, realm: Realm): ReadSignature => {
  const authorization = parseAuthorization(head.headers.get('authorization'));
  const amzDate = checkTime(authorization, head.headers.get('x-amz-date'), now);
  checkScope(authorization, realm);
  checkSignedHeaders(authorization.signedHeaders, head.headers);
  checkDeclaredHash(head.headers.get('x-amz-content-sha256'));
  return { ...authorization, head, amzDate };
};
