import { binMs, binsPerDay, emptyHistory, extended } from '@sluice/core/capacity';
import { describe, expect, it } from 'vitest';
import { binsOf, demandsOf, filledIn } from './demand.ts';
import { planAhead } from './plan-ahead.ts';
import { settingsFault, type TableSettings } from './settings.ts';
import { newState, readState } from './state.ts';
import { requestFactor, worthOf } from './worth.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 10, 2);

const settings: TableSettings = {
  table: 'events-2026-w48',
  week: '2026-w48',
  min: { writes: 1, reads: 1 },
  max: { writes: 1_000, reads: 1_000 },
};

describe('what a minute wanted', () => {
  it('is what was consumed and what was refused, each request once', () => {
    const [one] = demandsOf([{ at: 0, writes: 600, throttledWrites: 300 }], 'writes');
    expect(one).toEqual({ at: 0, units: 11, isThrottled: true });
    expect(demandsOf([{ at: 0, writes: 600 }], 'reads')).toEqual([{ at: 0, units: 0, isThrottled: false }]);
  });

  it('of a closed week is nothing where nothing is told, up to the newest minute of all', () => {
    expect(filledIn([{ at: 2 * minuteMs, writes: 5 }], 1, 3 * minuteMs)).toEqual([
      { at: minuteMs },
      { at: 2 * minuteMs, writes: 5 },
      { at: 3 * minuteMs },
    ]);
  });

  it('is a mean over five minutes, of those that are told whole', () => {
    const demands = [1, 2, 3, 4, 5, 99].map((units, i) => ({ at: start + i * minuteMs, units }));
    expect(binsOf(demands)).toEqual([{ at: start, units: 3 }]);
  });
});

const history = (days: number, shape: (bin: number) => number) =>
  extended(
    emptyHistory,
    Array.from({ length: days * binsPerDay }, (_, bin) => ({ at: start + bin * binMs, units: shape(bin) })),
  );
const options = { growth: 1.1, price: 300, min: 1 };

describe('what is worth its price', () => {
  it('is known after a day', () => {
    expect(
      worthOf(
        history(0.9, () => 5),
        options,
      ),
    ).toBeUndefined();
  });

  it('provisioned where use is even, paid per request where it is below 28.9 %', () => {
    expect(requestFactor).toBeCloseTo(1 / 0.289, 2);
    const even = worthOf(
      history(7, () => 100),
      options,
    );
    expect(even?.provisioned ?? 0).toBeLessThan(even?.onDemand ?? 0);
    // An hour in eight, never at the same time of two days.
    const bursts = worthOf(
      history(7, (bin) => ((bin * 7 + Math.floor(bin / 288) * 1_301) % 97 < 7 ? 400 : 0)),
      options,
    );
    expect(bursts?.onDemand ?? 0).toBeLessThan(bursts?.provisioned ?? 0);
  });

  it('decides how a table is paid, and keeps to it where both cost much the same', () => {
    const now = start + 7 * binsPerDay * binMs;
    const even = history(7, () => 100);
    const none = history(7, () => 0);
    const bursts = history(7, (bin) => ((bin * 7 + Math.floor(bin / 288) * 1_301) % 97 < 7 ? 400 : 0));
    const of = (writes: typeof even, reads: typeof even, billing = newState.billing) =>
      planAhead({ ...newState, billing }, { writes, reads }, now, settings).billing;
    expect(of(even, even)).toBe('PROVISIONED');
    expect(of(bursts, bursts, 'PROVISIONED')).toBe('PAY_PER_REQUEST');
    expect(of(none, none, 'PROVISIONED')).toBe('PAY_PER_REQUEST');
    expect(
      of(
        history(0.5, () => 1),
        history(0.5, () => 1),
      ),
    ).toBe('undecided');
  });
});

it.each<readonly [Partial<TableSettings>, string | undefined]>([
  [{}, undefined],
  [{ table: 'a b' }, '"a b" is no name of a table'],
  [{ week: '2026-w60' }, '"2026-w60" is no week; one is written as 2026-w47'],
  [{ min: { writes: 0, reads: 1 } }, 'min of writes is 0; it must be a whole number from 1 on'],
  [{ max: { writes: 5, reads: 0.5 } }, 'max of reads is 0.5; it must be a whole number'],
  [
    { min: { writes: 1, reads: 9 }, max: { writes: 5, reads: 5 } },
    'min of reads is 9, above max, which is 5',
  ],
  [{ throttledUnitPrice: Number.NaN }, 'throttledUnitPrice is NaN; it must be 0 or more'],
])('says what is wrong with settings: %j', (changed, fault) => {
  expect(settingsFault({ ...settings, ...changed })).toBe(fault);
});

it('a state is read as it was written, and a damaged one is named', () => {
  expect(readState(JSON.stringify(newState), 't')).toEqual(newState);
  expect(() => readState('{"v":1}', 'events-2026-w48')).toThrow('capacity/table/events-2026-w48');
});
