import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runEtl } from '@sluice/etl';
import { aLine, aWorld, start, textOf, type LineParts } from '@sluice/etl/testing';
import { isStagedLine } from '@sluice/core/forms';
import type { LakeFile } from '@sluice/core/lake';
import { LakeCache, lakeSource } from '@sluice/query';
import { ask, askOnce, serviceOver } from '@sluice/query/testing/ask';
import { testStores } from '@sluice/query/testing/store';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { startLakeBucket } from './s3.fixture.ts';

const day = 86_400_000;
const level = aField({ id: 'f1', displayName: 'level', aliases: ['level'], type: 'LONG' });
const pump = aMetric({ displayName: 'pump', aliases: ['pump'], fields: [level] });

/** A tenant with the metric `pump`, whose lake the batch writes here and has in a bucket, as queries on AWS find it. */
const open = async (cacheBytes = 10_000_000, waitMs = 10_000) => {
  const [world, bucket, stores] = [await aWorld(), await startLakeBucket(), testStores()];
  const tenant = await world.tenant();
  const cache = new LakeCache({ folder: bucket.cacheFolder, bytes: cacheBytes, files: bucket.files, waitMs });
  const service = await serviceOver({ ...stores, lake: lakeSource(world.services.lake, cache) });
  const filesNow = async (): Promise<readonly LakeFile[]> => (await world.services.lake.snapshot()).files;
  let uploaded = new Set<string>();
  const upload = async (): Promise<void> => {
    const files = await filesNow();
    for (const { key } of files)
      if (!uploaded.has(key)) await bucket.put(key, readFileSync(join(world.folder, key)));
    uploaded = new Set(files.map(({ key }) => key));
  };
  const declare = async (...metrics: Parameters<typeof aMetric>[0][]): Promise<void> => {
    const made = metrics.map((parts) => aMetric({ ...pump, ...parts }));
    await world.declare(tenant, made);
    stores.setSchema(tenant, { metrics: made });
  };
  await declare({});
  return {
    ...{ tenant, bucket, stores, service, cache, filesNow, declare },
    line: (eventId: string, days: number, parts: Partial<LineParts> = {}) =>
      aLine({
        tenant,
        metric: pump.id,
        eventId,
        timestamp: start + days * day,
        fields: { f1: days },
        unknown: {},
        ...parts,
      }),
    toLake: async (lines: readonly LineParts[]) => {
      world.archive(lines.map(textOf));
      await runEtl(world.services);
      await upload();
    },
    toNearLine: (lines: readonly LineParts[]) => {
      const values: unknown[] = lines.map((line): unknown => JSON.parse(textOf(line)));
      stores.add(tenant, values.filter(isStagedLine));
    },
    rows: async (sql: string) => (await askOnce(service, tenant, sql)).rows,
    end: async () => {
      await service.close();
      await bucket.close();
      world.close();
    },
  };
};

type Site = Awaited<ReturnType<typeof open>>;
const sites: Site[] = [];
const site = async (...options: Parameters<typeof open>): Promise<Site> => {
  const one = await open(...options);
  sites.push(one);
  return one;
};
afterEach(async () => {
  for (const one of sites.splice(0)) await one.end();
});

/** Key of the file with a day's rows. */
const onDay = async (one: Site, days: number, metric = pump.id): Promise<string> => {
  const found = (await one.filesNow()).filter(
    (file) => file.metric === metric && file.firstTimestamp === start + days * day,
  );
  return found[0]?.key ?? expect.fail(`no file of day ${days}`);
};
const keysOn = async (one: Site, ...days: number[]) =>
  (await Promise.all(days.map((each) => onDay(one, each)))).toSorted();

