import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { Warehouse, WarehouseBatch } from '@sluice/core/ports';
import { seededRandom } from '@sluice/testing/faults/random';
import type { Dialect } from './dialects/dialect.ts';
import { aRedshiftWorld, standInDialect, theEngine, type RedshiftWorld } from './redshift.fixture.ts';
import { run } from './run.ts';
import type { LoadServices } from './services.ts';
import { loadedIn, rowsIn, statesOf } from './testing.fixture.ts';

beforeAll(async () => {
  await theEngine();
});

const hour = 3_600_000;
const isLoad = (statements: readonly string[]): boolean => statements.some((sql) => sql.startsWith('MERGE'));

interface Bug {
  readonly dialect?: Partial<Dialect>;
  /** What really reaches the warehouse. */
  readonly batch?: (batch: WarehouseBatch) => WarehouseBatch;
}

const none: Bug = {};
const noLock: Bug = { dialect: { lock: undefined } };
const optionalFiles: Bug = {
  dialect: {
    manifestOf: (load) => {
      const made = standInDialect.manifestOf(load);
      return made && { ...made, text: made.text.replaceAll('"mandatory":true', '"mandatory":false') };
    },
  },
};
const tokenNotStored: Bug = { batch: (batch) => ({ ...batch, clientToken: randomUUID() }) };
const isDropOlder = (sql: string): boolean => sql.startsWith('DELETE FROM "stage" USING "t_');
const noDedupe: Bug = {
  batch: (batch) => ({ ...batch, statements: batch.statements.filter((sql) => !isDropOlder(sql)) }),
};

const aWorldWith = async ({ dialect, batch = (same) => same }: Bug): Promise<RedshiftWorld> => {
  const world = await aRedshiftWorld({ ...standInDialect, ...dialect });
  const { warehouse } = world.services;
  const planted: Warehouse = { ...warehouse, submit: (one) => warehouse.submit(batch(one)) };
  return { ...world, services: { ...world.services, warehouse: planted } };
};

/** Services whose warehouse takes the next load and never answers. */
const losingAnswer = (services: LoadServices): LoadServices => ({
  ...services,
  warehouse: {
    ...services.warehouse,
    submit: async (batch) => {
      const answer = await services.warehouse.submit(batch);
      if (isLoad(batch.statements)) throw new OutOfService('no answer in time');
      return answer;
    },
  },
});

const publish = ({ lake, tenant, metric }: RedshiftWorld, ...received: readonly number[]) =>
  lake.publish({
    tenant,
    metric,
    files: received.map((receivedAt, i) => [{ timestamp: i, eventId: 'a', receivedAt }]),
  });

/** Everything quick is run, and what it wakes, while loads go on waiting. */
const settleQuick = async ({ standIn }: RedshiftWorld, services: LoadServices): Promise<void> => {
  await run({ kind: 'schedule' }, services);
  for (;;) {
    const events = await standIn.work((statements) => !isLoad(statements));
    if (events.length === 0) return;
    for (const { name } of events) await run({ kind: 'statement', name }, services);
  }
};

const outcome = async (world: RedshiftWorld) => ({
  states: (await statesOf(world, world.tenant)).map(({ state }) => state),
  rows: await rowsIn(world.ask, world.tenant, world.metric),
  loads: (await loadedIn(world.ask, world.tenant)).length,
  transactions: world.standIn.ran.filter(isLoad).length,
});

/** A load is submitted, its answer is lost, and it waits: for longer than its token lives when `hours` says so. */
const afterLostAnswer = async (bug: Bug, hours: number) => {
  const world = await aWorldWith(bug);
  await publish(world, 1);
  await world.settle(world.services);
  await publish(world, 2, 2);
  await settleQuick(world, losingAnswer(world.services));
  world.clock.time += hours * hour;
  await settleQuick(world, world.services);
  await world.settle(world.services);
  return outcome(world);
};

const sound = { states: ['loaded', 'loaded'], rows: ['0/a/2', '1/a/2'], loads: 2 };

describe('a load whose answer was lost', () => {
  it('is the same batch under its stored token; where tokens are not stored it is run twice', async () => {
    expect(await afterLostAnswer(none, 1)).toEqual({ ...sound, transactions: 2 });
    expect(await afterLostAnswer(tokenNotStored, 1)).toMatchObject({ transactions: 3 });
  });

  it('is another batch once its token expired, and the lock lets one of the two load; without a lock both do', async () => {
    expect(await afterLostAnswer(none, 9)).toEqual({ ...sound, transactions: 3 });
    expect(await afterLostAnswer(noLock, 9)).toMatchObject({ loads: 3 });
  });
});

