import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aLine, aWorld, lakeRows, start, textOf, type World } from '../testing.fixture.ts';
import { mortal } from '../mortal.fixture.ts';
import type { EtlServices } from '../ports.ts';
import { runEtl } from './run.ts';

const ids = async (world: World): Promise<readonly unknown[]> => {
  const snapshot = await world.services.lake.snapshot();
  for (const { key } of snapshot.files) expect(existsSync(join(world.folder, key))).toBe(true);
  return (await lakeRows(world, snapshot, 'event_id, received_at')).map((row) => row.join(' '));
};

/** A first run went well; a second, with a new row and a correction of the first, is to die. */
const prepared = async () => {
  const world = await aWorld();
  const tenant = await world.tenant();
  const one = aLine({ tenant, eventId: 'a', receivedAt: start });
  world.archive([one, aLine({ tenant, eventId: 'b', receivedAt: start })].map(textOf));
  await runEtl(world.services);
  const corrected = { ...one, receivedAt: start + 7, fingerprint: 'C'.repeat(26) };
  world.archive([corrected, aLine({ tenant, eventId: 'c', receivedAt: start })].map(textOf));
  return world;
};

const before = [`a ${start}`, `b ${start}`];
const finished = [`a ${start + 7}`, `b ${start}`, `c ${start}`];

const callsOfARun = async (): Promise<number> => {
  const world = await prepared();
  const { services, life } = mortal(world.services, Infinity, false);
  await runEtl(services);
  world.close();
  return life.calls;
};

describe('a run that dies', () => {
  it.each([false, true])(
    'at any call (its answer lost: %s) leaves the lake as it was or as it is to be, and the next run finishes',
    { timeout: 120_000 },
    async (after) => {
      const calls = await callsOfARun();
      expect(calls).toBeGreaterThan(10);
      let published = 0;
      for (let death = 0; death < calls; death++) {
        const world = await prepared();
        await runEtl(mortal(world.services, death, after).services).catch(() => undefined);
        const left = await ids(world);
        expect([before, finished]).toContainEqual(left);
        if (left.length === finished.length) published++;
        const again = await runEtl(world.services);
        expect(again.outcome).toBe(left.length === finished.length ? 'nothing' : 'published');
        expect(await ids(world)).toEqual(finished);
        world.close();
      }
      // Only its last call publishes.
      expect(published).toBeLessThan(3);
    },
  );
});

describe('a planted bug is seen', () => {
  it('no dedupe against the lake: a row that comes again is there twice', async () => {
    const world = await prepared();
    const blind: EtlServices = {
      ...world.services,
      engine: {
        ...world.services.engine,
        run: (plan) =>
          world.services.engine.run({
            ...plan,
            steps: plan.steps.map((step) =>
              step.do === 'parquet' && step.name === 'existing'
                ? { ...step, from: 'SELECT path FROM lake_files WHERE false' }
                : step,
            ),
          }),
      },
    };
    await runEtl(blind);
    expect(await ids(world)).not.toEqual(finished);
    world.close();
  });

  it('the archive marked as read before the manifest: what a dead run had read is lost', async () => {
    const world = await prepared();
    const snapshot = await world.services.lake.snapshot();
    const read: Record<string, number> = {};
    for await (const { key, to } of world.services.archive.unread(snapshot.archive)) read[key] = to;
    const early: EtlServices = {
      ...world.services,
      archive: {
        ...world.services.archive,
        unread: (known) => world.services.archive.unread({ ...known, ...read }),
      },
    };
    await runEtl(mortal(world.services, 5, false).services).catch(() => undefined);
    await runEtl(early);
    expect(await ids(world)).not.toEqual(finished);
    world.close();
  });
});