describe('SQL over a lake on S3', () => {
  it('fetches the files of the metric and of the time that a statement asks for, each once', async () => {
    const one = await site();
    const days = [-4, -3, -2, -1];
    await one.toLake(days.map((each) => one.line(`e${each}`, each)));
    await one.toLake([one.line('other', -1, { as: 'valve', metric: `m_${'9'.repeat(26)}` })]);
    expect(one.bucket.fetched()).toEqual([]);
    const range = `timestamp >= ${start - 2 * day} and timestamp < ${start}`;
    expect(await one.rows(`select _eventid from pump where ${range} order by 1`)).toEqual([['e-1'], ['e-2']]);
    expect(one.bucket.fetched().toSorted()).toEqual(await keysOn(one, -1, -2));
    expect(await one.rows(`select count(*) from pump where ${range}`)).toEqual([['2']]);
    expect(one.bucket.fetched()).toEqual([]);
    expect(await one.rows('select count(*), sum(level) from pump')).toEqual([['4', '-10']]);
    expect(one.bucket.fetched().toSorted()).toEqual(await keysOn(one, -3, -4));
  });

  it('fetches no file to name tables and columns, to prepare, or to look at its near-line rows alone', async () => {
    const one = await site();
    await one.toLake([
      one.line('a', -3),
      aLine({ tenant: one.tenant, as: 'loose', unknown: { x: ['number', '1'] } }),
    ]);
    const names = "select column_name from information_schema.columns where table_name = 'loose' order by 1";
    expect(await one.rows(names)).toEqual([['timestamp'], ['x']]);
    one.toNearLine([one.line('b', 1)]);
    expect(await one.rows(`select _eventid from pump where timestamp >= ${start}`)).toEqual([['b']]);
    const session = await one.service.open(one.tenant, { keyId: 'KEY' });
    await session.prepare('select * from pump');
    await session.close();
    expect(one.bucket.fetched()).toEqual([]);
  });

  it('compares near-line rows with the files of their time alone, before and after both were seen', async () => {
    const one = await site();
    const later = (eventId: string, days: number) =>
      one.line(eventId, days, { receivedAt: start + 9 * day, fields: { f1: 100 } });
    await one.toLake([-3, -2, -1].map((each) => one.line(`e${each}`, each)));
    one.toNearLine([later('e-2', -2)]);
    const near = `select level from pump where timestamp = ${start - 2 * day}`;
    expect(await one.rows(near)).toEqual([['100']]);
    expect(one.bucket.fetched()).toEqual(await keysOn(one, -2));
    // Known to the engine before the rows come.
    one.toNearLine([later('e-1', -1)]);
    expect(await one.rows('select sum(level) from pump')).toEqual([['197']]);
    expect(one.bucket.fetched().toSorted()).toEqual(await keysOn(one, -1, -3));
  });

  it('looks into no other files after a field was declared', async () => {
    const one = await site();
    await one.toLake(
      [-2, -1].map((each) => one.line(`e${each}`, each, { unknown: { site: ['string', `s${each}`] } })),
    );
    await one.declare({
      fields: [level, aField({ id: 'f2', displayName: 'site', aliases: ['site'], type: 'STRING' })],
    });
    expect(await one.rows(`select site from pump where timestamp >= ${start - day}`)).toEqual([['s-1']]);
    expect(one.bucket.fetched()).toEqual(await keysOn(one, -1));
  });

  it('loads what was sent before its metric was declared', async () => {
    const one = await site();
    await one.declare({ displayName: 'valve', aliases: ['valve'] });
    await one.toLake([
      aLine({ tenant: one.tenant, as: 'pump', eventId: 'old', unknown: { level: ['number', '7'] } }),
    ]);
    await one.declare({});
    expect(await one.rows('select _eventid, level from pump')).toEqual([['old', '7']]);
  });

  it('hides rows of a deleted metric', async () => {
    const one = await site();
    await one.toLake([aLine({ tenant: one.tenant, as: 'gone', receivedAt: 99 })]);
    one.stores.setSchema(one.tenant, { tombstones: [{ name: 'gone', deletedAt: 100 }] });
    await expect(one.rows('select * from gone')).rejects.toMatchObject({ sqlstate: '42P01' });
  });
});

