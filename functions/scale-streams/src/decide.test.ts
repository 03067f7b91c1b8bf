import { describe, expect, it } from 'vitest';
import { decide, type Seen } from './decide.ts';
import type { Demand } from './demand.ts';
import { newState, type ScaleState } from './state.ts';

const minuteMs = 60_000;
const now = Date.UTC(2026, 0, 8, 12);

const hour = (units: number, last = units): readonly Demand[] =>
  Array.from({ length: 58 }, (_, i) => ({
    at: now - (60 - i) * minuteMs,
    units: i >= 55 ? last : units,
    isThrottled: false,
  }));

const seen = (changed: Partial<Seen> = {}, state: Partial<ScaleState> = {}): Seen => ({
  now,
  settings: { stream: 'raw', min: 2, max: 100 },
  state: { ...newState, growth: 1.25, weekMost: 100, ...state },
  demands: hour(8),
  shards: 12,
  capacity: 12,
  isMerging: false,
  iteratorAgeMs: 0,
  ...changed,
});

const calls = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => now - (i + 1) * minuteMs);

describe('without a reason', () => {
  it('nothing is done', () => {
    expect(decide(seen())).toMatchObject({ kind: 'none', to: 12, reason: 'it fits' });
  });

  it.each([
    ['nothing was told', { demands: [] }],
    ['what was told is old', { demands: hour(90).map((one) => ({ ...one, at: one.at - 10 * minuteMs })) }],
  ])('nothing is done where %s', (_, changed) => {
    expect(decide(seen(changed))).toMatchObject({
      kind: 'none',
      reason: 'nothing was told of the last minutes',
    });
  });
});

describe('a raise', () => {
  it('comes when what will be wanted does not fit, with the margin', () => {
    expect(decide(seen({ demands: hour(11) }))).toMatchObject({ kind: 'resize', to: 17 });
  });

  it('doubles at most, and stops at the maximum', () => {
    expect(decide(seen({ demands: hour(50) })).to).toBe(24);
    expect(decide(seen({ demands: hour(50), settings: { stream: 'raw', min: 2, max: 14 } })).to).toBe(14);
    expect(decide(seen({ demands: hour(50), settings: { stream: 'raw', min: 2, max: 12 } }))).toMatchObject({
      kind: 'none',
    });
  });

  it('goes further the fewer calls are left', () => {
    const tos = [0, 4, 6, 8].map(
      (used) => decide(seen({ demands: hour(10) }, { calls: calls(used), growth: 1.03 })).to,
    );
    expect(tos).toEqual([13, 14, 15, 18]);
  });

  it('is a split when no call is left, or the service said so', () => {
    expect(decide(seen({ demands: hour(11) }, { calls: calls(10) }))).toMatchObject({
      kind: 'split',
      to: 13,
    });
    expect(decide(seen({ demands: hour(11) }, { limitedUntil: now + 1 })).kind).toBe('split');
    expect(decide(seen({ demands: hour(11) }, { limitedUntil: now })).kind).toBe('resize');
  });

  it('begins so early that several doublings end in time', () => {
    const bin = Math.floor(now / 300_000);
    const planned = Array.from({ length: 24 }, (_, i) => (i === 4 ? 60 : 8));
    expect(decide(seen({ shards: 40, capacity: 40 }, { plannedBin: bin, planned })).kind).not.toBe('resize');
    expect(decide(seen({}, { plannedBin: bin, planned }))).toMatchObject({ kind: 'resize', to: 24 });
  });

  it('brings a stream to its minimum, and a worthwhile floor', () => {
    expect(decide(seen({ shards: 1, capacity: 1, demands: hour(0.1) }))).toMatchObject({
      kind: 'resize',
      to: 2,
      reason: 'it is below its minimum',
    });
    expect(decide(seen({ demands: hour(1) }, { floor: 20 })).to).toBe(20);
  });
});

describe('a cut', () => {
  it('to half is made by merges, and one that was begun goes on', () => {
    expect(decide(seen({ demands: hour(3) }))).toMatchObject({ kind: 'merge', to: 11 });
    expect(decide(seen({ shards: 9, capacity: 6, isMerging: true, demands: hour(3) })).kind).toBe('merge');
  });

  it('to more than half takes a call, of which five are kept for raises', () => {
    const few = seen({ demands: hour(5.5) }, { calls: calls(5) });
    expect(decide(few)).toMatchObject({ kind: 'resize', to: 9 });
    expect(decide({ ...few, state: { ...few.state, calls: calls(6) } }).kind).toBe('none');
  });

  it.each<readonly [string, Partial<Seen>, Partial<ScaleState>]>([
    ['it was raised a moment ago', {}, { raisedAt: now - 14 * minuteMs }],
    ['consumers are behind', { iteratorAgeMs: 301_000 }, {}],
    [
      'records were refused in the last hour',
      { demands: hour(3).map((one) => ({ ...one, isThrottled: true })) },
      {},
    ],
  ])('waits while %s', (reason, changed, state) => {
    expect(decide(seen({ demands: hour(3), ...changed }, state))).toMatchObject({ kind: 'none', reason });
  });

  it('keeps what the last hour wanted, what the next wants, and the floor', () => {
    const bin = Math.floor(now / 300_000);
    const planned = Array.from({ length: 24 }, (_, i) => (i === 12 ? 8 : 1));
    expect(decide(seen({ demands: hour(8, 1) })).kind).toBe('none');
    expect(decide(seen({ demands: hour(1) }, { plannedBin: bin, planned })).kind).toBe('none');
    expect(decide(seen({ demands: hour(1) }, { floor: 12 })).kind).toBe('none');
  });
});
