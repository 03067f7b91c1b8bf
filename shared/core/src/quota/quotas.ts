import type { TenantId } from '../layout/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Quota } from '../ports/directory.ts';
import { take, type Bucket, type Taken } from './bucket.ts';

/** Whose bucket: a principal is a key's device within its tenant, so both keys of a device share one. */
export interface QuotaOwner {
  readonly tenant: TenantId;
  readonly device: string;
}

export interface Quotas {
  /** Takes n events, all or nothing. */
  take(owner: QuotaOwner, n: number, quota: Quota): Taken;
  /** How many buckets are held. */
  size(): number;
}

interface Held {
  readonly bucket: Bucket;
  /** When it is full and may be forgotten, epoch ms. */
  readonly fullAt: number;
}

/** Buckets are swept when there are twice as many as the last sweep left, and at least so many. */
const firstSweep = 1024;

/**
 * The buckets of all principals. A full bucket is the same as none, so memory is bounded by twice the principals that sent within the
 * last `burst / rate` seconds; the sweep costs a constant time a call on average.
 */
export const quotas = (clock: Clock): Quotas => {
  const buckets = new Map<string, Held>();
  let sweepAt = firstSweep;
  const sweep = (now: number): void => {
    for (const [name, held] of buckets) if (held.fullAt <= now) buckets.delete(name);
    sweepAt = Math.max(firstSweep, 2 * buckets.size);
  };
  return {
    take: (owner, n, quota) => {
      const name = `${owner.tenant}/${owner.device}`;
      const now = clock.now();
      const taken = take(buckets.get(name)?.bucket, now, n, quota);
      if (taken.bucket === undefined) buckets.delete(name);
      else buckets.set(name, { bucket: taken.bucket, fullAt: now + taken.resetSeconds * 1000 });
      if (buckets.size > sweepAt) sweep(now);
      return taken;
    },
    size: () => buckets.size,
  };
};
