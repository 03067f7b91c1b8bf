import { expect, it } from 'vitest';
import { noFaults } from '../frame/faults.ts';
import { usualSpread } from '../frame/series.ts';
import type { TableDemand } from './demand.ts';
import { Decreases } from './decreases.ts';
import { SimTable, type Opening } from './dynamo.ts';
import { TableRecord } from './metrics.ts';
import { OnDemand } from './on-demand.ts';
import { Side, type Served } from './side.ts';

const monday = Date.UTC(2026, 0, 5);
const flat = [1, 1, 1, 1, 1];
const hour = 60;
const day = 1_440;
const none = { writes: 0, reads: 0 };

/** A table that is asked `writes` in its minutes, and no reads. */
const demandOf = (...writes: readonly number[]): TableDemand => ({
  week: '2026-w02',
  opens: 0,
  first: 0,
  writes: Float64Array.from(writes),
  reads: new Float64Array(writes.length),
});

const tableOf = (demand: TableDemand, writes = 100, billing: Opening['billing'] = 'PROVISIONED'): SimTable =>
  new SimTable('one', demand, -1, { billing, throughput: { writes, reads: 1 } }, monday);

const served = (): Served => ({ wanted: 0, served: 0, retried: 0, throttled: 0 });

it('keeps 300 seconds of unused capacity, not more, and spends them', () => {
  const [side, into] = [new Side(), served()];
  for (let minute = 0; minute < 9; minute += 1) side.minute(0, flat, 100, true, into);
  // 300 s of 100 units are 30,000; two minutes of 250 take 18,000 of them, and the second third of the third minute has none.
  for (let minute = 0; minute < 3; minute += 1) side.minute(250, flat, 100, true, into);
  expect(into).toMatchObject({ wanted: 15_000, served: 15_000, throttled: 0 });
  side.minute(250, flat, 100, true, into);
  expect(into.served).toBe(9_000);
});

it('keeps only 300 seconds of what a table has been lowered to', () => {
  const [side, into] = [new Side(), served()];
  for (let minute = 0; minute < 9; minute += 1) side.minute(0, flat, 100, true, into);
  side.minute(250, flat, 1, true, into);
  expect(into.served).toBeCloseTo(300 + 60);
});

it('holds its limit in each second: a mean below it is refused where the seconds differ', () => {
  const [even, uneven] = [served(), served()];
  new Side().minute(100, flat, 100, true, even);
  new Side().minute(100, [0, 0, 0, 0, 5], 100, false, uneven);
  expect(even.served).toBe(6_000);
  expect(uneven.served).toBe(1_200);
});

it('lets what was refused try again for 60 seconds, and counts each refusal', () => {
  const [side, into] = [new Side(), served()];
  // 3,000 too many in the first 12 seconds; the next two take 1,500 of them each, so that 1,500 are refused twice.
  side.minute(100, [4, 0.25, 0.25, 0.25, 0.25], 150, false, into);
  expect(into).toEqual({ wanted: 6_000, served: 3_000, retried: 3_000, throttled: 4_500 });
  side.minute(500, flat, 100, false, into);
  side.minute(0, flat, 100, false, into);
  expect(into).toMatchObject({ served: 0, retried: 6_000 });
  side.minute(0, flat, 100, false, into);
  expect(into).toMatchObject({ retried: 0, throttled: 0 });
});

it('allows four decreases at any time of a UTC day, one for each hour without one, and 27 in all', () => {
  const decreases = new Decreases();
  const minutesTaken: number[] = [];
  for (let minute = 0; minute < 2 * day; minute += 1) {
    if (!decreases.allowed(monday + minute * 60_000)) continue;
    decreases.take(monday + minute * 60_000);
    minutesTaken.push(minute);
  }
  const first = minutesTaken.filter((minute) => minute < day);
  expect(first.slice(0, 6)).toEqual([0, 1, 2, 3, 63, 123]);
  expect(first).toHaveLength(27);
  expect(minutesTaken.slice(first.length, first.length + 5)).toEqual([1_440, 1_441, 1_442, 1_443, 1_503]);
});

it('refuses a call whole that lowers one side without a decrease left', () => {
  const table = tableOf(demandOf());
  for (let i = 0; i < 4; i += 1) {
    expect(table.provision(2 * i, { writes: 99 - i, reads: 1 }, none)).toBe('accepted');
    table.advance(2 * i + 1);
  }
  expect(table.provision(10, { writes: 1, reads: 500 }, none)).toBe('limit-exceeded');
  expect(table.capacity(10)).toMatchObject({ throughput: { writes: 96, reads: 1 }, decreasesToday: 4 });
  expect(table.provision(10, { writes: 96, reads: 500 }, none)).toBe('accepted');
});

