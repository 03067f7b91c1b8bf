import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateStore } from '@sluice/core/ports';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { duckDbEngine } from '../engines/duckdb.ts';
import type { Plan } from '../plan/plan.ts';
import { aLine, aWorld, lakeRows, start, textOf, type World } from '../testing.fixture.ts';
import { currentRun } from './current-run.ts';
import type { ClusterJob, ClusterServices, JobRunner, JobState } from './ports.ts';
import { wakeAll } from './wake-all.ts';
import { wakeCluster } from './wake.ts';

let world: World;
beforeEach(async () => {
  world = await aWorld();
});
afterEach(() => world.close());

/** A cluster of one machine: a job is done when its state is asked for the second time. */
const aCluster = (fate: (job: ClusterJob) => JobState | undefined = () => undefined) => {
  const { objects, files } = world.services;
  const engine = duckDbEngine({ tempFolder: `${world.folder}/spill` });
  const started = new Map<string, ClusterJob>();
  const asked = new Map<string, number>();
  const runJob = async (job: ClusterJob): Promise<void> => {
    const plan = JSON.parse(Buffer.from((await objects.get(files.keyOf(job.plan))) ?? []).toString()) as Plan;
    const result = await engine.run(plan);
    await objects.put(files.keyOf(job.result), Buffer.from(JSON.stringify(result)));
  };
  const jobs: JobRunner = {
    start: async (job) => {
      started.set(job.token, job);
      return `job-${job.token}`;
    },
    stateOf: async (id) => {
      const times = (asked.get(id) ?? 0) + 1;
      asked.set(id, times);
      if (times === 1) return { state: 'running' };
      const job = started.get(id.slice('job-'.length));
      if (job === undefined) return { state: 'failed', reason: 'there is no such job' };
      const ill = fate(job);
      if (ill !== undefined) return ill;
      if (times === 2) await runJob(job);
      return { state: 'succeeded' };
    },
  };
  return { jobs, started };
};

const servicesWith = (jobs: JobRunner, states: StateStore = memoryStateStore()): ClusterServices => ({
  ...world.services,
  jobs,
  states,
});

const ids = async (): Promise<readonly string[]> =>
  (await lakeRows(world, await world.services.lake.snapshot(), 'event_id, received_at')).map((row) =>
    row.join(' '),
  );

const someEvents = async () => {
  const tenant = await world.tenant();
  const one = aLine({ tenant, eventId: 'a', receivedAt: start });
  world.archive([one, one, aLine({ tenant, eventId: 'b', receivedAt: start })].map(textOf));
};
const stored = [`a ${start}`, `b ${start}`];

const outcomes = async (services: ClusterServices, wakes: number): Promise<readonly string[]> => {
  const seen: string[] = [];
  for (let wake = 0; wake < wakes; wake++)
    seen.push(
      await wakeCluster(services).then(
        ({ outcome }) => outcome,
        (error: unknown) => String(error).replace(/^\w+: /, ''),
      ),
    );
  return seen;
};

it('begins a run, waits for its job, publishes what it wrote, and is done', async () => {
  await someEvents();
  const { jobs, started } = aCluster();
  expect(await outcomes(servicesWith(jobs), 5)).toEqual([
    'running',
    'running',
    'published',
    'nothing',
    'nothing',
  ]);
  expect(await ids()).toEqual(stored);
  expect(started.size).toBe(1);
});

