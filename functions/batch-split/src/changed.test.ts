import { expect, it } from 'vitest';
import type { FileJob } from '@sluice/core/files';
import { aTenantId } from '@sluice/testing/factories/directory';
import { runJob } from './index.ts';
import { aWorld, eventsOf } from './testing/world.ts';

const source = { kind: 'bucket', bucket: 'theirs', key: 'a.ndjson' } as const;
const line = (n: number): string =>
  `{"metrictype":"pump","timestamp":1790000000000,"n":${n},"pad":"${'x'.repeat(1_000)}"}`;
const content = (from: number): Buffer =>
  Buffer.from(Array.from({ length: 5_000 }, (_, i) => `${line(from + i)}\n`).join(''));

/** A file in a bucket of a tenant, to be taken in slices that are each smaller than it. */
const aNamedFile = async () => {
  const world = aWorld({ sliceBytes: 1_000_000 });
  const tenant = aTenantId();
  world.files.put(source.key, content(0));
  await world.services.states.name(tenant, { file: 'a.ndjson', told: 'ndjson', source, receivedAt: 1 });
  const job: FileJob = { tenant, file: 'a.ndjson' };
  /** Does jobs until one of the kind would be next, or none is left. */
  const until = async (kind: 'id' | 'file' | 'none', jobs: FileJob[]): Promise<FileJob[]> => {
    for (let next = jobs[0]; next !== undefined && !(kind in next); next = jobs[0]) {
      await runJob(next, world.services);
      jobs = world.sent.splice(0);
    }
    return jobs;
  };
  return { world, tenant, job, until };
};

it('a file that changes while its content is looked at is looked at from the beginning', async () => {
  const { world, tenant, job, until } = await aNamedFile();
  await runJob(job, world.services);
  const jobs = world.sent.splice(0);
  expect(jobs).toEqual([job]);
  world.files.put(source.key, content(10_000));
  await until('none', jobs);
  expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ state: 'done', events: { read: 5_000 } });
  expect(eventsOf(world)[0]).toBe(line(10_000));
  expect(eventsOf(world)).toHaveLength(5_000);
});

it.each([
  [
    'changed',
    'FileChanged',
    (files: ReturnType<typeof aWorld>['files']) => files.put(source.key, content(10_000)),
  ],
  ['removed', 'FileGone', (files: ReturnType<typeof aWorld>['files']) => files.remove(source.key)],
] as const)(
  'a file that is %s while it is split fails with its reason; what was split stays, and nothing of another content is taken for it',
  async (_, code, spoil) => {
    const { world, tenant, job, until } = await aNamedFile();
    const [split] = await until('id', [job]);
    await runJob(split ?? job, world.services);
    const before = eventsOf(world).length;
    expect(before).toBeGreaterThan(0);
    spoil(world.files);
    await until('none', world.sent.splice(0));
    const status = await world.status(tenant, 'a.ndjson');
    expect(status).toMatchObject({ state: 'failed', errors: [{ code }], events: { stored: before } });
    expect(eventsOf(world)).toHaveLength(before);
  },
);

it('a file that was changed and is named again is another file, of which each event is there once', async () => {
  const { world, tenant, job, until } = await aNamedFile();
  const [split] = await until('id', [job]);
  await runJob(split ?? job, world.services);
  world.files.put(source.key, content(0));
  await until('none', world.sent.splice(0));
  await world.services.states.name(tenant, { file: 'a.ndjson', told: 'ndjson', source, receivedAt: 2 });
  await until('none', [job]);
  expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ state: 'done', events: { read: 5_000 } });
  expect(new Set(eventsOf(world)).size).toBe(5_000);
  expect(eventsOf(world)).toHaveLength(5_000);
});
