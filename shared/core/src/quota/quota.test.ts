import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TenantId } from '../layout/index.ts';
import type { Quota } from '../ports/directory.ts';
import { aboveBurst, exceedsBurst, overQuota, quotaHeaders, quotas, take, type Bucket } from './index.ts';

const quota: Quota = { ratePerSecond: 200, burst: 500 };
const tenant = '01JD0000000000000000000001' as TenantId;

describe('take', () => {
  it('starts with a full burst and counts down', () => {
    expect(take(undefined, 1000, 100, quota)).toEqual({
      ok: true,
      bucket: { milliTokens: 400_000, at: 1000 },
      remaining: 400,
      resetSeconds: 1,
      retryAfterSeconds: 0,
    });
  });

  it('takes nothing when it refuses, and says when the same request passes', () => {
    const { bucket } = take(undefined, 0, 500, quota);
    const refused = take(bucket, 500, 301, quota); // 100 tokens are back
    expect(refused).toMatchObject({ ok: false, remaining: 100, retryAfterSeconds: 2 });
    expect(take(refused.bucket, 1504, 301, quota).ok).toBe(false); // one event short of 5 ms
    expect(take(refused.bucket, 1505, 301, quota).ok).toBe(true);
  });

  it('lets an empty request pass on an empty bucket', () => {
    const { bucket } = take(undefined, 0, 500, quota);
    expect(take(bucket, 0, 0, quota)).toMatchObject({ ok: true, remaining: 0 });
  });

  it('never waits for what can never be', () => {
    expect(take(undefined, 0, 501, quota)).toMatchObject({
      ok: false,
      retryAfterSeconds: Infinity,
      remaining: 500,
    });
  });

  it('refills nothing while the clock goes back, and goes on from there', () => {
    const { bucket } = take(undefined, 10_000, 500, quota);
    const back = take(bucket, 4_000, 1, quota);
    expect(back.ok).toBe(false);
    expect(take(back.bucket, 4_005, 1, quota).ok).toBe(true);
  });

  it('follows a quota that was lowered', () => {
    const { bucket } = take(undefined, 0, 1, quota);
    expect(take(bucket, 0, 0, { ratePerSecond: 1, burst: 10 }).remaining).toBe(10);
  });

  it('grants at most burst + rate × time over any run, and its Retry-After is always long enough', () => {
    const call = fc.record({ wait: fc.nat(3000), n: fc.nat(60) });
    const anyQuota = fc.record({
      ratePerSecond: fc.integer({ min: 1, max: 999 }),
      burst: fc.integer({ min: 60, max: 700 }),
    });
    fc.assert(
      fc.property(anyQuota, fc.array(call, { maxLength: 50 }), (any, calls) => {
        let bucket: Bucket | undefined;
        let now = 0;
        let granted = 0;
        for (const { wait, n } of calls) {
          now += wait;
          const taken = take(bucket, now, n, any);
          bucket = taken.bucket;
          if (taken.ok) granted += n;
          else expect(take(bucket, now + taken.retryAfterSeconds * 1000, n, any).ok).toBe(true);
          expect(take(bucket, now + taken.resetSeconds * 1000, 0, any).remaining).toBe(any.burst);
        }
        expect(granted).toBeLessThanOrEqual(any.burst + (any.ratePerSecond * now) / 1000);
      }),
    );
  });
});

describe('quotas', () => {
  const clock = { at: 1_000_000, now: () => clock.at };

  it('keeps principals and tenants apart', () => {
    const all = quotas(clock);
    expect(all.take({ tenant, device: 'a' }, 500, quota).ok).toBe(true);
    expect(all.take({ tenant, device: 'a' }, 1, quota).ok).toBe(false);
    expect(all.take({ tenant, device: 'b' }, 500, quota).ok).toBe(true);
    expect(all.take({ tenant: '01JD0000000000000000000002' as TenantId, device: 'a' }, 500, quota).ok).toBe(
      true,
    );
  });

  it('forgets full buckets, and only those', () => {
    const all = quotas(clock);
    const slow: Quota = { ratePerSecond: 1, burst: 1000 };
    all.take({ tenant, device: 'slow' }, 1000, slow);
    for (let i = 0; i < 50_000; i++) {
      clock.at += 10; // a bucket of 10 events at 200 a second is full again after 50 ms, rounded up to a second
      all.take({ tenant, device: `d${i}` }, 10, quota);
    }
    expect(all.size()).toBeLessThanOrEqual(1025);
    expect(all.take({ tenant, device: 'slow' }, 501, slow).ok).toBe(false); // 500 s have passed: it was not forgotten
  });

  it('holds nothing for unlimited tenants', () => {
    const all = quotas(clock);
    expect(all.take({ tenant, device: 'a' }, 1e9, { ratePerSecond: 'unlimited', burst: 1 }).ok).toBe(true);
    expect(all.size()).toBe(0);
  });
});

describe('answers', () => {
  it('have the headers of the draft, as Structured Fields', () => {
    expect(quotaHeaders(quota, take(undefined, 0, 100, quota))).toEqual({
      'RateLimit-Policy': '"default";q=500;w=3;qu="events"',
      RateLimit: '"default";r=400;t=1',
    });
  });

  it('have none for an unlimited tenant, whose requests have no limit either', () => {
    const unlimited: Quota = { ratePerSecond: 'unlimited', burst: 500 };
    expect(quotaHeaders(unlimited, take(undefined, 0, 100, unlimited))).toEqual({});
    expect(exceedsBurst(501, unlimited)).toBe(false);
  });

  it('tell when to come back, the same in both headers', () => {
    const { bucket } = take(undefined, 0, 500, quota);
    const refusal = overQuota(300, quota, take(bucket, 0, 300, quota));
    expect(refusal.status).toBe(429);
    expect(refusal.headers).toMatchObject({ 'retry-after': '2', RateLimit: '"default";r=0;t=2' });
  });

  it('refuse with 400 what is above the burst, with both numbers', () => {
    expect(aboveBurst(500, quota)).toBeUndefined();
    expect(aboveBurst(501, quota)).toMatchObject({
      status: 400,
      message: expect.stringMatching(/501.*500/) as string,
    });
  });
});
