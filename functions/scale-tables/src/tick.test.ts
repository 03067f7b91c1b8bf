import { dryTables } from '@sluice/core/capacity';
import type { StateStore, TableControl, TableMinute } from '@sluice/core/ports';
import { memoryMetrics } from '@sluice/testing/memory/capacity-metrics';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { memoryTableControl } from '@sluice/testing/memory/table-control';
import { describe, expect, it } from 'vitest';
import { newState, readState } from './state.ts';
import { scaleTables, type ScaleTablesServices, type TableAction } from './tick.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 10, 25, 12);
const bounds = { min: { writes: 1, reads: 1 }, max: { writes: 1_000, reads: 1_000 } };
const tableOf = (week: string) => ({ table: `events-${week}`, week, ...bounds });
const [current, before, old, next] = ['2026-w48', '2026-w47', '2026-w45', '2026-w49'].map(tableOf);
if (current === undefined || before === undefined || old === undefined || next === undefined)
  throw new Error();

/** Tables, the current of which has 50 units and wants 100; their metrics, and a clock. */
const world = async () => {
  let now = start;
  const clock = { now: () => now };
  const { control, make, settle } = memoryTableControl({ clock });
  const { metrics, tell } = memoryMetrics<TableMinute>();
  const asked: string[] = [];
  const watched: TableControl = {
    describe: (table) => control.describe(table),
    provision: async (table, to) => {
      asked.push(`${table} ${to.writes}`);
      return control.provision(table, to);
    },
    payPerRequest: async (table) => {
      asked.push(`${table} on demand`);
      return control.payPerRequest(table);
    },
  };
  for (const { table } of [current, before, old, next]) await make(table);
  await control.provision(current.table, { writes: 50, reads: 50 });
  await settle(current.table);
  const state = memoryStateStore();
  const known = { ...newState, billing: 'PROVISIONED' };
  await state.replace('capacity', `table/${current.table}`, 0, JSON.stringify(known));
  const busy = async () => {
    for (let minute = 60; minute > 2; minute -= 1)
      await tell(current.table, { at: now - minute * minuteMs, writes: 6_000, reads: 2_700 });
  };
  await busy();
  const actions: TableAction[] = [];
  const services: ScaleTablesServices = {
    metrics,
    control: watched,
    state,
    clock,
    log: (action) => actions.push(action),
  };
  return {
    services,
    asked,
    actions,
    settle,
    busy,
    describe: () => control.describe(current.table),
    wait: (minutes: number) => (now += minutes * minuteMs),
  };
};

describe('a tick', () => {
  it('asks for what is wanted once, and tells why', async () => {
    const { services, asked, actions } = await world();
    await scaleTables([current], services);
    expect(actions).toMatchObject([
      { table: current.table, kind: 'raise', age: 'current', from: { writes: 50 }, answer: 'accepted' },
    ]);
    expect(await scaleTables([current], services)).toMatchObject([
      { kind: 'none', reason: 'it is UPDATING' },
    ]);
    expect(asked).toEqual([`${current.table} 110`]);
  });

  it('looks at old weeks each 15 minutes, and at the next one when it is near', async () => {
    const { services, wait } = await world();
    const seen = new Map<string, number>();
    const read: string[] = [];
    const metrics: ScaleTablesServices['metrics'] = {
      read: (tables, ...times) => {
        read.push(...tables);
        return services.metrics.read(tables, ...times);
      },
    };
    for (let minute = 0; minute < 30; minute += 1) {
      for (const { table } of await scaleTables([old, before, next], { ...services, metrics }))
        seen.set(table, (seen.get(table) ?? 0) + 1);
      wait(1);
    }
    expect(Object.fromEntries(seen)).toEqual({ [old.table]: 2, [before.table]: 30, [next.table]: 30 });
    expect(read).not.toContain(next.table);
    wait((Date.UTC(2026, 10, 29, 23, 46) - start) / minuteMs - 30);
    expect((await scaleTables([next], services)).map(({ age }) => age)).toEqual(['next']);
  });

  it('does nothing without metrics, and throws where there are none to be had', async () => {
    const { services, asked, wait } = await world();
    wait(15);
    expect(await scaleTables([current], services)).toMatchObject([
      { kind: 'none', reason: 'nothing was told of the last minutes' },
    ]);
    const metrics = { read: () => Promise.reject(new Error('away')) };
    await expect(scaleTables([current], { ...services, metrics })).rejects.toThrow('away');
    expect(asked).toEqual([]);
  });

  it("tells one table's fault, and goes on with the others", async () => {
    const { services, asked } = await world();
    const missing = { ...current, table: 'events-none' };
    const bad = { ...current, min: { writes: 9, reads: 1 }, max: { writes: 5, reads: 5 } };
    const actions = await scaleTables([missing, bad, current], services);
    expect(actions.map(({ kind, reason }) => [kind, reason])).toMatchObject([
      ['fault', 'the table events-none: there is no such table'],
      ['fault', 'min of writes is 9, above max, which is 5'],
      ['raise', expect.any(String)],
    ]);
    expect(asked).toHaveLength(1);
  });

  it('of two at once one acts', async () => {
    const { services, asked } = await world();
    await Promise.all([scaleTables([current], services), scaleTables([current], services)]);
    expect(asked).toHaveLength(1);
  });
});

it('a dry run tells what a tick would do, and leaves no trace', async () => {
  const { services, asked } = await world();
  const before = await services.state.get('capacity', `table/${current.table}`);
  expect(await scaleTables([current], dryTables(services))).toMatchObject([{ kind: 'raise' }]);
  expect(asked).toEqual([]);
  expect(await services.state.get('capacity', `table/${current.table}`)).toEqual(before);
});

class Killed extends Error {}

/** Dies at the n-th call of a port, before or after it is made. */
const mortal = <Port extends object>(port: Port, left: { calls: number }, when: 'before' | 'after'): Port =>
  new Proxy(port, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (...args: readonly unknown[]) => {
        const dies = left.calls === 0;
        left.calls -= 1;
        if (dies && when === 'before') throw new Killed();
        const result: unknown = await Reflect.apply(method, target, args);
        if (dies) throw new Killed();
        return result;
      };
    },
  });

describe.each(['before', 'after'] as const)('a tick that dies %s any of its calls', (when) => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    '(call %i) is gone on from: the raise is asked for once',
    async (call) => {
      const { services, asked, actions, settle, wait, busy, describe: look } = await world();
      const left = { calls: call };
      const control: TableControl = mortal(services.control, left, when);
      const state: StateStore = mortal(services.state, left, when);
      await scaleTables([current], { ...services, control, state });
      expect(actions.some(({ kind, reason }) => kind === 'fault' && reason === '')).toBe(call < 7);
      await settle(current.table);
      for (let tick = 0; tick < 4; tick += 1) {
        wait(1);
        await busy();
        await scaleTables([current], services);
        await settle(current.table);
      }
      expect(asked).toEqual([`${current.table} 110`]);
      expect((await look())?.throughput.writes).toBe(110);
      const row = await services.state.get('capacity', `table/${current.table}`);
      expect(readState(row?.value, current.table).warm.writes).toBe(110);
    },
  );
});
