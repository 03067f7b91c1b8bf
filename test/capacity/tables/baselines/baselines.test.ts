import { expect, it } from 'vitest';
import type { TablePolicy, TableSeen } from '../policy.ts';
import { runPolicy } from '../run.ts';
import { tableDemands } from '../demand.ts';
import { channl, channlMended, lowersNow } from './channl.ts';
import { cortex } from './cortex.ts';
import { onDemand } from './on-demand.ts';
import { rockeee, rockeeeMended } from './rockeee.ts';
import { sebdah, sebdahMended } from './sebdah.ts';
import { seenWith, sideOf, steady } from './seen.fixture.ts';
import { staticP99, staticPeak } from './static.ts';
import { targetTracking, targetTrackingMended } from './target-tracking.ts';
import { trek10, trek10Mended, trek10Scaled } from './trek10.ts';

const hourMs = 3_600_000;
const midnight = Date.UTC(2026, 0, 7);

/** What a tool makes of the writes. */
const writes = (policy: TablePolicy, seen: Partial<TableSeen>): number | undefined => {
  const wish = policy.start()(seenWith(seen));
  return wish === undefined || wish === 'on demand' ? undefined : wish.writes;
};

const busy = { writes: sideOf(1_000, steady(950)) };
const quiet = { writes: sideOf(1_000, steady(200)) };
const silent = { writes: sideOf(1_000, []), reads: sideOf(100, []) };

it.each([
  [rockeee, 1_900, 700],
  [channl, 1_300, 200],
  [trek10Scaled, 1_200, 1_000],
  [sebdah, 1_500, 500],
  [cortex, 1_000, 250],
  [targetTracking(50), 1_900, 400],
  [targetTracking(70), 1_358, 286],
])('$name makes %i of a full table and %i of a quiet one', (policy, full, empty) => {
  expect(writes(policy, busy)).toBe(full);
  expect(writes(policy, { ...quiet, minute: 6_005 })).toBe(empty);
});

it('rockeee leaves a table alone at exactly four decreases, has no guard after the fifth, and takes silence for no use', () => {
  expect(writes(rockeee, { ...busy, decreasesToday: 4 })).toBeUndefined();
  expect(writes(rockeee, { ...quiet, decreasesToday: 5, decreaseAllowed: false })).toBe(700);
  expect(writes(rockeee, silent)).toBe(700);
  expect(writes(rockeee, { writes: sideOf(1_000, steady(850)) })).toBe(1_000);
  expect(writes(rockeeeMended, { ...busy, decreasesToday: 4 })).toBe(1_900);
  expect(writes(rockeeeMended, { ...quiet, decreaseAllowed: false })).toBe(1_000);
  expect(writes(rockeeeMended, silent)).toBe(1_000);
});

it('channl parts the rest of the day among what it thinks is left, and stops at four', () => {
  const at = (hours: number, decreasesToday: number, lastHours?: number) =>
    lowersNow(
      seenWith({
        now: midnight + hours * hourMs,
        decreasesToday,
        lastDecreaseAt: lastHours === undefined ? undefined : midnight + lastHours * hourMs,
      }),
      100,
    );
  expect([at(4.6, 0), at(4.8, 0)]).toEqual([false, true]);
  expect([at(8, 1, 4.7), at(9.5, 1, 4.7)]).toEqual([false, true]);
  expect(at(23.9, 4, 1)).toBe(false);
});

it('channl counts refused requests by the second, gates writes by reads, and lowers to what is used', () => {
  const refused = { writes: sideOf(1_000, steady(600), steady(1_000)) };
  expect(writes(channl, refused)).toBe(1_000);
  expect(writes(channlMended, refused)).toBe(Math.round(1_300 + (1_000 / 60) * 0.7));
  expect(writes(channl, { ...quiet, reads: sideOf(2_000, steady(1_500)) })).toBe(1_000);
  expect(writes(channlMended, { ...quiet, reads: sideOf(2_000, steady(1_500)) })).toBe(260);
});

