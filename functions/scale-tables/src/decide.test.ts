import { describe, expect, it } from 'vitest';
import { decide, type Seen } from './decide.ts';
import { newState, type SidePlan, type TableState } from './state.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const now = Date.UTC(2026, 10, 25, 12, 30);

const hour = (units: number, isThrottled = false) =>
  Array.from({ length: 58 }, (_, i) => ({ at: now - (60 - i) * minuteMs, units, isThrottled }));

const plan: SidePlan = { floor: 0, quantile: 0.6, growth: 1.25, weekMost: 900, mostSeen: 900, planned: [] };
const state: TableState = { ...newState, billing: 'PROVISIONED', plans: { writes: plan, reads: plan } };

const provisioned = (
  writes: number,
  reads: number,
  more: Partial<Seen['described']> = {},
): Seen['described'] => ({
  status: 'ACTIVE',
  billing: 'PROVISIONED',
  throughput: { writes, reads },
  decreasesToday: 0,
  ...more,
});
const onDemand: Seen['described'] = { ...provisioned(0, 0), billing: 'PAY_PER_REQUEST' };

const seen = (changed: Partial<Seen> = {}): Seen => ({
  now,
  settings: {
    table: 'events-2026-w48',
    week: '2026-w48',
    min: { writes: 5, reads: 5 },
    max: { writes: 1_000, reads: 1_000 },
  },
  state,
  age: 'current',
  opensAt: Date.UTC(2026, 10, 23),
  described: provisioned(250, 125),
  demands: { writes: hour(200), reads: hour(100) },
  others: { writes: 0, reads: 0 },
  ...changed,
});

describe('a table that is provisioned', () => {
  it('is left as it is while it fits', () => {
    expect(decide(seen())).toMatchObject({ kind: 'none', reason: 'it fits' });
  });

  it('is raised on the side that needs it, and not lowered on the other by the same call', () => {
    const changed = { described: provisioned(150, 500), demands: { writes: hour(200), reads: hour(1) } };
    expect(decide(seen(changed))).toMatchObject({ kind: 'raise', to: { writes: 250, reads: 500 } });
  });

  it('is raised to its maximum at most, and within what the account has left', () => {
    const changed = { demands: { writes: hour(5_000), reads: hour(100) } };
    expect(decide(seen(changed)).to.writes).toBe(1_000);
    expect(decide(seen({ ...changed, others: { writes: 79_500, reads: 0 } })).to.writes).toBe(500);
  });

  it('is raised before what other days foretell', () => {
    const bin = Math.floor(now / 300_000);
    const writes = { ...plan, planned: [1, 1, 600] };
    const changed = { state: { ...state, plannedBin: bin, plans: { writes, reads: plan } } };
    expect(decide(seen(changed))).toMatchObject({ kind: 'raise', to: { writes: 750 } });
  });

  it('is lowered on both sides by one call, cuts of less than a tenth left out', () => {
    expect(decide(seen({ described: provisioned(500, 500) }))).toMatchObject({
      kind: 'lower',
      to: { writes: 250, reads: 125 },
    });
    expect(decide(seen({ described: provisioned(500, 138) })).to).toEqual({ writes: 250, reads: 138 });
    expect(decide(seen({ described: provisioned(275, 138) })).kind).toBe('none');
  });

  it.each([
    [0, 0, 'lower'],
    [2, 1, 'lower'],
    [3, 59, 'none'],
    [3, 60, 'lower'],
    [26, 60, 'lower'],
    [27, 600, 'none'],
  ])('after %i decreases today, the last %i minutes ago: %s', (decreasesToday, ago, kind) => {
    const described = provisioned(500, 500, { decreasesToday, lastDecreaseAt: now - ago * minuteMs });
    expect(decide(seen({ described })).kind).toBe(kind);
  });

  it('is not lowered while requests are refused, or below the floor, or after a limit was reached', () => {
    const big = provisioned(500, 500);
    expect(decide(seen({ described: big, demands: { writes: hour(1, true), reads: hour(1) } })).kind).toBe(
      'none',
    );
    const floored = { ...state, plans: { writes: { ...plan, floor: 480 }, reads: { ...plan, floor: 480 } } };
    expect(decide(seen({ described: big, state: floored })).kind).toBe('none');
    expect(decide(seen({ described: big, state: { ...state, limitedUntil: now + 1 } })).kind).toBe('none');
  });

  it('is paid per request where that is cheaper, twice in 24 hours at most', () => {
    const dear = { ...state, billing: 'PAY_PER_REQUEST' as const };
    expect(decide(seen({ state: dear })).kind).toBe('on-demand');
    const switches = [now - hourMs, now - 2 * hourMs];
    expect(decide(seen({ state: { ...dear, switches } })).kind).toBe('none');
    expect(decide(seen({ age: 'cold' })).kind).toBe('on-demand');
  });

  it('is left alone when nothing is told, or what is told is old', () => {
    const reason = 'nothing was told of the last minutes';
    expect(decide(seen({ demands: { writes: [], reads: [] } }))).toMatchObject({ kind: 'none', reason });
    const old = hour(900).map((one) => ({ ...one, at: one.at - 10 * minuteMs }));
    expect(decide(seen({ demands: { writes: old, reads: old } }))).toMatchObject({ kind: 'none', reason });
  });
});

describe('a table that is paid per request', () => {
  it('is provisioned where that is cheaper, and not before a day is known', () => {
    expect(decide(seen({ described: onDemand }))).toMatchObject({
      kind: 'provision',
      to: { writes: 250, reads: 125 },
    });
    expect(decide(seen({ described: onDemand, state: { ...state, billing: 'undecided' } })).kind).toBe(
      'none',
    );
    expect(decide(seen({ described: onDemand, age: 'cold' })).kind).toBe('none');
  });

  const next = { described: onDemand, age: 'next' as const, demands: { writes: [], reads: [] } };

  it('of next week is given what the week begins with, twelve minutes before it', () => {
    const planned = { ...plan, planned: [300, 320] };
    const known = {
      ...state,
      plannedBin: Math.floor(now / 300_000),
      plans: { writes: planned, reads: planned },
    };
    const at = (minutes: number) =>
      decide(seen({ ...next, state: known, opensAt: now + minutes * minuteMs }));
    expect(at(13)).toMatchObject({ kind: 'none', reason: 'its week is not near' });
    expect(at(12)).toMatchObject({ kind: 'provision', to: { writes: 400, reads: 400 } });
  });

  it('of next week that will be paid per request is first given twice what was ever seen, once', () => {
    const much = { ...plan, mostSeen: 3_000 };
    const settings = { ...seen().settings, max: { writes: 40_000, reads: 40_000 } };
    const dear = { ...state, billing: 'PAY_PER_REQUEST' as const, plans: { writes: much, reads: much } };
    const opensAt = now + 5 * minuteMs;
    expect(decide(seen({ ...next, settings, state: dear, opensAt }))).toMatchObject({
      kind: 'provision',
      to: { writes: 6_000, reads: 6_000 },
    });
    const warm = { writes: 6_000, reads: 6_000 };
    expect(decide(seen({ ...next, settings, state: { ...dear, warm }, opensAt })).kind).toBe('none');
    expect(decide(seen({ ...next, state: { ...dear, plans: state.plans }, opensAt })).kind).toBe('none');
  });
});
