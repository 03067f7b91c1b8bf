import { encode, recode } from './encode.ts';
import type { Headers } from './headers.ts';
import { isPlainPath } from './target.ts';

/** What a canonical request is made of. */
export interface CanonicalParts {
  readonly method: string;
  /** As received, undecoded. */
  readonly path: string;
  /** As received, without the question mark. */
  readonly query: string;
  readonly headers: Headers;
  /** Lower-case names in ascending order, each of them present. */
  readonly signedHeaders: readonly string[];
  /** SHA-256 of the body, lower-case hexadecimal. */
  readonly payloadHash: string;
  /** `s3`: dot and empty segments stay, and escapes are not escaped again. Every other service is `normal`. */
  readonly pathRules?: 'normal' | 's3';
}

/** Drops dot segments and empty ones; a trailing slash stays (botocore's and smithy's rule). */
const normalized = (path: string): string => {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(encode(segment));
  }
  const joined = `/${kept.join('/')}`;
  return path.endsWith('/') && kept.length > 0 ? `${joined}/` : joined;
};

/** The canonical path: normalised and, since it was encoded once already, encoded again; for S3 only brought to one spelling. */
export const canonicalPath = (path: string, rules: 'normal' | 's3' = 'normal'): string => {
  if (isPlainPath(path)) return path;
  return rules === 's3' ? path.split('/').map(recode).join('/') : normalized(path);
};

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The canonical query: each name and value in one spelling, sorted by name, then by value; repeats stay, `a` is `a=`. */
export const canonicalQuery = (query: string): string => {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): readonly [string, string] => {
      const mark = pair.indexOf('=');
      return mark < 0 ? [recode(pair), ''] : [recode(pair.slice(0, mark)), recode(pair.slice(mark + 1))];
    })
    .sort((a, b) => ascending(a[0], b[0]) || ascending(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
};

/** Only ASCII blanks: the value is bytes in latin1, where U+00A0 may be the half of a UTF-8 character. */
const blanks = /[ \t\r\n\v\f]+/g;
const needsTrim = /^[ \t\r\n\v\f]|[\t\r\n\v\f]| {2}|[ \t\r\n\v\f]$/;

const trimmed = (value: string): string =>
  needsTrim.test(value) ? value.replace(blanks, ' ').replace(/^ | $/g, '') : value;

/**
 * The canonical request of AWS Signature Version 4, header form, as a text of which each character is a byte (latin1).
 * @example `GET\n/\n\nhost:example.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\ne3b0c442…`
 */
export const canonicalRequest = (parts: CanonicalParts): string => {
  let lines = `${parts.method}\n${canonicalPath(parts.path, parts.pathRules)}\n${canonicalQuery(parts.query)}\n`;
  for (const name of parts.signedHeaders) lines += `${name}:${trimmed(parts.headers.get(name) ?? '')}\n`;
  return `${lines}\n${parts.signedHeaders.join(';')}\n${parts.payloadHash}`;
};