it('trek10 ends at 100 units, and lowers a small table to less than its use every six hours', () => {
  expect(writes(trek10, { writes: sideOf(95, steady(94)) })).toBe(100);
  expect(writes(trek10, { minute: 5_760, writes: sideOf(50, steady(30)) })).toBe(27);
  expect(writes(trek10, { minute: 5_760, writes: sideOf(50, steady(30)), lastIncrease: 5_740 })).toBe(50);
  expect(writes(trek10Mended, { minute: 5_760, writes: sideOf(900, steady(600)) })).toBe(750);
});

it('sebdah looks 10 to 15 minutes back, and not at what is refused', () => {
  const news = [...steady(950, 7), ...steady(600, 53)];
  expect(writes(sebdah, { writes: sideOf(1_000, news) })).toBe(1_000);
  expect(writes(sebdahMended, { writes: sideOf(1_000, news) })).toBe(1_500);
  expect(writes(sebdah, { writes: sideOf(1_000, steady(600), steady(9)) })).toBe(1_000);
  expect(writes(sebdah, silent)).toBe(1_000);
  // Not below what is used.
  expect(writes(sebdah, { writes: sideOf(100, steady(0.3)) })).toBe(50);
});

it("asks for the increases alone where a call is refused, if that is the tool's way", () => {
  const demand = Float64Array.from({ length: 1_440 }, (_, minute) => 200 + minute);
  const series = { name: 'growing', start: midnight, demand, spread: [1, 1, 1, 1, 1] };
  const load = { series, demands: tableDemands(series) };
  const shares = [true, false].map((triesIncreases) => {
    const restless: TablePolicy = {
      ...sebdah,
      triesIncreases,
      start: () => (seen) => ({
        writes: seen.writes.provisioned + 10,
        reads: Math.max(1, seen.reads.provisioned - 1),
      }),
    };
    return runPolicy(restless, load).score.servedShare;
  });
  expect(shares[0]).toBeGreaterThan((shares[1] ?? 1) + 0.1);
  expect(sebdah.triesIncreases).toBe(true);
});

it('Cortex raises by a tenth of its most or a third while its queue grows, then rests, leaves cuts of less than a fifth, and guards against a crash', () => {
  const rules = cortex.start();
  const look = (minute: number) =>
    rules(seenWith({ minute, writes: sideOf(1_000, steady(1_000), steady(60_000)), lastIncrease: minute }));
  expect([look(2), look(4), look(6)].map((wish) => (wish === 'on demand' ? wish : wish?.writes))).toEqual([
    1_000, 1_600, 1_000,
  ]);
  expect(writes(cortex, { writes: sideOf(1_000, steady(700)) })).toBe(1_000);
  expect(writes(cortex, { ...quiet, consumedOfAll: () => 99 })).toBe(1_000);
  expect(writes(cortex, { since: 10_080 })).toBe(1);
});

it('target tracking waits for 2 minutes above and 15 below, and keeps what a silent table has', () => {
  const one = [900, ...steady(600)];
  expect(writes(targetTracking(70), { writes: sideOf(1_000, one) })).toBe(1_000);
  expect(writes(targetTracking(70), { writes: sideOf(1_000, [...steady(200, 14), ...steady(600)]) })).toBe(
    1_000,
  );
  expect(writes(targetTracking(70), silent)).toBe(1_000);
  const rules = targetTrackingMended(70).start();
  expect(rules(seenWith(busy))).toMatchObject({ writes: 1_358 });
  expect(rules(seenWith(silent))).toMatchObject({ writes: 1 });
  expect(rules(seenWith({ ...silent, decreaseAllowed: false }))).toMatchObject({ writes: 1_000 });
});

it('what is static is enough for the tables of an age; on demand never changes', () => {
  const series = {
    name: 'flat',
    start: Date.UTC(2026, 0, 5),
    demand: new Float64Array(20_160).fill(1_000),
    spread: [0.8, 1.2],
  };
  const load = { series, demands: tableDemands(series) };
  expect(staticP99(load).opening({ writes: 1, reads: 1 }, 0).throughput).toEqual({
    writes: 999,
    reads: 400,
  });
  expect(staticPeak(load).opening({ writes: 1, reads: 1 }, 0).throughput).toEqual({
    writes: 1_199,
    reads: 480,
  });
  expect(writes(staticPeak(load), { since: 3 * 10_080 })).toBeLessThan(50);
  expect(onDemand.opening({ writes: 1, reads: 1 }, 0).billing).toBe('PAY_PER_REQUEST');
});
