import { beforeEach, expect, it } from 'vitest';
import { aRedshiftWorld, type RedshiftWorld } from './redshift.fixture.ts';
import { reconcile, type Reconciled } from './reconcile.ts';
import { commonPartition, loadKey } from './state/keys.ts';
import { tenantDocuments } from './state/tenant-documents.ts';
import { loadedIn, rowsIn, statesOf } from './testing.fixture.ts';
import { targetOf } from '@sluice/core/warehouse';

let world: RedshiftWorld;
beforeEach(async () => {
  world = await aRedshiftWorld();
  for (const receivedAt of [1, 2, 3])
    await world.lake.publish({
      tenant: world.tenant,
      metric: world.metric,
      files: [[{ timestamp: receivedAt, eventId: 'a', receivedAt }]],
    });
  await world.settle();
  world.clock.time += 1_000;
});

const idOf = (sequence: number): string => `${sequence}-${world.tenant}-${world.metric}`;
const manifest = () => `${targetOf(world.tenant, 'm_x').schema}."load_manifest"`;

/** The answer comes at the second call: nobody waits for the warehouse. */
const reconciled = async (): Promise<Reconciled | undefined> => {
  expect(await reconcile(0, world.services)).toEqual([]);
  await world.standIn.work();
  const found = (await reconcile(0, world.services))[0];
  await world.settle();
  return found;
};
const nothing = () => ({ tenant: world.tenant, again: [], noted: [], unpublished: [], twice: [] });

it('where lake, states and warehouse agree there is nothing to do', async () => {
  expect(await reconciled()).toEqual(nothing());
});

it('what is published and not in the warehouse is loaded again, and nothing else', async () => {
  await world.ask(`DELETE FROM ${manifest()} WHERE sequence = 2`);
  await world.ask(`DELETE FROM ${targetOf(world.tenant, world.metric).table} WHERE "timestamp" = 2`);
  expect(await reconciled()).toEqual({ ...nothing(), again: [idOf(2)] });
  expect(await loadedIn(world.ask, world.tenant)).toEqual([idOf(1), idOf(2), idOf(3)]);
  expect(await rowsIn(world.ask, world.tenant, world.metric)).toEqual(['1/a/1', '2/a/2', '3/a/3']);
  expect(await reconciled()).toEqual(nothing());
});

it('a load whose state is gone is looked up, and not loaded twice', async () => {
  const { states, services } = world;
  const documents = tenantDocuments(states, world.tenant);
  const key = loadKey({ sequence: 3, metric: world.metric });
  await documents.remove(key, (await documents.loads.get(key))?.version ?? 0);
  await world.ask(`DELETE FROM ${manifest()} WHERE sequence = 3`);
  expect(await reconciled()).toEqual({ ...nothing(), again: [idOf(3)] });
  expect(await loadedIn(world.ask, world.tenant)).toHaveLength(3);
  expect(await rowsIn(world.ask, world.tenant, world.metric)).toHaveLength(3);
  expect(await services.states.get(commonPartition, `open/${world.tenant}`)).toBeUndefined();
});

it('what the warehouse has though its state says that it failed is noted', async () => {
  const documents = tenantDocuments(world.states, world.tenant);
  const key = loadKey({ sequence: 1, metric: world.metric });
  const found = await documents.loads.get(key);
  if (found === undefined) throw new Error('no state');
  await documents.loads.put(key, found, { ...found.value, state: 'failed', reason: 'no answer' });
  expect(await reconciled()).toEqual({ ...nothing(), noted: [idOf(1)] });
  expect((await statesOf(world, world.tenant))[0]?.state).toBe('loaded');
});

it('what was never published, and what is there twice, is reported and left', async () => {
  const copy = (id: string) =>
    world.ask(
      `INSERT INTO ${manifest()} SELECT '${id}', sequence, metric, schema_version, files, rows_in_files, rows_merged, rows_replaced, loaded_at, token FROM ${manifest()} WHERE sequence = 1 LIMIT 1`,
    );
  await copy(idOf(1));
  await copy(idOf(99));
  expect(await reconciled()).toEqual({ ...nothing(), unpublished: [idOf(99)], twice: [idOf(1)] });
});
