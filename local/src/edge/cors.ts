import { Refusal, type HttpResult } from '@sluice/core/http';
import type { Headers } from '@sluice/core/sigv4';

const methods = 'GET, POST, PUT, PATCH, DELETE';
/** What a signing web app sends. */
const requestHeaders =
  'authorization, content-type, content-encoding, accept, x-amz-date, x-amz-security-token, x-amz-content-sha256, x-api-key';
const exposed = 'x-amzn-RequestId, RateLimit, RateLimit-Policy, Retry-After';
/** The most that Chromium keeps a preflight's answer, in seconds. */
const maxAge = '7200';

export type Cors = (origin: string | undefined) => Readonly<Record<string, string>>;

/** The CORS headers of an answer: for a listed origin its permission, for every other one only what caches must know. */
export const corsFor = (origins: readonly string[]): Cors => {
  const listed = new Set(origins);
  return (origin) => {
    if (listed.size === 0) return {};
    if (origin === undefined || !listed.has(origin)) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposed,
    };
  };
};

/**
 * The answer to a browser's preflight (which is never signed); undefined when the request is not one.
 * Refuses with 403 an origin that is not listed.
 */
export const preflight = (
  method: string | undefined,
  headers: Headers,
  origins: readonly string[],
): HttpResult | undefined => {
  const origin = headers.get('origin');
  if (method !== 'OPTIONS' || origin === undefined || !headers.has('access-control-request-method'))
    return undefined;
  if (!origins.includes(origin))
    throw new Refusal(403, `the origin ${JSON.stringify(origin)} is not allowed`);
  return {
    statusCode: 204,
    headers: {
      'access-control-allow-methods': methods,
      'access-control-allow-headers': requestHeaders,
      'access-control-max-age': maxAge,
    },
    body: '',
  };
};
