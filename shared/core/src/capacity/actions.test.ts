import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { expect, it } from 'vitest';
import { readActions, recordActions, type CapacityAction } from './index.ts';

const hourMs = 3_600_000;
const now = Date.UTC(2026, 10, 25, 12);

const action = (at: number, resource = 'stream raw'): CapacityAction => ({
  resource,
  at,
  kind: 'resize',
  from: { shards: 4 },
  to: { shards: 8 },
  reason: '7.2 will be wanted',
  answer: 'accepted',
  inputs: { need: 7.2 },
});

it('keeps each action once, and tells those of a time in its order, over midnights', async () => {
  const states = memoryStateStore();
  const all = [50, 25, 13, 12, 1, 0].map((ago) => action(now - ago * hourMs));
  await recordActions(states, all);
  await recordActions(states, all);
  expect(await readActions(states, now - 24 * hourMs, now)).toEqual(all.slice(2));
  expect(await readActions(states, 0, now)).toEqual(all);
});

it('keeps two resources of one moment apart, whatever they are called', async () => {
  const states = memoryStateStore();
  const both = [action(now, 'stream raw'), action(now, 'table events 2026/w48 é')];
  await recordActions(states, both);
  expect(await readActions(states, now, now)).toEqual(both);
});

it('forgets what is older than 30 days, and never tells it', async () => {
  const states = memoryStateStore();
  await recordActions(states, [action(now - 31 * 24 * hourMs)]);
  expect(await readActions(states, 0, now)).toEqual([]);
  await recordActions(states, [action(now)]);
  const old: unknown[] = [];
  for await (const row of states.rows('capacity-actions/2026-10-25')) old.push(row);
  expect(old).toEqual([]);
});