it('an older row changes nothing; it does where the stage is not compared with the target', async () => {
  const after = async (bug: Bug) => {
    const world = await aWorldWith(bug);
    await publish(world, 2);
    await publish(world, 1);
    await world.settle(world.services);
    return (await outcome(world)).rows;
  };
  expect(await after(none)).toEqual(['0/a/2']);
  expect(await after(noDedupe)).toEqual(['0/a/1']);
});

it('a file that vanishes fails the COPY; where files are optional it is skipped without a word', async () => {
  const after = async (bug: Bug) => {
    const world = await aWorldWith(bug);
    const [load] = await publish(world, 1, 2);
    await world.lake.objects.delete(load?.files[0]?.key ?? '');
    await world.settle({ ...world.services, files: { faultOf: () => Promise.resolve(undefined) } });
    return (await statesOf(world, world.tenant))[0]?.reason;
  };
  expect(await after(none)).toMatch(/^copy the files: .*NoSuchKey/);
  // What is left to see it is the count of rows.
  expect(await after(optionalFiles)).toMatch(/^guard: as many rows/);
});

describe('orchestrators that run at once', () => {
  it('load each load once, with events that are lost, late and repeated', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = seededRandom(seed);
      const world = await aWorldWith(none);
      await publish(world, 1, 1);
      await publish(world, 2);
      const names: string[] = [];
      for (let i = 0; i < 60; i += 1) {
        const wakes = names
          .filter(() => random() < 0.5)
          .map((name) => ({ kind: 'statement', name }) as const);
        await Promise.all([
          run({ kind: 'schedule' }, world.services),
          run({ kind: 'published' }, world.services),
          ...wakes.map((wake) => run(wake, world.services)),
        ]);
        names.push(...(await world.standIn.work()).map(({ name }) => name));
        world.clock.time += 30_000;
      }
      const { transactions, ...rest } = await outcome(world);
      expect({ seed, ...rest }).toEqual({
        seed,
        states: ['loaded', 'loaded'],
        rows: ['0/a/2', '1/a/1'],
        loads: 2,
      });
      expect(transactions).toBe(2);
    }
  });

  it('never take the mark from a tenant whose load is just being registered', async () => {
    for (let at = 0, isOver = false; !isOver; at += 1) {
      const world = await aWorldWith(none);
      const [first] = await publish(world, 1);
      await world.settle(world.services);
      await publish(world, 2);
      let calls = 0;
      const wakeAt = async (): Promise<void> => {
        if (calls++ === at) await run({ kind: 'statement', name: first?.loadId ?? '' }, world.services);
      };
      const { states } = world.services;
      await run(
        { kind: 'schedule' },
        {
          ...world.services,
          states: {
            ...states,
            replace: async (...row) => {
              await wakeAt();
              const outcome = await states.replace(...row);
              await wakeAt();
              return outcome;
            },
          },
        },
      );
      for (let i = 0; i < 4; i += 1, world.clock.time += hour) await world.settle(world.services);
      expect({ at, ...(await outcome(world)) }).toMatchObject({ at, states: ['loaded', 'loaded'], loads: 2 });
      isOver = calls <= at;
    }
  });

  it('a batch that was aborted, or forgotten with all results, is looked after and loaded once', async () => {
    for (const spoil of [
      (world: RedshiftWorld) => world.standIn.abortAll(),
      async (world: RedshiftWorld) => {
        world.standIn.forgetAll();
      },
    ]) {
      const world = await aWorldWith(none);
      await publish(world, 1);
      for (let i = 0; i < 6; i += 1) {
        await run({ kind: 'schedule' }, world.services);
        await spoil(world);
        await run({ kind: 'schedule' }, world.services);
        await world.standIn.work();
        world.clock.time += 2 * hour;
      }
      for (let i = 0; i < 4; i += 1, world.clock.time += 2 * hour) await world.settle(world.services);
      expect(await outcome(world)).toMatchObject({ states: ['loaded'], rows: ['0/a/1'], loads: 1 });
    }
  });

  it('ops tables that a person removed are made anew', async () => {
    const world = await aWorldWith(none);
    await publish(world, 1);
    await world.settle(world.services);
    await world.ask(`DROP SCHEMA "t_${world.tenant.toLowerCase()}" CASCADE`);
    await publish(world, 2);
    for (let i = 0; i < 3; i += 1, world.clock.time += hour) await world.settle(world.services);
    expect(await outcome(world)).toMatchObject({ states: ['loaded', 'loaded'], rows: ['0/a/2'], loads: 1 });
  });
});

it('a load takes as many statements whether it has one file or 1,000', async () => {
  const statements = async (files: number) => {
    const world = await aWorldWith(none);
    await publish(world, ...Array<number>(files).fill(1));
    await world.settle(world.services);
    expect((await outcome(world)).rows).toHaveLength(files);
    return world.standIn.ran.map(({ length }) => length);
  };
  expect(await statements(1_000)).toEqual(await statements(1));
});
