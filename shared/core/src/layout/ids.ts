import { hash } from 'node:crypto';
import { encodeBase32 } from './base32.ts';

declare const tenantBrand: unique symbol;
/** An opaque 26-character id, made only when a tenant is created; names are never keys. */
export type TenantId = string & { readonly [tenantBrand]: true };

const ulidPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** True for 26 characters of upper-case Crockford base32. */
export const isTenantId = (text: string): text is TenantId => ulidPattern.test(text);

/** The near-line and lake key of a declared metric: `m_` and the ULID it was given when it was declared. */
export const declaredMetricId = (ulid: string): string => `m_${ulid}`;

const undeclaredIds = new Map<string, string>();

/** The key of a metric nobody declared: `u_` and 26 characters (128 bits of SHA-256) of its sent name. Exact: names that differ in case differ. */
export const undeclaredMetricId = (sentName: string): string => {
  const known = undeclaredIds.get(sentName);
  if (known !== undefined) return known;
  const id = `u_${encodeBase32(hash('sha256', sentName, 'binary'))}`;
  if (undeclaredIds.size >= 10_000) undeclaredIds.clear();
  undeclaredIds.set(sentName, id);
  return id;
};

/** The partition of the near-line store that holds a tenant's error records, by the hour they were handled. */
export const errorsMetricId = 'errors';
