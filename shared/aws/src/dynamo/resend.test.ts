import { describe, expect, it } from 'vitest';
import { inParallel, runsOf } from './parallel.ts';
import { policies, resend } from './resend.ts';

const pace = (random: () => number) => {
  const slept: number[] = [];
  return { slept, random, sleep: async (ms: number) => void slept.push(ms) };
};

describe('resend', () => {
  it('waits anything up to a bound that doubles, and is capped', async () => {
    for (const [random, longest] of [
      [() => 0, [0, 0, 0, 0, 0, 0, 0]],
      [() => 1, [50, 100, 200, 400, 800, 1_600, 3_200]],
    ] as const) {
      const at = pace(random);
      const rest = await resend(at, policies.write, ['a'], async (left) => left);
      expect(rest).toEqual({ items: ['a'] });
      expect(at.slept).toEqual(longest);
    }
  });

  it('counts a read that did a part as none of its tries', async () => {
    const at = pace(() => 1);
    const items = Array.from({ length: 40 }, (_, i) => i);
    expect(await resend(at, policies.read, items, async (left) => left.slice(1))).toEqual({ items: [] });
    expect(at.slept).toEqual([]);
    let calls = 0;
    const rest = await resend(at, policies.read, items, async (left) => ((calls += 1), left));
    expect([rest.items.length, calls, at.slept.length]).toEqual([40, 8, 7]);
  });

  it('says what was left when a call threw', async () => {
    const error = new Error('as the test wants');
    let calls = 0;
    const rest = await resend(pace(Math.random), policies.write, [1, 2, 3], async () => {
      if ((calls += 1) === 2) throw error;
      return [3];
    });
    expect(rest).toEqual({ items: [3], error });
  });

  it('calls nothing for nothing', async () => {
    const never = async () => Promise.reject(new Error('called'));
    expect(await resend(pace(Math.random), policies.write, [], never)).toEqual({ items: [] });
  });
});

describe('inParallel', () => {
  it('keeps the order, and the width', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel(3, [5, 1, 4, 2, 3, 0], async (item) => {
      most = Math.max(most, (running += 1));
      for (let i = 0; i < item; i++) await Promise.resolve();
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual([10, 2, 8, 4, 6, 0]);
    expect(most).toBe(3);
  });

  it('cuts runs, the last one shorter', () => {
    expect(runsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(runsOf([], 25)).toEqual([]);
  });
});
