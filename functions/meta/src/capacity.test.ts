import { recordActions } from '@sluice/core/capacity';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { expect, it } from 'vitest';
import { anEvent, servicesOn } from './testing.fixture.ts';
import { bootstrapOperator, handleMeta } from './index.ts';

const world = async () => {
  const directory = memoryDirectory();
  const services = servicesOn(directory);
  const key = await bootstrapOperator(directory, services);
  if (key === undefined) throw new Error('there is an operator already');
  const ask = async (query: string) => {
    const { statusCode, body } = await handleMeta(anEvent(key, `GET capacity${query}`), services);
    const parsed: unknown = JSON.parse(typeof body === 'string' ? body : '');
    return { statusCode, body: parsed };
  };
  return { services, ask, key };
};

const planned = {
  resource: 'stream raw',
  at: 0,
  kind: 'resize',
  from: { shards: 4 },
  to: { shards: 8 },
  reason: '7.2 will be wanted',
  inputs: {},
};

it('tells what the scalers would do, where there are any, to operators alone', async () => {
  const { services, key, ask } = await world();
  expect(await ask('/plan?since=now')).toMatchObject({ statusCode: 400 });
  expect(await ask('/plan')).toMatchObject({ statusCode: 200, body: { isScaled: true, actions: [] } });
  const of = async (planCapacity: typeof services.planCapacity) => {
    const { body } = await handleMeta(anEvent(key, 'GET capacity/plan'), { ...services, planCapacity });
    return JSON.parse(typeof body === 'string' ? body : '') as unknown;
  };
  expect(await of(() => Promise.resolve([planned]))).toMatchObject({ isScaled: true, actions: [planned] });
  expect(await of(undefined)).toMatchObject({ isScaled: false, actions: [] });
});

const hourMs = 3_600_000;

it('tells the changes of the last day, or since a time', async () => {
  const { services, ask } = await world();
  const now = services.clock.now();
  const actions = [30, 2].map((ago) => ({
    resource: 'stream raw',
    at: now - ago * hourMs,
    kind: 'resize',
    from: { shards: 4 },
    to: { shards: 8 },
    reason: '7.2 will be wanted',
    inputs: {},
  }));
  await recordActions(services.states, actions);
  expect(await ask('')).toMatchObject({
    statusCode: 200,
    body: { isScaled: true, actions: actions.slice(1) },
  });
  const since = new Date(now - 40 * hourMs).toISOString();
  expect(await ask(`?since=${since}`)).toMatchObject({ body: { since, actions } });
});

it.each(['?since=yesterday', '?since=2999-01-01T00:00:00Z', '?from=2026-01-01'])(
  'refuses %s',
  async (query) => {
    const { ask } = await world();
    expect(await ask(query)).toMatchObject({ statusCode: 400 });
  },
);
