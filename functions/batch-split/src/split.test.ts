import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileDevice } from '@sluice/core/files';
import { aTenantId } from '@sluice/testing/factories/directory';
import { runJob } from './index.ts';
import { aWorld, eventsOf, linesOf, splitWhole, type World } from './testing/world.ts';

const events = (count: number, bytes = 20): string[] =>
  Array.from({ length: count }, (_, i) => `{"metrictype":"m","timestamp":${i},"x":"${'x'.repeat(bytes)}"}`);

/** What is on the stream and in the error store, each record once. */
const outcome = ({ stream, errors }: World) => ({
  records: new Map(stream.records.map(({ partitionKey, data, tally }) => [partitionKey, { data, tally }])),
  refused: new Map(
    errors.stored('raw', 'malformed').map((record) => [record.recordId, { ...record, handledAt: 0 }]),
  ),
});

describe('a file', () => {
  const one = '{"metrictype":"m","timestamp":1}';
  const two = '{"metrictype":"m","timestamp":2}';
  const asText = '{"metrictype":"m","timestamp":"1"}';
  it.each([
    ['lines.ndjson', `${one}\n${two}\n`, [one, two]],
    ['list.json', `[${one}, ${two}]`, [one, two]],
    ['list', ` [${one},\n${two}]`, [one, two]],
    [
      'pretty.json',
      `[\n  {\n  "metrictype": "m",\n "timestamp": 1}]`,
      ['{   "metrictype": "m",  "timestamp": 1}'],
    ],
    ['rows.csv', `metrictype,timestamp\nm,1\n`, [asText]],
    ['rows', `metrictype;timestamp\nm;1\n`, [asText]],
    [
      'quoted.csv',
      `metrictype,timestamp,note\n"m",1,"a\nb, ""c"""\n`,
      [`${asText.slice(0, -1)},"note":"a\\nb, \\"c\\""}`],
    ],
    ['packed.ndjson.gz', gzipSync(`${one}\n${two}`), [one, two]],
    ['members.json.gz', Buffer.concat([gzipSync(`[${one},`), gzipSync(`${two}]`)]), [one, two]],
    ['mark.ndjson', `\ufeff${one}`, [one]],
    ['empty.json', '', []],
    ['empty.csv', '', []],
    ['none.json', '[]', []],
  ])('%s: its events go on the raw stream', async (file, content, expected) => {
    const { world, status, events: got } = await splitWhole(file, content);
    expect(got).toEqual(expected);
    const counts = { read: expected.length, stored: expected.length, rejected: 0, duplicate: 0 };
    expect(status).toEqual({
      file,
      state: 'done',
      receivedAt: 1_790_000_000_000,
      events: counts,
      errors: [],
    });
    expect(world.sent).toEqual([]);
  });

  it('gives records their id, index and time from the file alone', async () => {
    const { world, tenant } = await splitWhole('a.ndjson', events(3).join('\n'));
    const [record] = world.stream.records;
    expect(record?.tally).toMatchObject({ tenant, events: 3, receivedAt: 1_790_000_000_000 });
    expect(linesOf(world)).toMatchObject(
      [0, 1, 2].map((index) => ({
        tenant,
        index,
        device: fileDevice,
        recordId: record?.tally?.recordId,
        receivedAt: 1_790_000_000_000,
      })),
    );
    expect(record?.partitionKey).toBe(`${tenant}${record?.tally?.recordId}`);
    expect(record?.tally?.recordId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('of 5 MB in one list becomes records of at most 1 MB that hold all of it', async () => {
    const all = events(20_000, 200);
    const { world, status, events: got } = await splitWhole('large.json', `[${all.join(',\n')}]`);
    expect(got).toEqual(all);
    expect(status?.events).toMatchObject({ read: 20_000, stored: 20_000 });
    expect(world.stream.records.length).toBeGreaterThan(5);
  });

  it('of random text makes no record that is too large', async () => {
    let seed = 7;
    const noise = () => String.fromCodePoint(0x4e00 + ((seed = (seed * 48_271) % 2_147_483_647) % 20_000));
    const all = Array.from({ length: 900 }, () => `{"x":"${Array.from({ length: 1_000 }, noise).join('')}"}`);
    const { world, events: got } = await splitWhole('noise.ndjson', all.join('\n'));
    expect(got).toEqual(all);
    for (const { data, partitionKey } of world.stream.records)
      expect(data.length + partitionKey.length).toBeLessThanOrEqual(1_000_000);
  });
});

describe('what is refused', () => {
  it('is told with its line, is an error record, and leaves its neighbours alone', async () => {
    const content = [
      '{"metrictype":"m","timestamp":1}',
      '{bad}',
      '{"a":1,"a":2}',
      '[1]',
      '{"_fx":1}',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      `{"x":"${'x'.repeat(1_000_000)}"}`,
      '{"metrictype":"m","timestamp":2}',
    ].flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]);
    const { world, tenant, status, events: got } = await splitWhole('bad.ndjson', Buffer.concat(content));
    expect(got).toHaveLength(2);
    expect(status).toMatchObject({ state: 'done', events: { read: 8, stored: 2, rejected: 6 } });
    expect(status?.errors.map(({ line, code }) => [line, code])).toEqual([
      [2, 'InvalidJson'],
      [3, 'InvalidJson'],
      [4, 'NotAnObject'],
      [5, 'ForbiddenName'],
      [6, 'NotUtf8'],
      [7, 'EventTooLarge'],
    ]);
    const records = world.errors.stored('raw', 'malformed');
    expect(records).toHaveLength(6);
    expect(records[0]).toMatchObject({
      tenant,
      stage: 'raw',
      kind: 'malformed',
      code: 'InvalidJson',
      event: '{bad}',
    });
    expect(records[0]?.reason).toMatch(/^line 2 of the file bad.ndjson: it is no JSON: expected a key/);
    expect(records[4]).toMatchObject({ encoding: 'base64' });
    // None of them may be counted as an event of a record that was accepted.
    const accepted = new Set(world.stream.records.map(({ tally }) => tally?.recordId));
    expect(records.filter(({ recordId }) => accepted.has(recordId))).toEqual([]);
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(6);
  });

  it('is kept in the status up to 1,000 lines, and whole in the error store', async () => {
    const { world, status } = await splitWhole('bad.ndjson', '{bad}\n'.repeat(2_500), { sliceBytes: 1 });
    expect(status?.errors).toHaveLength(1_000);
    expect(status?.errors[999]).toMatchObject({ line: 1_000 });
    expect(status?.events).toMatchObject({ read: 2_500, rejected: 2_500 });
    expect(outcome(world).refused.size).toBe(2_500);
  });

  it('one broken quote in CSV takes one line with it', async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => `m,${i}`);
    const text = ['metrictype,timestamp', ...rows, 'm,"1', ...rows].join('\n');
    const { status } = await splitWhole('quote.csv', text);
    expect(status).toMatchObject({ state: 'done', events: { stored: 2_000, rejected: 1 } });
    expect(status?.errors).toMatchObject([{ line: 1_002, code: 'BrokenQuote' }]);
  });

  it.each([
    ['prose', 'hello world\n', 'UnknownFormat'],
    ['utf16.csv', Buffer.from('\ufeffa,b', 'utf16le'), 'Utf16'],
    ['twice.csv', 'a,a\n1,2\n', 'ColumnTwice'],
    ['header.csv', `${'a'.repeat(70_000)}\n1\n`, 'HeaderTooLong'],
  ])('%s: a file that cannot be read at all says why', async (file, content, code) => {
    const { world, status } = await splitWhole(file, content);
    expect(status).toMatchObject({ state: 'failed', events: { read: 0 }, errors: [{ line: 1, code }] });
    expect(world.stream.records).toEqual([]);
  });

  it('truncated gzip: what came before the cut is stored, what the cut went through is not guessed', async () => {
    const all = events(50_000);
    const whole = gzipSync(all.join('\n'));
    for (const slice of [1_000, 1_000_000_000]) {
      const { status, events: got } = await splitWhole('cut.ndjson.gz', whole.subarray(0, whole.length / 2), {
        sliceBytes: slice,
      });
      expect(status).toMatchObject({ state: 'failed', events: { stored: got.length, rejected: 0 } });
      expect(status?.errors).toMatchObject([{ code: 'TruncatedGzip', line: got.length + 1 }]);
      expect(got.length).toBeGreaterThan(10_000);
      expect(got).toEqual(all.slice(0, got.length));
    }
  });

  it('gzip that is broken in the middle', async () => {
    const whole = gzipSync(events(50_000).join('\n'));
    whole.fill(0xff, whole.length / 2, whole.length / 2 + 100);
    const { status } = await splitWhole('broken.ndjson.gz', whole);
    expect(status).toMatchObject({ state: 'failed' });
    expect(status?.errors.at(-1)).toMatchObject({ code: 'BrokenGzip' });
    expect(status?.events.stored).toBeGreaterThan(1_000);
  });
});

