import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsLeft, recentCalls } from './budget.ts';
import { demandOf, demandsOf } from './demand.ts';
import { settingsFault } from './settings.ts';
import { capacityOf, firstPair, nextPair, widestSplit } from './shards.ts';
import { spreadSeen } from './spread.ts';

const hashes = 2n ** 128n;
/** Shards of these eighths of all keys. */
const shardsOf = (...eighths: readonly number[]) => {
  let first = 0n;
  return eighths.map((share, i) => {
    const next = first + (hashes * BigInt(share)) / 8n;
    const shard = { id: `shard-${i}`, first, last: next - 1n };
    first = next;
    return shard;
  });
};

describe('what a minute wanted', () => {
  it('is the more of records and bytes', () => {
    expect(demandOf({ at: 0, records: 120_000, bytes: 1 })).toBe(2);
    expect(demandOf({ at: 0, records: 60, bytes: 3 * 60 * 2 ** 20 })).toBe(3);
  });

  it('holds what was refused, each record once although it was tried four times', () => {
    expect(demandOf({ at: 0, records: 60_000, throttledRecords: 240_000 })).toBe(2);
    expect(demandOf({ at: 0, records: 60_000, bytes: 60 * 2 ** 21, throttledRecords: 240_000 })).toBe(4);
    expect(demandsOf([{ at: 5, records: 60_000, throttledRecords: 1 }])[0]?.isThrottled).toBe(true);
  });

  it('that nothing is told of is not zero', () => {
    expect(demandOf({ at: 0 })).toBeUndefined();
    expect(demandOf({ at: 0, iteratorAgeMs: 5 })).toBeUndefined();
    expect(demandsOf([{ at: 0 }, { at: 1, records: 0 }]).map(({ at }) => at)).toEqual([1]);
  });
});

describe('shards', () => {
  it('take together what the widest lets them', () => {
    expect(capacityOf(shardsOf(2, 2, 2, 2))).toBe(4);
    expect(capacityOf(shardsOf(4, 1, 1, 2))).toBe(2);
    expect(capacityOf([])).toBe(0);
  });

  it('are merged by pairs that are no wider than the widest, until all are alike', () => {
    expect(nextPair(shardsOf(4, 1, 1, 2))?.map(({ id }) => id)).toEqual(['shard-1', 'shard-2']);
    expect(nextPair(shardsOf(2, 2, 2, 2))).toBeUndefined();
    expect(firstPair(shardsOf(2, 2, 2, 2))?.map(({ id }) => id)).toEqual(['shard-0', 'shard-1']);
    expect(firstPair(shardsOf(8))).toBeUndefined();
  });

  it('are split where the widest is widest, in its middle', () => {
    expect(widestSplit(shardsOf(2, 4, 2))).toMatchObject({ shard: { id: 'shard-1' }, from: hashes / 2n });
    expect(widestSplit([])).toBeUndefined();
  });
});

describe('the budget', () => {
  it('is ten calls in any 24 hours', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 172_800_000 }), { maxLength: 30 }), (calls) => {
        const now = 172_800_000;
        const recent = calls.filter((at) => at > now - 86_400_000);
        expect(recentCalls(calls, now)).toEqual(recent);
        expect(callsLeft(calls, now)).toBe(Math.max(0, 10 - recent.length));
      }),
    );
  });
});

describe('the spread', () => {
  const minute = (units: number, isThrottled = true) => ({ at: 0, units, isThrottled });

  it('is learned from a minute that was refused records although it should have had room', () => {
    expect(spreadSeen(1.2, minute(5), 10)).toBeCloseTo(2.1, 9);
    expect(spreadSeen(1.2, minute(1), 10)).toBe(3);
  });

  it('is not learned from one that was full anyway, or refused nothing', () => {
    expect(spreadSeen(1.2, minute(9), 10)).toBe(1.2);
    expect(spreadSeen(1.2, minute(5, false), 10)).toBe(1.2);
    expect(spreadSeen(1.2, undefined, 10)).toBe(1.2);
  });
});

it.each([
  [{ stream: 'raw', min: 3, max: 2 }, 'min is 3, above max, which is 2'],
  [{ stream: 'raw', min: 0, max: 2 }, 'min is 0; it must be a whole number from 1 to 10000'],
  [{ stream: 'raw', min: 1, max: 1.5 }, 'max is 1.5; it must be a whole number from 1 to 10000'],
  [{ stream: 'a b', min: 1, max: 2 }, '"a b" is no name of a stream'],
  [
    { stream: 'raw', min: 1, max: 2, throttledUnitPrice: -1 },
    'throttledUnitPrice is -1; it must be 0 or more',
  ],
  [{ stream: 'raw', min: 1, max: 2 }, undefined],
])('says what is wrong with settings: %j', (settings, fault) => {
  expect(settingsFault(settings)).toBe(fault);
});