describe('a cache', () => {
  /** Files of one day each, of about the same size. */
  const fill = async (one: Site, days: number): Promise<number> => {
    await one.toLake(Array.from({ length: days }, (_, i) => one.line(`e${i}`, -1 - i)));
    return Math.max(...(await one.filesNow()).map(({ bytes }) => bytes));
  };
  const ofDay = (i: number) =>
    `select level from pump where timestamp between ${start - (i + 1) * day} and ${start - (i + 1) * day + 1}`;

  it('smaller than the lake answers about all of it, part by part, and stays small', async () => {
    const one = await site(12_000);
    const largest = await fill(one, 8);
    expect(8 * largest).toBeGreaterThan(12_000);
    for (const turn of [0, 1])
      for (let i = 0; i < 8; i++) {
        expect(await one.rows(ofDay(i)), `${turn} ${i}`).toEqual([[String(-1 - i)]]);
        expect(one.cache.used).toBeLessThanOrEqual(12_000);
      }
    await expect(one.rows('select count(*) from pump')).rejects.toMatchObject({ sqlstate: '54000' });
    expect(await one.rows(ofDay(3))).toEqual([['-4']]);
  });

  it('keeps what a result is read from until its rows were fetched, whatever the batch takes out and others ask', async () => {
    const one = await site(30_000, 1);
    const many = Array.from({ length: 3_000 }, (_, i) =>
      one.line(`e${String(i).padStart(5, '0')}`, -1, { fields: { f1: i } }),
    );
    await one.toLake(many);
    const [{ bytes, key } = expect.fail('no file')] = await one.filesNow();
    expect(bytes).toBeLessThan(30_000);
    expect(2 * bytes).toBeGreaterThan(30_000);
    const session = await one.service.open(one.tenant, { keyId: 'KEY' });
    const statement = await session.prepare('select _eventid from pump');
    const cursor = await statement.execute([]);
    const seen = (await cursor.next(10)).rows.map(([id]) => id);
    // The batch writes another file in the place of this one, which is not in the bucket any more.
    await one.toLake([
      ...many.slice(0, 1).map((line) => ({ ...line, receivedAt: start + day })),
      one.line('new', -1),
    ]);
    expect((await one.filesNow()).map((file) => file.key)).not.toContain(key);
    await one.bucket.objects.delete(key);
    await expect(one.rows('select count(*) from pump')).rejects.toMatchObject({ sqlstate: '53100' });
    for (let done = false; !done;) {
      const portion = await cursor.next(500);
      seen.push(...portion.rows.map(([id]) => id));
      done = portion.done;
    }
    expect(seen.toSorted()).toEqual(many.map(({ eventId }) => eventId));
    // All rows were fetched: its room is free, though the session is open.
    expect(await one.rows('select count(*) from pump')).toEqual([['3001']]);
    await session.close();
  });

  it.each(['closed', 'left with its session'] as const)(
    'gets its room back from a result that is %s',
    async (how) => {
      const one = await site(30_000, 1);
      const many = Array.from({ length: 3_000 }, (_, i) => one.line(`e${i}`, -1, { fields: { f1: i } }));
      await one.toLake(many);
      await one.toLake(many.map((line) => ({ ...line, timestamp: line.timestamp - day })));
      // There is room for one of the files.
      for (const { bytes } of await one.filesNow()) expect(Math.floor(30_000 / bytes)).toBe(1);
      const session = await one.service.open(one.tenant, { keyId: 'KEY' });
      const statement = await session.prepare(`select _eventid from pump where timestamp >= ${start - day}`);
      const cursor = await statement.execute([]);
      await cursor.next(10);
      const before = `select count(*) from pump where timestamp < ${start - day}`;
      await expect(one.rows(before)).rejects.toMatchObject({ sqlstate: '53100' });
      if (how === 'closed') await cursor.close();
      else await session.close();
      expect(await one.rows(before)).toEqual([['3000']]);
      await session.close();
    },
  );
});

describe('a file of the lake', () => {
  const only = async (one: Site): Promise<string> => {
    await one.toLake([one.line('a', -1)]);
    return onDay(one, -1);
  };

  it.each([
    ['is not there', (): Buffer | undefined => undefined],
    ['is cut off', (body: Buffer) => body.subarray(0, body.length - 20)],
    [
      'has a damaged footer',
      (body: Buffer) => Buffer.from(body).fill(0xff, body.length - 60, body.length - 8),
    ],
    ['has damaged pages', (body: Buffer) => Buffer.from(body).fill(0xff, 4, body.length >> 1)],
  ])('that %s: the statement names it, others go on, and mended it is read', async (_, damage) => {
    const one = await site();
    const key = await only(one);
    const whole = Buffer.from((await one.bucket.objects.get(key)) ?? []);
    const damaged = damage(whole);
    await (damaged === undefined ? one.bucket.objects.delete(key) : one.bucket.put(key, damaged));
    const failure = await one.rows('select level from pump').catch((error: unknown) => error);
    expect(failure).toMatchObject({ sqlstate: '58030', message: expect.stringContaining(key) as string });
    one.toNearLine([one.line('b', 1)]);
    expect(await one.rows(`select level from pump where timestamp >= ${start}`)).toEqual([['1']]);
    await one.bucket.put(key, whole);
    expect(await one.rows('select sum(level) from pump')).toEqual([['0']]);
  });

  it('is never read by another tenant, by any path', async () => {
    const one = await site();
    const key = await only(one);
    await one.rows('select level from pump');
    const session = await one.service.open(`${one.tenant.slice(0, -1)}A` as typeof one.tenant, {
      keyId: 'KEY',
    });
    await expect(
      ask(session, `select * from read_parquet('${one.cache.path({ key })}')`),
    ).rejects.toMatchObject({
      sqlstate: '42501',
    });
    await session.close();
  });
});
