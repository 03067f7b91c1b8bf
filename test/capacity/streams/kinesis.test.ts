import { describe, expect, it } from 'vitest';
import { Kinesis } from './kinesis.ts';

/** Goes on in minutes until the stream is at rest. */
const rest = (kinesis: Kinesis, from: number): number => {
  for (let minute = from; ; minute += 0.25) if (!kinesis.isUpdating(minute)) return minute;
};

describe('a simulated stream', () => {
  it('is full when its busiest shard is', () => {
    const kinesis = new Kinesis({ shards: 10, imbalance: 1.25 });
    expect(kinesis.capacity(0)).toBeCloseTo(8, 6);
    expect(kinesis.resize(0, 20)).toBe('accepted');
    expect(kinesis.capacity(rest(kinesis, 0))).toBeCloseTo(16, 6);
    expect(kinesis.billed(9)).toBe(20);
  });

  it('is changed by as many seconds an operation as are assumed', () => {
    const ends = [10, 30].map((secondsPerOperation) => {
      const kinesis = new Kinesis({ shards: 4, secondsPerOperation });
      kinesis.resize(0, 8);
      return rest(kinesis, 0);
    });
    // 60 s and 4 operations.
    expect(ends).toEqual([1.75, 3]);
  });

  it('takes UpdateShardCount up to twice and down to half, a half shard counted up', () => {
    const kinesis = new Kinesis({ shards: 5 });
    expect([11, 2, 0, 1.5, 10_001].map((to) => kinesis.resize(0, to))).toEqual(Array(5).fill('invalid'));
    expect(kinesis.resize(0, 10)).toBe('accepted');
    expect(new Kinesis({ shards: 5 }).resize(0, 3)).toBe('accepted');
  });

  it('takes ten of them in any 24 hours, whatever splits and merges there are between', () => {
    const kinesis = new Kinesis({ shards: 4 });
    let minute = 0;
    for (let call = 0; call < 10; call += 1) {
      expect(kinesis.resize(minute, call % 2 === 0 ? 5 : 4)).toBe('accepted');
      minute = rest(kinesis, minute);
      const [left, right] = kinesis.shards;
      expect(kinesis.merge(minute, left?.id ?? '', right?.id ?? '')).toBe('accepted');
      minute = rest(kinesis, minute);
      const [widest] = kinesis.shards;
      expect(
        kinesis.split(minute, widest?.id ?? '', ((widest?.first ?? 0) + (widest?.last ?? 0) + 1) / 2),
      ).toBe('accepted');
      minute = rest(kinesis, minute);
    }
    expect(kinesis.resize(minute, 5)).toBe('limit-exceeded');
    expect(kinesis.resize(1_439.9, 5)).toBe('limit-exceeded');
    expect(kinesis.resize(1_440, 5)).toBe('accepted');
  });

  it('takes nothing while it is changed, and 60 s and 10 for each shard for it', () => {
    const kinesis = new Kinesis({ shards: 4 });
    expect(kinesis.resize(10, 8)).toBe('accepted');
    expect([kinesis.resize(10.5, 5), kinesis.split(11, 'x', 1), kinesis.merge(11, 'x', 'y')]).toEqual(
      Array(3).fill('in-use'),
    );
    expect(kinesis.isUpdating(10 + 99 / 60)).toBe(true);
    expect(kinesis.isUpdating(10 + 100 / 60)).toBe(false);
    const slow = new Kinesis({ shards: 4, secondsPerOperation: 30 });
    slow.resize(0, 8);
    expect(rest(slow, 0)).toBe(3);
  });

  it('grows linearly while it is raised, and has at once no more than what a cut leaves', () => {
    const kinesis = new Kinesis({ shards: 4 });
    kinesis.resize(0, 8);
    expect([0, 50 / 60, 100 / 60].map((at) => kinesis.capacity(at))).toEqual([4, 6, 8]);
    kinesis.resize(10, 4);
    expect(kinesis.capacity(10)).toBe(4);
  });

  it('half merged takes as much as its widest shard lets it; a step takes half a minute', () => {
    const kinesis = new Kinesis({ shards: 4 });
    const [left, right] = kinesis.shards;
    expect(kinesis.merge(0, left?.id ?? '', right?.id ?? '')).toBe('accepted');
    expect(kinesis.capacity(0)).toBe(2);
    expect([kinesis.isUpdating(0.4), kinesis.isUpdating(0.5)]).toEqual([true, false]);
    expect([kinesis.shards.length, kinesis.capacity(1)]).toEqual([3, 2]);
    const [wide, , last] = kinesis.shards;
    expect(kinesis.merge(1, wide?.id ?? '', last?.id ?? '')).toBe('invalid');
    expect(kinesis.split(1, 'none', 5)).toBe('not-found');
    expect(kinesis.split(1, last?.id ?? '', last?.first ?? 0)).toBe('invalid');
  });

  it('is billed for the more of before and after while it is changed', () => {
    const kinesis = new Kinesis({ shards: 4 });
    kinesis.resize(0, 8);
    expect(kinesis.billed(0)).toBe(8);
    kinesis.resize(rest(kinesis, 0), 4);
    expect(kinesis.billed(3)).toBe(8);
    expect(kinesis.billed(10)).toBe(4);
  });

  it('is changed by hand at once, in nobody’s budget', () => {
    const kinesis = new Kinesis({ shards: 8 });
    kinesis.setByHand(4);
    expect([kinesis.capacity(0), kinesis.calls.length]).toEqual([4, 0]);
  });
});
