import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOf, weekOf, weekRange } from '@sluice/core/time';
import { plan, type PlanOptions } from './index.ts';

const at = (iso: string): number => Date.parse(iso);
const options = (overrides: Partial<PlanOptions> = {}): PlanOptions => ({
  now: at('2026-11-25T10:00:00Z'), // week 48
  retentionWeeks: 8,
  withoutLake: true,
  hasLake: false,
  ...overrides,
});
const actionsOf = (tables: readonly string[], given: PlanOptions) =>
  plan(tables, new Map(), given).map(({ action }) => action);

describe('the plan', () => {
  it('drops what is wholly outside the window, keeps the rest and says why', () => {
    expect(
      plan(['2025-w48', '2026-w39', '2026-w40', '2026-w48', '2026-w49', 'late'], new Map(), options()),
    ).toEqual([
      {
        table: '2025-w48',
        action: 'drop',
        reason: 'older than the window of 8 weeks, and its books balance',
      },
      {
        table: '2026-w39',
        action: 'drop',
        reason: 'older than the window of 8 weeks, and its books balance',
      },
      { table: '2026-w40', action: 'keep', reason: 'within the window of 8 weeks' },
      { table: '2026-w48', action: 'keep', reason: 'within the window of 8 weeks' },
      { table: '2026-w49', action: 'keep', reason: 'within the window of 8 weeks' },
      { table: 'late', action: 'keep', reason: 'the late table is not aged by week' },
    ]);
  });

  it('drops nothing unless asked, while there is no lake', () => {
    const planned = plan(['2026-w10'], new Map(), options({ withoutLake: false }));
    expect(planned).toMatchObject([{ action: 'keep' }]);
    expect(planned[0]?.reason).toContain('withoutLake');
  });

  it('keeps what something speaks against', () => {
    const gaps = ['a', 'b'].map((tenant) => ({ tenant, reason: 'a gap of 1' }));
    expect(plan(['2026-w10', '2026-w11'], new Map([['2026-w10', gaps]]), options())).toMatchObject([
      { table: '2026-w10', action: 'keep', reason: 'tenant a: a gap of 1 (and 1 more)' },
      { table: '2026-w11', action: 'drop' },
    ]);
  });

  it('keeps a table for an hour after it left the window, for batches under way', () => {
    const monday = '2026-11-30T';
    expect(actionsOf(['2026-w40'], options({ now: at(`${monday}00:00:00Z`) }))).toEqual(['keep']);
    expect(actionsOf(['2026-w40'], options({ now: at(`${monday}00:59:59Z`) }))).toEqual(['keep']);
    expect(actionsOf(['2026-w40'], options({ now: at(`${monday}01:00:00Z`) }))).toEqual(['drop']);
  });

  it('never drops a table that an event goes to, now or in the hour before', () => {
    const time = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2032-01-01T00:00:00Z') });
    const age = fc.integer({ min: -15 * 86_400_000, max: 90 * 86_400_000 });
    fc.assert(
      fc.property(
        time,
        age,
        fc.integer({ min: 1, max: 12 }),
        fc.nat({ max: 3_600_000 }),
        (now, back, weeks, before) => {
          const table = tableOf(now - back, now - before, weeks);
          expect(actionsOf([table], options({ now, retentionWeeks: weeks }))).toEqual(['keep']);
        },
      ),
    );
  });

  it('drops every table once it is old enough', () => {
    const time = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2032-01-01T00:00:00Z') });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 60 }), (of, weeks) => {
        const table = weekOf(of);
        const now = (weekRange(table)?.last ?? 0) + weeks * 7 * 86_400_000 + 3_600_001;
        expect(actionsOf([table], options({ now, retentionWeeks: weeks }))).toEqual(['drop']);
      }),
    );
  });
});
