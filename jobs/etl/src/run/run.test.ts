import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { undeclaredMetricId } from '@sluice/core/layout';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { aLine, aWorld, lakeRows, start, textOf, type LineParts, type World } from '../testing.fixture.ts';
import { runAll } from './run-all.ts';
import { runEtl, type Ran } from './run.ts';
import { readSurvey } from './survey.ts';

const worlds: World[] = [];
const open = async (): Promise<World> => {
  const world = await aWorld();
  worlds.push(world);
  return world;
};
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const published = (ran: Ran) => {
  if (ran.outcome !== 'published') throw new Error(`the run ended as ${ran.outcome}`);
  return ran.manifest;
};

describe('runEtl', () => {
  it('moves what was archived into the lake, once', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const lines = Array.from({ length: 25 }, () => aLine({ tenant }));
    world.archive(lines.map(textOf));
    const manifest = published(await runEtl(world.services));
    expect(manifest.counts).toEqual({
      read: 25,
      added: 25,
      duplicate: 0,
      corrected: 0,
      repeated: 0,
      malformed: 0,
      replaced: 0,
    });
    expect(manifest.watermark).toBe(Math.max(...lines.map(({ receivedAt }) => receivedAt)));
    expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
    const snapshot = await world.services.lake.snapshot();
    expect(await lakeRows(world, snapshot, 'event_id')).toEqual(
      lines.map(({ eventId }) => [eventId]).toSorted(),
    );
    expect(snapshot.files).toMatchObject([
      {
        tenant,
        metric: undeclaredMetricId('pump'),
        metricName: 'pump',
        day: '2026-11-23',
        rows: 25,
        names: ['level'],
        firstTimestamp: lines[0]?.timestamp,
        lastTimestamp: lines.at(-1)?.timestamp,
      },
    ]);
  });

  it('of one identity keeps the last, within a batch and against the lake, and counts the others by what they are', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const one = aLine({ tenant, eventId: 'a', receivedAt: start + 10 });
    const again = { ...one, recordId: '01JRZ'.padEnd(26, '0'), receivedAt: start + 20 };
    const restaged = { ...again, stagedAt: start + 9_999 };
    world.archive([one, again, restaged].map(textOf));
    expect(published(await runEtl(world.services)).counts).toMatchObject({
      read: 3,
      added: 1,
      duplicate: 1,
      repeated: 1,
    });
    // Older than what is there: a duplicate, and a correction that came too late.
    const late = {
      ...one,
      recordId: '01JRA'.padEnd(26, '0'),
      receivedAt: start + 5,
      fingerprint: 'G'.repeat(26),
    };
    world.archive([textOf({ ...one, index: 3 }), textOf(late)]);
    const second = published(await runEtl(world.services));
    expect(second.counts).toMatchObject({ read: 2, added: 0, duplicate: 1, corrected: 1, replaced: 0 });
    expect(second.added).toEqual([]);
    // A correction takes the place of the row: its file is written anew.
    const correction = { ...late, receivedAt: start + 5_000 };
    world.archive([textOf(correction), textOf(aLine({ tenant, eventId: 'b' }))]);
    const third = published(await runEtl(world.services));
    expect(third.counts).toMatchObject({ read: 2, added: 2, replaced: 1 });
    expect(third.removed).toHaveLength(1);
    expect(await lakeRows(world, await world.services.lake.snapshot(), 'event_id, fingerprint')).toEqual([
      ['a', 'G'.repeat(26)],
      ['b', expect.any(String)],
    ]);
  });

  it('tells events of other tenants and metrics apart that share their id and time, within a batch and against the lake', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const one = aLine({ tenant, eventId: 'a' });
    const others = [
      aLine({ tenant, eventId: 'a', timestamp: one.timestamp, as: 'valve' }),
      aLine({ tenant: await world.tenant(), eventId: 'a', timestamp: one.timestamp }),
    ];
    world.archive([one, ...others].map(textOf));
    expect(published(await runEtl(world.services)).counts).toMatchObject({
      added: 3,
      duplicate: 0,
      corrected: 0,
    });
    const apart = aLine({ tenant, eventId: 'a', timestamp: one.timestamp, as: 'motor' });
    world.archive([textOf(apart)]);
    expect(published(await runEtl(world.services)).counts).toMatchObject({
      added: 1,
      corrected: 0,
      replaced: 0,
    });
    expect(await lakeRows(world, await world.services.lake.snapshot(), 'event_id')).toHaveLength(4);
  });

  it('types declared fields, finds late-declared ones among the unknown, and keeps what does not fit as text', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const metric = aMetric({
      displayName: 'pump',
      aliases: ['pump', 'P'],
      fields: [
        aField({ id: 'f1', displayName: 'level', aliases: ['level', 'lvl'], type: 'LONG' }),
        aField({ id: 'f2', displayName: 'raw', aliases: ['raw'], type: 'BINARY' }),
        aField({ id: 'f3', displayName: "it's", aliases: ["it's", 'a\\b\n$x'], type: 'STRING' }),
        aField({ id: 'f4', displayName: 'ok', type: 'BOOLEAN' }),
        aField({ id: 'f5', displayName: 'ratio', aliases: ['ratio'], type: 'DOUBLE' }),
      ],
    });
    await world.declare(tenant, [metric]);
    const base = { tenant, metric: metric.id };
    world.archive(
      [
        aLine({
          ...base,
          eventId: '1',
          fields: { f1: '9007199254740993', f2: 'AQI=', f4: true, f5: 1.5 },
          unknown: {},
        }),
        aLine({
          ...base,
          eventId: '2',
          fields: {},
          unknown: { lvl: ['string', '12'], "it's": ['string', 'x'] },
        }),
        aLine({
          tenant,
          as: 'P',
          eventId: '3',
          unknown: { level: ['string', '1.5'], 'a\\b\n$x': ['string', 'y'] },
        }),
      ].map(textOf),
    );
    const manifest = published(await runEtl(world.services));
    expect(manifest.loads).toHaveLength(1);
    expect(manifest.loads[0]?.columns.map(({ id, maxBytes }) => [id, maxBytes])).toEqual([
      ['f1', 0],
      ['f2', 4],
      ['f3', 1],
      ['f4', 0],
      ['f5', 0],
    ]);
    const snapshot = await world.services.lake.snapshot();
    expect(await lakeRows(world, snapshot, `event_id, f1, f3, f4, f5, metric = '${metric.id}'`)).toEqual([
      ['1', '9007199254740993', null, true, 1.5, true],
      ['2', '12', 'x', null, null, true],
      ['3', null, 'y', null, null, true],
    ]);
    const load = manifest.loads[0]?.files[0];
    const rows = zstdDecompressSync(readFileSync(join(world.folder, load?.key ?? '')))
      .toString()
      .trimEnd()
      .split('\n');
    expect(rows).toHaveLength(load?.rows ?? 0);
    expect(rows.find((row) => row.includes('"event_id":"1"'))).toContain('"f1":9007199254740993,"f2":"AQI="');
  });

  it('moves the rows of a metric that was declared since under the metric, and merges them with what came after', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const before = aLine({ tenant, eventId: 'a', unknown: { level: ['number', '5'] } });
    world.archive([textOf(before), textOf(aLine({ tenant, as: 'other', eventId: 'x' }))]);
    await runEtl(world.services);
    const metric = aMetric({
      displayName: 'pump',
      fields: [aField({ id: 'f1', displayName: 'level', type: 'LONG' })],
    });
    await world.declare(tenant, [metric]);
    // Replayed after it was declared: the same event under its new metric.
    world.archive([
      textOf({ ...before, metric: metric.id, fields: { f1: 5 }, unknown: {}, stagedAt: start + 1e6 }),
    ]);
    expect(published(await runEtl(world.services)).counts).toMatchObject({ read: 1, added: 1, repeated: 1 });
    expect(await lakeRows(world, await world.services.lake.snapshot(), 'metric, event_id, f1')).toEqual([
      [metric.id, 'a', '5'],
      [undeclaredMetricId('other'), 'x', null],
    ]);
    expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
  });

  it('leaves rows that a deletion hides where they are', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const tombstones = [{ name: 'pump', deletedAt: start + 1_000_000 }];
    const hidden = aLine({ tenant, eventId: 'hidden' });
    const shown = aLine({ tenant, eventId: 'shown', receivedAt: start + 2_000_000 });
    const metric = aMetric({ displayName: 'pump' });
    await world.declare(tenant, [metric], { tombstones });
    world.archive([hidden, shown].map(textOf));
    await runEtl(world.services);
    expect(await lakeRows(world, await world.services.lake.snapshot(), 'metric, event_id')).toEqual([
      [metric.id, 'shown'],
      [undeclaredMetricId('pump'), 'hidden'],
    ]);
    expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
  });

  it('refuses an object that cannot be read, with its reason, and goes on with the others', async () => {
    const world = await open();
    const tenant = await world.tenant();
    world.archive([textOf(aLine({ tenant, eventId: 'a' }))]);
    const torn = world.archive(Array.from({ length: 30 }, () => textOf(aLine({ tenant }))));
    const path = join(world.folder, torn);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 20));
    world.archive([textOf(aLine({ tenant, eventId: 'b' }))]);
    const manifest = published(await runEtl(world.services));
    expect(manifest.refused).toMatchObject([
      { key: torn, reason: expect.stringMatching(/ends within the gzip member/) as string },
    ]);
    expect(await lakeRows(world, await world.services.lake.snapshot(), 'event_id')).toEqual([['a'], ['b']]);
    expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
    writeFileSync(path, bytes);
    const mended = published(await runEtl(world.services, { retryRefused: true }));
    expect(mended).toMatchObject({ refused: [], counts: { read: 30, added: 30 } });
    expect((await world.services.lake.snapshot()).refused).toEqual([]);
  });

  it('reads an object that grows on from where it was', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const key = world.archive([textOf(aLine({ tenant, eventId: 'a' }))]);
    await runEtl(world.services);
    appendFileSync(join(world.folder, key), gzipSync(`${textOf(aLine({ tenant, eventId: 'b' }))}\n`));
    expect(published(await runEtl(world.services)).counts).toMatchObject({ read: 1, added: 1 });
    expect(await lakeRows(world, await world.services.lake.snapshot(), 'event_id')).toEqual([['a'], ['b']]);
  });

  it('surveys unknown fields over all runs', async () => {
    const world = await open();
    const tenant = await world.tenant();
    const send = (value: readonly [string, string], receivedAt: number) => {
      world.archive([textOf(aLine({ tenant, receivedAt, unknown: { x: value } }))]);
    };
    send(['number', '5'], start);
    send(['string', 'abc'], start + 5);
    await runEtl(world.services);
    send(['number', '1.5'], start + 9);
    await runEtl(world.services);
    expect(await readSurvey(world.services.objects, await world.services.lake.snapshot(), tenant)).toEqual([
      {
        metric: undeclaredMetricId('pump'),
        metricName: 'pump',
        name: 'x',
        count: 3,
        kinds: { string: 1, number: 2, boolean: 0, nested: 0 },
        casts: { LONG: 1, DOUBLE: 2, BOOLEAN: 0 },
        samples: ['1.5', 'abc'],
        firstSeen: start,
        lastSeen: start + 9,
      },
    ]);
  });

  it('compacts days of many small files', async () => {
    const world = await open();
    const tenant = await world.tenant();
    for (let run = 0; run < 8; run++) {
      world.archive([textOf(aLine({ tenant, eventId: `e${run}` }))]);
      await runEtl(world.services);
    }
    expect((await world.services.lake.snapshot()).files).toHaveLength(8);
    expect(published(await runEtl(world.services)).counts).toMatchObject({ read: 0, added: 0 });
    const snapshot = await world.services.lake.snapshot();
    expect(snapshot.files).toHaveLength(1);
    expect(await lakeRows(world, snapshot, 'event_id')).toHaveLength(8);
    expect(await runEtl(world.services)).toEqual({ outcome: 'nothing' });
  });

  it('reads what is too much for one run in several, and tells all together', async () => {
    const world = await open();
    const tenant = await world.tenant();
    for (let object = 0; object < 3; object++)
      world.archive(Array.from({ length: 20 }, () => textOf(aLine({ tenant }))));
    const summary = await runAll(world.services, { maxBytes: 1 });
    expect(summary).toMatchObject({ outcome: 'published', sequence: 3, counts: { read: 60, added: 60 } });
    expect(await runAll(world.services)).toEqual({ outcome: 'nothing' });
  });

  it('of runs at the same time one publishes, and a late one changes nothing', async () => {
    const world = await open();
    const tenant = await world.tenant();
    world.archive(Array.from({ length: 5 }, () => textOf(aLine({ tenant }))));
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => runEtl({ ...world.services, archive: slicesOf(world) })),
    );
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
      'published',
      'superseded',
      'superseded',
    ]);
    expect(await lakeRows(world, await world.services.lake.snapshot())).toHaveLength(5);
  });
});

