import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TenantId } from '@sluice/core/layout';
import { mortal } from '../mortal.fixture.ts';
import type { EtlServices } from '../ports.ts';
import { aLine, aWorld, lakeRows, start, textOf, type World } from '../testing.fixture.ts';
import { finish, open, runEtl } from './run.ts';
import { sweep } from './sweep.ts';

const hour = 3_600_000;
let world: World;
let tenant: TenantId;
let time: number;
let services: EtlServices;
beforeEach(async () => {
  world = await aWorld();
  tenant = await world.tenant();
  time = start;
  services = { ...world.services, clock: { now: () => (time += 1) } };
});
afterEach(() => {
  world.close();
});

const archive = (...eventIds: readonly string[]): void => {
  world.archive(eventIds.map((eventId) => textOf(aLine({ tenant, eventId }))));
};

const keys = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const prefix of ['lake/', 'load/'])
    for await (const key of world.services.objects.list(prefix)) found.push(key);
  return found;
};

const rows = async () => (await lakeRows(world, await services.lake.snapshot(), 'event_id')).flat();

/** Begins a run and lets its engine write; what it wrote is not published. Gives its name, and how to publish it. */
const late = async () => {
  const opened = await open(services, {});
  const { prepared } = opened;
  if (prepared === undefined) throw new Error('there is nothing to do');
  const result = await services.engine.run(prepared.plan);
  await opened.close();
  return { run: prepared.run, publish: () => finish(prepared, result, services) };
};

/** A run that wrote everything and was overtaken, and the run that published; then a day and a run later. */
const overtaken = async () => {
  archive('a');
  const old = await late();
  await runEtl(services);
  expect((await old.publish()).outcome).toBe('superseded');
  const before = (await keys()).filter((key) => key.includes(old.run));
  time += 25 * hour;
  archive('b');
  await runEtl(services);
  return { old, before };
};

it('what a run left that was never published goes after a day, from all its places; what was published stays', async () => {
  const { old, before } = await overtaken();
  for (const place of [/^lake\/v1\/tenant=/, /^load\/v1\//, /covered/, /survey/, /runs/])
    expect(before.some((key) => place.test(key))).toBe(true);
  expect(await sweep(services)).toBeGreaterThanOrEqual(before.length);
  expect((await keys()).filter((key) => key.includes(old.run))).toEqual([]);
  expect(await rows()).toEqual(['a', 'b']);
  expect(await sweep(services)).toBe(0);
});

it('the loads, coverage and surveys of published runs stay, and their inputs go', async () => {
  await overtaken();
  const newest = await services.lake.sequence();
  await sweep(services);
  const left = new Set(await keys());
  for (let sequence = 1; sequence <= newest; sequence++) {
    const manifest = await services.lake.manifest(sequence);
    for (const { key } of [
      ...(manifest?.added ?? []),
      ...(manifest?.loads ?? []).flatMap(({ files }) => files),
      ...(manifest?.covered ?? []),
      ...(manifest?.surveys ?? []),
    ])
      expect(left).toContain(key);
  }
  expect([...left].filter((key) => key.includes('/runs/'))).toHaveLength(2);
});

it('a run that is not a day older than the newest manifest keeps its files, and is refused for coming late', async () => {
  archive('a');
  const old = await late();
  await runEtl(services);
  time += 23 * hour;
  archive('b');
  await runEtl(services);
  const before = await keys();
  await sweep(services);
  expect(await keys()).toEqual(before);
  expect((await old.publish()).outcome).toBe('superseded');
});

it('a run that nobody overtook keeps its files, however old, and may publish', async () => {
  archive('a');
  await runEtl(services);
  archive('b');
  const slow = await late();
  time += 1_000 * hour;
  await sweep(services);
  expect((await slow.publish()).outcome).toBe('published');
  expect(await rows()).toEqual(['a', 'b']);
});

it('a run that is told to be under way is left alone', async () => {
  const { old, before } = await overtaken();
  await sweep(services, old.run);
  const left = await keys();
  for (const key of before) expect(left).toContain(key);
});

it('before the first manifest there is nothing to go by: nothing goes', async () => {
  archive('a');
  await late();
  const before = await keys();
  time += 1_000 * hour;
  expect(await sweep(services)).toBe(0);
  expect(await keys()).toEqual(before);
});

it('dies anywhere, and the next one ends it', { timeout: 60_000 }, async () => {
  const { old } = await overtaken();
  let isDone = false;
  for (let death = 0; !isDone; death++) {
    const outcome = await sweep(mortal(services, death, death % 2 === 0).services).catch(() => undefined);
    isDone = outcome === 0;
    expect(await rows()).toEqual(['a', 'b']);
    expect(death).toBeLessThan(200);
  }
  expect((await keys()).filter((key) => key.includes(old.run))).toEqual([]);
});
