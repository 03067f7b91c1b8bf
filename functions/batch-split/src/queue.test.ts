import { describe, expect, it } from 'vitest';
import { fileKey, type FileJob } from '@sluice/core/files';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { handleQueue, JobQueue, runJob, type SplitServices } from './index.ts';
import { aWorld, eventsOf } from './testing/world.ts';

const line = '{"metrictype":"m","timestamp":1}';

/** What S3 tells of an object that was put. */
const s3Event = (...keys: string[]): string =>
  JSON.stringify({
    Records: keys.map((key) => ({ eventName: 'ObjectCreated:Put', s3: { object: { key } } })),
  });

const handle = async (services: SplitServices, ...bodies: string[]) => {
  const logged: string[] = [];
  const report = await handleQueue(
    { Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })) },
    services,
    (message, error) => logged.push(`${message}: ${String(error)}`),
  );
  return { failed: report.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), logged };
};

/** A file that was put to an address. */
const putUpload = async (world: ReturnType<typeof aWorld>, tenant = aTenantId(), file = 'a.ndjson') => {
  const upload = anId();
  const source = { kind: 'own', key: fileKey(tenant, upload) } as const;
  await world.states.name(tenant, { file, told: 'ndjson', source });
  await world.states.keepUpload(tenant, upload, file);
  world.files.put(source.key, Buffer.from(line));
  return { tenant, key: source.key };
};

describe('a message of the queue', () => {
  it('that an upload is there has it identified, and then split', async () => {
    const world = aWorld();
    const { tenant, key } = await putUpload(world);
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ state: 'expected', receivedAt: null });
    expect(await handle(world.services, s3Event(encodeURIComponent(key)))).toEqual({
      failed: [],
      logged: [],
    });
    expect(world.sent).toMatchObject([{ tenant, id: expect.any(String) as string }]);
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ state: 'splitting' });
    await handle(world.services, JSON.stringify(world.sent[0]));
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ state: 'done', events: { stored: 1 } });
    expect(eventsOf(world)).toEqual([line]);
  });

  it('may come twice, and tell of several, of files that came in a request, and of none', async () => {
    const world = aWorld();
    const one = await putUpload(world);
    const two = await putUpload(world, one.tenant, 'b.ndjson');
    const other = fileKey(one.tenant, anId());
    const message = s3Event(one.key, two.key, other, 'lake/v1/x.parquet', 'files/tenant=../x');
    expect(await handle(world.services, message, message, '{"Event":"s3:TestEvent"}')).toEqual({
      failed: [],
      logged: [],
    });
    for (const job of world.sent) await runJob(job, world.services);
    expect(eventsOf(world)).toEqual([line]);
    expect(await world.status(one.tenant, 'b.ndjson')).toMatchObject({ events: { stored: 0, duplicate: 1 } });
  });

  it('of an upload whose name went to another is left alone', async () => {
    const world = aWorld();
    const old = await putUpload(world);
    await world.upload(old.tenant, 'a.ndjson', '');
    await handle(world.services, s3Event(old.key));
    expect(world.sent).toEqual([]);
  });

  it.each([
    '',
    'x',
    '[]',
    '{"tenant":"x","id":"y"}',
    '{"Records":1}',
    '{"tenant":"01JD0000000000000000000000"}',
  ])('%j is ours to mend: it fails, its neighbours do not', async (body) => {
    const world = aWorld();
    const { key } = await putUpload(world);
    const { failed, logged } = await handle(world.services, body, s3Event(key));
    expect(failed).toEqual(['m0']);
    expect(logged).toEqual([expect.stringMatching(/^the message m0 failed: .*neither a job nor an event/)]);
    expect(world.sent).toHaveLength(1);
  });

  it('of a file that nobody knows does nothing', async () => {
    const world = aWorld();
    const tenant = aTenantId();
    expect(
      await handle(
        world.services,
        JSON.stringify({ tenant, id: anId() }),
        JSON.stringify({ tenant, file: 'x' }),
      ),
    ).toEqual({ failed: [], logged: [] });
    expect(world.sent).toEqual([]);
  });

  it('fails when a store is away', async () => {
    const world = aWorld();
    const job = await world.upload(aTenantId(), 'a.ndjson', line);
    const failure = { class: 'retryable', code: 'Full', message: 'the disk is full' } as const;
    const away = { ...world.services, stream: { put: async () => [{ ok: false as const, failure }] } };
    const { failed, logged } = await handle(away, JSON.stringify(job));
    expect(failed).toEqual(['m0']);
    expect(logged[0]).toContain('the raw stream did not take a record of a file: the disk is full');
    expect(await handle(world.services, JSON.stringify(job))).toEqual({ failed: [], logged: [] });
    expect(eventsOf(world)).toEqual([line]);
  });
});

describe('the queue of one process', () => {
  const queueFor = (run: (job: FileJob) => Promise<void>) => {
    const waits: number[] = [];
    const logged: unknown[] = [];
    const queue = new JobQueue({
      run,
      wait: async (ms) => void waits.push(ms),
      log: (_, error) => logged.push(error),
    });
    return { queue, waits, logged };
  };

  it('splits a file to its end, slice by slice', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"metrictype":"m","timestamp":${i}}`);
    const world = aWorld({ sliceBytes: 1 });
    const { queue } = queueFor((job) => runJob(job, { ...world.services, jobs: queue }));
    const tenant = aTenantId();
    await queue.send(await world.upload(tenant, 'a.ndjson', lines.join('\n')));
    await queue.idle();
    expect(eventsOf(world)).toEqual(lines);
    expect(await Array.fromAsync(world.states.unfinished(tenant))).toEqual([]);
  });

  it('does one job at a time, each once while it waits', async () => {
    const tenant = aTenantId();
    const done: string[] = [];
    let running = 0;
    const { queue } = queueFor(async (job) => {
      expect(++running).toBe(1);
      await Promise.resolve();
      done.push('id' in job ? job.id : job.file);
      running--;
    });
    // All before the first is begun: from then on it may be handed on again.
    await Promise.all(['a', 'b', 'a', 'c', 'b'].map((id) => queue.send({ tenant, id })));
    await queue.idle();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('does a job again that failed, later each time', async () => {
    let failures = 7;
    const { queue, waits, logged } = queueFor(async () => {
      if (failures-- > 0) throw new Error('away');
    });
    await queue.send({ tenant: aTenantId(), id: 'a' });
    await queue.idle();
    expect(waits).toEqual([1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000]);
    expect(logged).toHaveLength(7);
  });

  it('stops behind the slice under way; another process goes on', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"metrictype":"m","timestamp":${i}}`);
    const world = aWorld();
    const { queue } = queueFor((job) => {
      const services = { ...world.services, jobs: queue, isStopping: () => queue.isStopping };
      const stream: SplitServices['stream'] = {
        put: async (records) => {
          void queue.stop();
          return world.stream.put(records);
        },
      };
      return runJob(job, { ...services, stream });
    });
    const tenant = aTenantId();
    const job = await world.upload(tenant, 'a.ndjson', lines.join('\n'));
    await queue.send(job);
    await queue.stop();
    await queue.idle();
    expect(world.stream.records.length).toBeLessThanOrEqual(1);
    const left = await Array.fromAsync(world.states.unfinished(tenant));
    expect(left).toEqual([job]);
    for (const one of left) await world.drain(one);
    expect(eventsOf(world)).toEqual(lines);
  });
});