describe('memory', () => {
  it('is bounded, whatever a small gzip file grows to', { timeout: 60_000 }, async () => {
    const line = 'x'.repeat(1_048_576);
    const bomb = gzipSync(Buffer.from(line.repeat(300)));
    expect(bomb.length).toBeLessThan(400_000);
    let highest = 0;
    const world = aWorld();
    const { files } = world.services;
    const watched = {
      ...world.services,
      clock: {
        now: () => {
          highest = Math.max(highest, process.memoryUsage().rss);
          return 1_790_000_000_000;
        },
      },
      files,
    };
    const tenant = aTenantId();
    const job = await world.upload(tenant, 'bomb.ndjson.gz', bomb);
    const before = process.memoryUsage().rss;
    await runJob(job, watched);
    expect(await world.status(tenant, 'bomb.ndjson.gz')).toMatchObject({
      state: 'done',
      events: { read: 1, rejected: 1 },
      errors: [{ line: 1, code: 'EventTooLarge' }],
    });
    // 300 MB of content; zlib's output, buffers that are not yet collected, and what a test runner moves.
    expect(highest - before).toBeLessThan(150_000_000);
  });
});

describe('slices', () => {
  const piece = fc.oneof(
    fc.integer({ min: 0, max: 9 }).map((n) => `{"metrictype":"m","timestamp":${n}}`),
    fc.constantFrom('{bad}', '[1]', '', `{"x":"${'y'.repeat(300_000)}"}`),
  );
  const content = fc.array(piece, { maxLength: 30 });

  it('of any size, over chunks of any size, give the same records', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.constantFrom(1, 1_000, 500_000),
        fc.constantFrom(1_000, 8_192, 100_001),
        fc.constantFrom<[string, (lines: string[]) => string | Buffer]>(
          ['a.ndjson', (lines) => lines.join('\n')],
          ['a.json', (lines) => `[${lines.join(',\n')}]`],
          ['a.csv', (lines) => `a,b\n${lines.map((line) => `1,"${line.replaceAll('"', '""')}"`).join('\n')}`],
          ['a.ndjson.gz', (lines) => gzipSync(lines.join('\n'))],
        ),
        async (lines, sliceBytes, chunkBytes, [file, make]) => {
          const tenant = aTenantId();
          const bytes = make(lines);
          const whole = await splitWhole(file, bytes, {}, { tenant });
          const sliced = await splitWhole(file, bytes, { sliceBytes }, { tenant, chunkBytes });
          expect(sliced.status).toEqual(whole.status);
          expect(outcome(sliced.world)).toEqual(outcome(whole.world));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('end by time too, and go on', async () => {
    const all = events(20_000);
    const world = aWorld({ sliceMs: 1_000 });
    const services = {
      ...world.services,
      stream: {
        put: (records: Parameters<typeof world.stream.put>[0]) => {
          world.pass(600);
          return world.stream.put(records);
        },
      },
    };
    const tenant = aTenantId();
    await runJob(await world.upload(tenant, 'a.ndjson', all.join('\n')), services);
    expect(world.stream.records).toHaveLength(2);
    expect(world.sent).toHaveLength(1);
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ state: 'splitting' });
    for (let job = world.queue.shift(); job !== undefined; job = world.queue.shift())
      await runJob(job.job, services);
    expect(eventsOf(world)).toEqual(all);
  });

  it('keep to the rate, and hand a long wait on', async () => {
    const all = events(20_000);
    const tenant = aTenantId();
    const fast = aWorld({ eventsPerSecond: 10_000 });
    await fast.drain(await fast.upload(tenant, 'a.ndjson', all.join('\n')));
    const waited = fast.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThan(1_500);
    expect(waited).toBeLessThanOrEqual(2_000);
    expect(fast.sent).toEqual([]);
    const slow = aWorld({ eventsPerSecond: 10, sliceMs: 1_000 });
    const job = await slow.upload(tenant, 'a.ndjson', all.join('\n'));
    await slow.drain(job);
    expect(slow.waits).toEqual([]);
    expect(slow.sent.length).toBeGreaterThan(3);
    expect(eventsOf(slow)).toEqual(all);
  });

  it('of a compressed file grow, so that reading it again costs no more than going on', async () => {
    const all = events(60_000, 100);
    let read = 0;
    const world = aWorld({ sliceBytes: 1 });
    const { files } = world.services;
    const tenant = aTenantId();
    const job = await world.upload(tenant, 'a.ndjson.gz', gzipSync(all.join('\n')));
    world.services = {
      ...world.services,
      files: {
        ...files,
        read: async function* (...asked) {
          read++;
          yield* files.read(...asked);
        },
      },
    };
    world.queue.push({ job, at: 0 });
    for (let next = world.queue.shift(); next !== undefined; next = world.queue.shift())
      await runJob(next.job, world.services);
    expect(eventsOf(world)).toEqual(all);
    expect(world.stream.records.length).toBeGreaterThan(15);
    expect(read).toBeLessThanOrEqual(6);
  });

  it('that never come to an event end with a reason', async () => {
    const world = aWorld({ sliceMs: 1_000 }, 1_000);
    const tenant = aTenantId();
    const { files } = world.services;
    const services = {
      ...world.services,
      files: {
        ...files,
        read: async function* (...asked: Parameters<typeof files.read>) {
          for await (const chunk of files.read(...asked)) {
            world.pass(100);
            yield chunk;
          }
        },
      },
    };
    world.queue.push({ job: await world.upload(tenant, 'a.ndjson', 'x'.repeat(100_000)), at: 0 });
    for (let next = world.queue.shift(); next !== undefined; next = world.queue.shift())
      await runJob(next.job, services);
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({
      state: 'failed',
      errors: [{ code: 'NoProgress' }],
    });
  });
});

describe('the same file', () => {
  const text = events(5_000).join('\n');

  it('twice changes nothing, whatever its name, and whenever', async () => {
    const world = aWorld();
    const tenant = aTenantId();
    await world.drain(await world.upload(tenant, 'a.ndjson', text));
    const before = [...world.stream.records];
    world.pass(3_600_000);
    await world.drain(await world.upload(tenant, 'a.ndjson', text));
    await world.drain(await world.upload(tenant, 'b.ndjson', text));
    expect(world.stream.records).toEqual(before);
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({
      state: 'done',
      events: { read: 5_000, stored: 5_000, duplicate: 0 },
    });
    expect(await world.status(tenant, 'b.ndjson')).toMatchObject({
      state: 'done',
      events: { read: 5_000, stored: 0, duplicate: 5_000 },
    });
  });

  it('of two tenants is two files', async () => {
    const world = aWorld();
    const tenants = [aTenantId(), aTenantId()];
    for (const tenant of tenants) await world.drain(await world.upload(tenant, 'a.ndjson', text));
    const lines = linesOf(world);
    expect(lines).toHaveLength(10_000);
    for (const tenant of tenants) {
      expect(lines.filter((line) => line.tenant === tenant)).toHaveLength(5_000);
      expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ events: { stored: 5_000 } });
    }
    expect(await world.status(aTenantId(), 'a.ndjson')).toBeUndefined();
  });

  it('said to be something else is another file', async () => {
    const world = aWorld();
    const tenant = aTenantId();
    await world.drain(await world.upload(tenant, 'a.csv', 'a,b\n{"x":1},2\n'));
    await world.drain(await world.upload(tenant, 'a.ndjson', 'a,b\n{"x":1},2\n'));
    expect(await world.status(tenant, 'a.csv')).toMatchObject({ events: { stored: 1, rejected: 0 } });
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({ events: { stored: 0, rejected: 2 } });
  });

  it('goes on where it failed when it is sent again', async () => {
    const world = aWorld({ sliceBytes: 1 });
    const tenant = aTenantId();
    const job = await world.upload(tenant, 'a.ndjson', text);
    await runJob(job, world.services);
    const { document } = await world.states.split(tenant, 'id' in job ? job.id : '');
    world.files.remove(document?.source.key ?? '');
    await world.drain(job);
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({
      state: 'failed',
      errors: [{ code: 'FileGone' }],
    });
    await world.drain(await world.upload(tenant, 'a.ndjson', text));
    expect(await world.status(tenant, 'a.ndjson')).toMatchObject({
      state: 'done',
      receivedAt: 1_790_000_000_000,
      events: { read: 5_000, stored: 5_000 },
      errors: [],
    });
    expect(eventsOf(world)).toHaveLength(5_000);
  });
});

describe('two at once', () => {
  it('on one file do no harm', async () => {
    const text = [...events(20_000), '{bad}', ...events(100)].join('\n');
    const world = aWorld({ sliceBytes: 1 });
    const tenant = aTenantId();
    const job = await world.upload(tenant, 'a.ndjson', text);
    world.queue.push({ job, at: 0 }, { job, at: 0 }, { job, at: 0 });
    while (world.queue.length > 0)
      await Promise.all(world.queue.splice(0).map((next) => runJob(next.job, world.services)));
    const alone = await splitWhole('a.ndjson', text, {}, { tenant });
    expect(await world.status(tenant, 'a.ndjson')).toEqual(alone.status);
    expect(outcome(world)).toEqual(outcome(alone.world));
  });
});
