import { Refusal } from '../http/answer.ts';
import type { Quota } from '../ports/directory.ts';
import { exceedsBurst, type Taken } from './bucket.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * The header fields of draft-ietf-httpapi-ratelimit-headers (revisions 08 to 11: Structured Fields with `q`, `qu`, `w` and `r`, `t`).
 * `w` is the time in which an empty bucket fills; `qu` says that events are counted, not requests, which is the draft's default.
 * `t` is the time until the bucket is full, and on a refusal the time of `Retry-After`, as section 5 of the draft asks.
 * None for an unlimited quota.
 */
export const quotaHeaders = (quota: Quota, taken: Taken): Headers => {
  if (quota.ratePerSecond === 'unlimited') return {};
  const window = Math.ceil(quota.burst / quota.ratePerSecond);
  const until = Number.isFinite(taken.retryAfterSeconds) ? taken.retryAfterSeconds : 0;
  return {
    'RateLimit-Policy': `"default";q=${quota.burst};w=${window};qu="events"`,
    RateLimit: `"default";r=${taken.remaining};t=${taken.ok ? taken.resetSeconds : until}`,
  };
};

/** The 400 for a request that could never pass, or undefined. Rejected events count too, so hand in all of the request's. */
export const aboveBurst = (events: number, quota: Quota): Refusal | undefined =>
  exceedsBurst(events, quota)
    ? new Refusal(
        400,
        `the request has ${events} events, more than the burst of ${quota.burst} of your quota: it could never pass; send at most ${quota.burst} events a request`,
      )
    : undefined;

/** The 429 for a request whose events the bucket did not hold. Nothing of it was stored or counted. */
export const overQuota = (events: number, quota: Quota, taken: Taken): Refusal => {
  const wait = String(taken.retryAfterSeconds);
  return new Refusal(
    429,
    `the request's ${events} events are over the quota of ${quota.ratePerSecond} events a second (burst ${quota.burst}), nothing was stored; try again in ${wait} s`,
    { ...quotaHeaders(quota, taken), 'retry-after': wait },
  );
};
