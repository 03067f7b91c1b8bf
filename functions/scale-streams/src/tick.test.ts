import { dryStreams, isDryRun } from '@sluice/core/capacity';
import type { StateStore, StreamControl, StreamMinute } from '@sluice/core/ports';
import { memoryMetrics } from '@sluice/testing/memory/capacity-metrics';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { memoryStreamControl } from '@sluice/testing/memory/stream-control';
import { describe, expect, it } from 'vitest';
import { readState } from './state.ts';
import { scaleStreams, type ScaleStreamsServices, type StreamAction } from './tick.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 0, 8, 12);
const settings = { stream: 'raw', min: 1, max: 64 };

/** A stream of 4 shards that is full, its metrics, and a clock. */
const world = async (units = 4) => {
  let now = start;
  const clock = { now: () => now };
  const { control, make, settle } = memoryStreamControl({ clock });
  const { metrics, tell } = memoryMetrics<StreamMinute>();
  const asked: string[] = [];
  const watched: StreamControl = {
    describe: (stream) => control.describe(stream),
    resize: async (stream, to) => {
      asked.push(`resize ${to}`);
      return control.resize(stream, to);
    },
    split: (...args) => control.split(...args),
    merge: (...args) => control.merge(...args),
  };
  await make('raw', 4);
  for (let minute = 60; minute > 2; minute -= 1)
    await tell('raw', { at: start - minute * minuteMs, records: units * 60_000 });
  const actions: StreamAction[] = [];
  const services: ScaleStreamsServices = {
    metrics,
    control: watched,
    state: memoryStateStore(),
    clock,
    log: (action) => actions.push(action),
  };
  const shards = async () => (await control.describe('raw'))?.shards.length;
  return {
    services,
    control: watched,
    metrics,
    asked,
    actions,
    settle,
    shards,
    tell,
    wait: (minutes: number) => (now += minutes * minuteMs),
  };
};

describe('a tick', () => {
  it('asks for what is wanted, tells why, and does so once', async () => {
    const { services, asked, actions, settle, shards } = await world();
    await scaleStreams([settings], services);
    expect(actions).toMatchObject([{ stream: 'raw', kind: 'resize', from: 4, answer: 'accepted' }]);
    expect(actions[0]?.inputs['callsLeft']).toBe(9);
    await scaleStreams([settings], services);
    expect(asked).toHaveLength(1);
    await settle('raw');
    expect(await shards()).toBeGreaterThan(4);
  });

  it('does nothing without metrics, and throws where there are none to be had', async () => {
    const { services, asked, wait } = await world();
    wait(15);
    expect(await scaleStreams([settings], services)).toMatchObject([
      { kind: 'none', reason: 'nothing was told of the last minutes' },
    ]);
    const metrics = { read: () => Promise.reject(new Error('away')) };
    await expect(scaleStreams([settings], { ...services, metrics })).rejects.toThrow('away');
    expect(asked).toEqual([]);
  });

  it("tells one stream's fault, and goes on with the others", async () => {
    const { services, asked } = await world();
    const bad = [
      { stream: 'raw', min: 5, max: 4 },
      { stream: 'none', min: 1, max: 4 },
    ];
    const actions = await scaleStreams([...bad, settings], services);
    expect(actions.map(({ kind, reason }) => [kind, reason])).toMatchObject([
      ['fault', 'min is 5, above max, which is 4'],
      ['fault', 'the stream none: there is no such stream'],
      ['resize', expect.any(String)],
    ]);
    expect(asked).toHaveLength(1);
  });

  it('leaves a damaged row and its stream alone', async () => {
    const { services, asked } = await world();
    await services.state.replace('capacity', 'stream/raw', 0, '{"v":1}');
    const [action] = await scaleStreams([settings], services);
    expect(action).toMatchObject({ kind: 'fault' });
    expect(action?.reason).toContain('capacity/stream/raw');
    expect(asked).toEqual([]);
  });

  it('believes that a limit is reached, for a quarter of an hour', async () => {
    const { services, control, wait, tell, asked } = await world();
    const limited = { ...control, resize: async () => 'limit-exceeded' as const };
    expect(await scaleStreams([settings], { ...services, control: limited })).toMatchObject([
      { kind: 'resize', answer: 'limit-exceeded' },
    ]);
    expect(await scaleStreams([settings], services)).toMatchObject([{ kind: 'split' }]);
    wait(16);
    for (let minute = 16; minute > 0; minute -= 1)
      await tell('raw', { at: start + (13 - minute) * minuteMs, records: 240_000 });
    expect(asked).toEqual([]);
  });
});

it('a dry run tells what a tick would do, and leaves no trace', async () => {
  const { services, asked } = await world();
  expect(await scaleStreams([settings], dryStreams(services))).toMatchObject([{ kind: 'resize', from: 4 }]);
  expect(asked).toEqual([]);
  expect(await services.state.get('capacity', 'stream/raw')).toBeUndefined();
  expect([{ dryRun: true }, { dryRun: 'true' }, undefined, { time: 'x' }].map(isDryRun)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

describe('of two ticks at once', () => {
  it('one acts', async () => {
    const { services, asked } = await world();
    const actions = await Promise.all([
      scaleStreams([settings], services),
      scaleStreams([settings], services),
    ]);
    expect(asked).toHaveLength(1);
    expect(
      actions
        .flat()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['none', 'resize']);
  });
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
    '(call %i) is gone on from: the resize is asked for once, and counted',
    async (call) => {
      const { services, asked, actions, settle, shards, wait, tell } = await world();
      const left = { calls: call };
      const control: StreamControl = mortal(services.control, left, when);
      const state: StateStore = mortal(services.state, left, when);
      await scaleStreams([settings], { ...services, control, state });
      const isDead = actions.some(({ kind, reason }) => kind === 'fault' && reason === '');
      expect(isDead).toBe(call < 7);
      await settle('raw');
      for (let tick = 1; tick <= 4; tick += 1) {
        wait(1);
        await tell('raw', { at: start + (tick - 3) * minuteMs, records: 240_000 });
        await scaleStreams([settings], services);
        await settle('raw');
      }
      expect(asked).toHaveLength(1);
      expect(await shards()).toBeGreaterThan(4);
      const row = await services.state.get('capacity', 'stream/raw');
      expect(readState(row?.value, 'raw').calls.length).toBeGreaterThanOrEqual(1);
    },
  );
});