it('takes a minute up to a level reached before and three above it, and is not changed meanwhile', () => {
  const table = tableOf(demandOf());
  expect(table.provision(0, { writes: 200, reads: 1 }, none)).toBe('accepted');
  table.advance(2);
  expect(table.status(2)).toBe('UPDATING');
  expect(table.limit('writes', 2)).toBe(100);
  expect(table.provision(2, { writes: 300, reads: 1 }, none)).toBe('in-use');
  table.advance(3);
  expect(table.limit('writes', 3)).toBe(200);
  table.provision(3, { writes: 50, reads: 1 }, none);
  table.advance(4);
  expect(table.limit('writes', 4)).toBe(50);
  table.provision(4, { writes: 200, reads: 1 }, none);
  table.advance(5);
  expect(table.limit('writes', 5)).toBe(200);
});

it.each([
  [{ writes: 0, reads: 1 }, none, 'invalid'],
  [{ writes: 1.5, reads: 1 }, none, 'invalid'],
  [{ writes: 100, reads: 1 }, none, 'invalid'],
  [{ writes: 40_001, reads: 1 }, none, 'limit-exceeded'],
  [{ writes: 40_000, reads: 1 }, { writes: 40_001, reads: 0 }, 'limit-exceeded'],
  [{ writes: 40_000, reads: 1 }, { writes: 40_000, reads: 0 }, 'accepted'],
] as const)('answers %j beside %j by %s', (to, others, answer) => {
  expect(tableOf(demandOf()).provision(0, to, others)).toBe(answer);
});

it('is paid per request at most four times in 24 hours', () => {
  const table = tableOf(demandOf());
  const answers = [0, 10, 20, 30, 40, day].map((minute) => {
    table.advance(minute);
    const answer = table.payPerRequest(minute);
    table.advance(minute + 3);
    if (table.billing === 'PAY_PER_REQUEST') table.provision(minute + 3, { writes: 100, reads: 1 }, none);
    return answer;
  });
  expect(answers).toEqual([...Array<string>(4).fill('accepted'), 'limit-exceeded', 'accepted']);
});

it('serves on demand 4,000 at once and twice the peak half an hour later, up to 40,000', () => {
  const side = new OnDemand(4_000);
  side.minute(3_000);
  for (let minute = 0; minute < 29; minute += 1) side.minute(0);
  expect(side.limit).toBe(4_000);
  side.minute(0);
  expect(side.limit).toBe(6_000);
  side.reached(12_000);
  expect(side.limit).toBe(12_000);
  side.reached(90_000);
  expect(side.limit).toBe(40_000);
});

it('serves on demand more once its own traffic has been there for half an hour', () => {
  const table = tableOf(demandOf(...Array<number>(32).fill(5_000)), 100, 'PAY_PER_REQUEST');
  for (let minute = 0; minute <= 30; minute += 1) table.serve(minute, flat, 'pro rata');
  expect(table.writes.served).toBe(240_000);
  table.serve(31, flat, 'pro rata');
  expect(table.writes.served).toBe(300_000);
});

it('bills a minute of what is provisioned, or the hour for its most, or the requests', () => {
  const asked = demandOf(100, 100);
  const perMinute = tableOf(asked).serve(0, usualSpread, 'pro rata');
  expect(perMinute).toBeCloseTo((100 * 0.000_65 + 0.000_13) / 60, 12);
  const table = tableOf(asked);
  expect(table.serve(0, usualSpread, 'at its maximum')).toBeCloseTo(100 * 0.000_65 + 0.000_13, 12);
  expect(table.serve(1, usualSpread, 'at its maximum')).toBe(0);
  table.provision(2, { writes: 150, reads: 1 }, none);
  table.advance(5);
  expect(table.serve(5, usualSpread, 'at its maximum')).toBeCloseTo(50 * 0.000_65, 12);
  table.provision(6, { writes: 50, reads: 1 }, none);
  table.advance(7);
  expect(table.serve(hour - 1, usualSpread, 'at its maximum')).toBe(0);
  expect(table.serve(hour, usualSpread, 'at its maximum')).toBeCloseTo(50 * 0.000_65 + 0.000_13, 12);
  const onDemand = tableOf(asked, 100, 'PAY_PER_REQUEST');
  expect(onDemand.serve(0, usualSpread, 'pro rata')).toBeCloseTo(6_000 * 0.625e-6, 12);
});

it('tells what was consumed, never what was wanted; nothing of no use; nothing of a gap', () => {
  const table = tableOf(demandOf(500, 0, 50));
  const record = new TableRecord(-1, 10, { ...noFaults, gap: (minute) => minute === 2 });
  for (let minute = 0; minute < 3; minute += 1) {
    table.serve(minute, flat, 'pro rata');
    record.keep(minute, table);
  }
  expect(record.minute(0, monday)).toEqual({ at: monday, writes: 6_000, throttledWrites: 72_000 });
  // The second minute is the retries'.
  expect(record.minute(1, monday)?.writes).toBe(6_000);
  expect(record.minute(2, monday)).toBeUndefined();
  expect(record.minute(3, monday)).toBeUndefined();
  expect(TableRecord.newest(10, 4)).toBe(5);
});
