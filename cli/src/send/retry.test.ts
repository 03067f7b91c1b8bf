import { describe, expect, it } from 'vitest';
import { policyOf, retryAfterMs, waitBefore } from './retry.ts';

describe('retrying', () => {
  it('waits for quotas, tries outages again, gives up on refusals', () => {
    expect([429, 503, 500, 502].map(policyOf)).toEqual(['wait', 'again', 'again', 'again']);
    expect([400, 403, 404, 413].map(policyOf)).toEqual(['fail', 'fail', 'fail', 'fail']);
  });

  it('doubles the wait within bounds, never below what the server asks for', () => {
    expect(waitBefore(1, 0, () => 0)).toBe(250);
    expect(waitBefore(1, 0, () => 1)).toBe(500);
    expect(waitBefore(4, 0, () => 1)).toBe(4000);
    expect(waitBefore(50, 0, () => 1)).toBe(30_000);
    expect(waitBefore(1, 7000, () => 1)).toBe(7000);
  });

  it('reads Retry-After as seconds or a date', () => {
    expect(retryAfterMs('3', 0)).toBe(3000);
    expect(retryAfterMs(new Date(5000).toUTCString(), 1000)).toBe(4000);
    expect(retryAfterMs('soon', 0)).toBe(0);
    expect(retryAfterMs(null, 0)).toBe(0);
  });
});