/** The archive with a folder for copies of each run's own, as runs of several processes have. */
const slicesOf = (world: World): World['services']['archive'] => ({
  ...world.services.archive,
  open: async (slices) =>
    Promise.resolve({
      paths: slices.map(({ key }) => join(world.folder, key)),
      close: () => Promise.resolve(),
    }),
});

const idOf = (line: LineParts, metric: string) =>
  `${line.tenant} ${metric} ${line.timestamp} ${line.eventId}`;
const later = (a: LineParts, b: LineParts): boolean => {
  const order = (one: LineParts) => [one.receivedAt, one.recordId, one.index, one.stagedAt] as const;
  const [x, y] = [order(a), order(b)];
  for (let at = 0; at < x.length; at++) if (x[at] !== y[at]) return (x[at] ?? 0) > (y[at] ?? 0);
  return false;
};

describe('the lake, for any batches', () => {
  it(
    'shows the last row of each identity, and every line is counted once',
    { timeout: 120_000 },
    async () => {
      const line = fc.record({
        eventId: fc.constantFrom('a', 'b', 'c'),
        timestamp: fc.constantFrom(start, start + 86_400_000),
        receivedAt: fc.integer({ min: start, max: start + 5 }),
        recordId: fc.constantFrom('01JR1', '01JR2').map((id) => id.padEnd(26, '0')),
        index: fc.nat({ max: 1 }),
        stagedAt: fc.integer({ min: start + 10, max: start + 12 }),
        fingerprint: fc.constantFrom('A'.repeat(26), 'B'.repeat(26)),
        as: fc.constantFrom('pump', 'valve'),
      });
      const batches = fc.array(
        fc.record({ lines: fc.array(line, { maxLength: 8 }), declares: fc.boolean() }),
        { minLength: 1, maxLength: 4 },
      );
      const check = async (given: { lines: Partial<LineParts>[]; declares: boolean }[]): Promise<void> => {
        const world = await aWorld();
        try {
          const tenant = await world.tenant();
          const metric = aMetric({ displayName: 'pump', id: 'm_01JM0000000000000000000001' });
          const model = new Map<string, LineParts>();
          let declared = false;
          for (const { lines, declares } of given) {
            if (declares && !declared) {
              await world.declare(tenant, [metric]);
              declared = true;
            }
            const written = lines.map((parts) => aLine({ ...parts, tenant }));
            if (written.length > 0) world.archive(written.map(textOf));
            for (const one of written) {
              const known = model.get(idOf(one, one.as));
              if (known === undefined || later(one, known)) model.set(idOf(one, one.as), one);
            }
            const ran = await runEtl(world.services);
            if (ran.outcome !== 'published') continue;
            const { read, added, duplicate, corrected, repeated, malformed } = ran.manifest.counts;
            const moved = added + duplicate + corrected + repeated + malformed - read;
            expect(moved).toBeGreaterThanOrEqual(0);
            if (!declares) expect(moved).toBe(0);
          }
          const rows = await lakeRows(
            world,
            await world.services.lake.snapshot(),
            'metric, event_id, "timestamp", received_at, record_id, idx, staged_at',
          );
          const expected = [...model.values()].map((one) => [
            declared && one.as === 'pump' ? metric.id : undeclaredMetricId(one.as),
            one.eventId,
            String(one.timestamp),
            String(one.receivedAt),
            one.recordId,
            one.index,
            String(one.stagedAt),
          ]);
          expect(rows.toSorted()).toEqual(expected.toSorted());
        } finally {
          world.close();
        }
      };
      await fc.assert(fc.asyncProperty(batches, check), { numRuns: 25 });
    },
  );
});