it('tells a person what a run left out, once', async () => {
  const tenant = await world.tenant();
  world.archive(['no JSON', textOf(aLine({ tenant }))]);
  const torn = world.archive([textOf(aLine({ tenant }))]);
  truncateSync(join(world.folder, torn), 20);
  const told: string[] = [];
  const services = { ...servicesWith(aCluster().jobs), log: (message: string) => told.push(message) };
  for (let wake = 0; wake < 5; wake++) await wakeAll(services);
  expect(told).toEqual([
    expect.stringContaining(`the batch left out the archive object ${torn}: `),
    expect.stringMatching(/^the batch left out 1 lines that no staged line can be: lake\/v1\/aside\//),
  ]);
});

it('publishes nothing when another run was first', async () => {
  await someEvents();
  const { jobs } = aCluster();
  const [one, other] = [servicesWith(jobs), servicesWith(jobs)];
  expect(await outcomes(one, 2)).toEqual(['running', 'running']);
  expect(await outcomes(other, 3)).toEqual(['running', 'running', 'published']);
  expect(await outcomes(one, 3)).toEqual(['superseded', 'nothing', 'nothing']);
  expect(await ids()).toEqual(stored);
});

describe('a job that fails', () => {
  it('is told once, with its reason, and the next run reads the same', async () => {
    await someEvents();
    let isIll = true;
    const { jobs, started } = aCluster(() =>
      isIll ? { state: 'failed', reason: 'out of memory' } : undefined,
    );
    const services = servicesWith(jobs);
    const [, , told] = await outcomes(services, 3);
    expect(told).toMatch(
      /^the job job-\w+ of the run \w+ failed: out of memory; the next run reads the same/,
    );
    isIll = false;
    expect(await outcomes(services, 4)).toEqual(['running', 'running', 'published', 'nothing']);
    expect(started.size).toBe(2);
    expect(await ids()).toEqual(stored);
  });

  it('without a result although it succeeded publishes nothing', async () => {
    await someEvents();
    const { jobs } = aCluster(() => ({ state: 'succeeded' }));
    expect((await outcomes(servicesWith(jobs), 3))[2]).toMatch(/result\.json is missing/);
    expect(await ids()).toEqual([]);
  });
});

/** Calls of these ports work up to one, and from then on never; `after`: that one has its effect. */
const mortal = (services: ClusterServices, death: number, after: boolean) => {
  const life = { calls: 0 };
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function' || ['pathOf', 'keyOf', 'unread'].includes(String(name)))
          return method;
        return (...rest: unknown[]) => {
          const call = life.calls++;
          if (call > death || (call === death && !after)) throw new Error('died');
          const done: unknown = Reflect.apply(method, target, rest);
          return call === death ? Promise.resolve(done).then(() => Promise.reject(new Error('died'))) : done;
        };
      },
    });
  const { lake, objects, states, jobs } = services;
  const wrapped = { lake: wrap(lake), objects: wrap(objects), states: wrap(states), jobs: wrap(jobs) };
  return { services: { ...services, ...wrapped }, life };
};

it.each([false, true])(
  'dies at any call (its answer lost: %s): the wakes after it publish each event once, and no job is started twice by one token',
  { timeout: 120_000 },
  async (after) => {
    let deaths = 0;
    for (let wakesBefore = 0; wakesBefore < 3; wakesBefore++)
      for (let death = 0; ; death++) {
        world.close();
        world = await aWorld();
        await someEvents();
        const { jobs, started } = aCluster();
        const services = servicesWith(jobs);
        await outcomes(services, wakesBefore);
        const { services: dying, life } = mortal(services, death, after);
        await wakeCluster(dying).catch(() => undefined);
        if (life.calls <= death) break;
        deaths += 1;
        await outcomes(services, 5);
        expect(await ids(), `after ${wakesBefore} wakes, death ${death}`).toEqual(stored);
        expect((await currentRun(services.states)).run).toBeUndefined();
        expect(started.size).toBeLessThanOrEqual(2);
      }
    expect(deaths).toBeGreaterThan(15);
  },
);

it('two wakes at once start one run', async () => {
  await someEvents();
  const { jobs } = aCluster();
  const services = servicesWith(jobs);
  const first = await Promise.all([wakeCluster(services), wakeCluster(services)]);
  expect(first.map(({ outcome }) => outcome).sort()).toEqual(['running', 'superseded']);
  await outcomes(services, 3);
  expect(await ids()).toEqual(stored);
});

it('a row of the state that is not ours is told, with what to do', async () => {
  const { jobs } = aCluster();
  const services = servicesWith(jobs);
  await services.states.replace('etl', 'run', 0, '{"v":1}');
  await expect(wakeCluster(services)).rejects.toThrow('delete it, and the next run begins anew');
});
