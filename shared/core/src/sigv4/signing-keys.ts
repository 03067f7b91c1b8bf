import { createHmac } from 'node:crypto';

/** Whom a signing key is derived for. */
export interface SigningScope {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** HMAC-SHA256. */
const hmac = (key: string | Uint8Array, text: string): Uint8Array =>
  createHmac('sha256', key).update(text).digest();

/** The key that signs the requests of one secret on one day, in one region, to one service. */
export const deriveSigningKey = (secret: string, scope: Omit<SigningScope, 'accessKeyId'>): Uint8Array =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, scope.date), scope.region), scope.service), 'aws4_request');

interface Entry {
  readonly secret: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly key: Uint8Array;
}

/** Remembers the signing key of each access key, of the last day it was used on. */
export interface SigningKeys {
  /** The signing key of a secret; undefined stands for an access key that nobody has: a key of no use, in the same time. */
  key(scope: SigningScope, secret: string | undefined): Uint8Array;
}

/** Any secret does: a request of an unknown key is refused whatever its signature. */
const nobodysSecret = 'nobody';

const remembering = (limit: number) => {
  const entries = new Map<string, Entry>();
  return (scope: SigningScope, secret: string): Uint8Array => {
    const { accessKeyId, date, region, service } = scope;
    const known = entries.get(accessKeyId);
    if (
      known?.date === date &&
      known.secret === secret &&
      known.region === region &&
      known.service === service
    )
      return known.key;
    const key = deriveSigningKey(secret, scope);
    if (known === undefined && entries.size >= limit) entries.delete(entries.keys().next().value ?? '');
    entries.set(accessKeyId, { secret, date, region, service, key });
    return key;
  };
};

/**
 * A bounded memory of signing keys, oldest out first. An entry counts only for the secret it was derived from, so a key made again with
 * another secret, or revoked, gains nothing from it. Unknown access keys have a memory of their own: they cost the same time as known ones, and
 * cannot push those out.
 * @param limit access keys of each of the two
 */
export const signingKeys = (limit = 10_000): SigningKeys => {
  const known = remembering(limit);
  const unknown = remembering(limit);
  return {
    key: (scope, secret) => (secret === undefined ? unknown(scope, nobodysSecret) : known(scope, secret)),
  };
};
