import type { Quota } from '../ports/directory.ts';

/** A token bucket. In thousandths of an event and milliseconds all sums are whole numbers, so nothing is lost or won by rounding. */
export interface Bucket {
  readonly milliTokens: number;
  /** When it held them, epoch ms. */
  readonly at: number;
}

export interface Taken {
  readonly ok: boolean;
  /** The bucket afterwards; undefined for an unlimited quota, which needs none. */
  readonly bucket: Bucket | undefined;
  /** Whole events that could be sent now. */
  readonly remaining: number;
  /** Seconds, rounded up, until the bucket is full. */
  readonly resetSeconds: number;
  /** Seconds, rounded up, until the same request passes if nothing else is sent; 0 when it passed, Infinity when it never can. */
  readonly retryAfterSeconds: number;
}

/** True when a request with so many events could never pass: the caller refuses it with 400 before it takes anything. */
export const exceedsBurst = (events: number, quota: Quota): boolean =>
  quota.ratePerSecond !== 'unlimited' && events > quota.burst;

const secondsUntil = (missingMilliTokens: number, ratePerSecond: number): number =>
  Math.ceil(Math.ceil(missingMilliTokens / ratePerSecond) / 1000);

/**
 * Takes n events from a bucket, all or nothing.
 * @param bucket undefined for a principal that has sent nothing yet: its bucket is full
 * @param now epoch ms; a clock that went back refills nothing
 * @param quota whole numbers from 1
 */
export const take = (bucket: Bucket | undefined, now: number, n: number, quota: Quota): Taken => {
  const rate = quota.ratePerSecond;
  if (rate === 'unlimited')
    return { ok: true, bucket: undefined, remaining: Infinity, resetSeconds: 0, retryAfterSeconds: 0 };
  const full = quota.burst * 1000;
  const refilled = bucket === undefined ? full : bucket.milliTokens + Math.max(0, now - bucket.at) * rate;
  const held = Math.min(full, refilled);
  const ok = held >= n * 1000;
  const milliTokens = ok ? held - n * 1000 : held;
  const retryAfterSeconds = exceedsBurst(n, quota) ? Infinity : secondsUntil(n * 1000 - held, rate);
  return {
    ok,
    bucket: { milliTokens, at: now },
    remaining: Math.floor(milliTokens / 1000),
    resetSeconds: secondsUntil(full - milliTokens, rate),
    retryAfterSeconds: ok ? 0 : retryAfterSeconds,
  };
};
