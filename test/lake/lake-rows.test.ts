import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parquetLakeRows, type ReadRange } from '@sluice/aws/lake';
import { countedOnce, type HeldHour, type HeldRow, type LakeRows } from '@sluice/core/books';
import type { LakeFile, Snapshot } from '@sluice/core/lake';
import { embeddedLakeRows } from '@sluice/embedded/lake';
import { runEtl } from '@sluice/etl';
import { aLine, aWorld, start, textOf } from '@sluice/etl/testing';

const hourMs = 3_600_000;
const worlds: Awaited<ReturnType<typeof aWorld>>[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const rangesOf =
  (folder: string): ReadRange =>
  (key, from, to) => {
    try {
      return Promise.resolve(readFileSync(join(folder, key)).subarray(from, to));
    } catch {
      return Promise.resolve(undefined);
    }
  };

/** Some thousand events of two metrics, in five hours of arrival and on three days, and what reads them. */
const aLake = async () => {
  const world = await aWorld();
  worlds.push(world);
  const tenant = await world.tenant();
  const lines = Array.from({ length: 3_000 }, (_, n) =>
    aLine({
      tenant,
      as: n % 3 === 0 ? 'púmp' : 'valve',
      receivedAt: start + (n % 5) * hourMs,
      timestamp: start + n * 60_000,
      recordId: `01JR${Math.floor(n / 10)}`.padEnd(26, '0'),
      index: n % 10,
    }),
  );
  world.archive(lines.map(textOf));
  await runEtl(world.services);
  const snapshot: Snapshot = await world.services.lake.snapshot();
  return { world, tenant, files: snapshot.files, ranges: rangesOf(world.folder) };
};

const hoursOf = (hours: readonly HeldHour[]) => {
  const sums = new Map<string, { rows: number; digest: number }>();
  for (const { metric, hour, rows, digest } of hours) {
    const sum = sums.get(`${metric} ${hour}`) ?? { rows: 0, digest: 0 };
    sums.set(`${metric} ${hour}`, {
      rows: sum.rows + rows,
      digest: (sum.digest + digest) % 2 ** 32,
    });
  }
  return [...sums].toSorted();
};

const rowsOf = async (rows: LakeRows, files: readonly LakeFile[], hours: readonly string[]) => {
  const all: HeldRow[] = [];
  for await (const some of rows.rows(files, new Set(hours))) all.push(...some);
  return all.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted();
};

describe('rows of the lake, read by ranges without an engine', () => {
  it('are those that the engine counts and lists', async () => {
    const { world, files, ranges } = await aLake();
    const [engine, plain] = [embeddedLakeRows(world.folder), parquetLakeRows(ranges)];
    expect(files.length).toBeGreaterThan(3);
    const counted = hoursOf(await plain.hours(files));
    expect(counted).toHaveLength(10);
    expect(counted).toEqual(hoursOf(await engine.hours(files)));
    const hours = ['2026-11-23T11', '2026-11-23T13'];
    const listed = await rowsOf(plain, files, hours);
    expect(listed).toHaveLength(1_200);
    expect(listed).toEqual(await rowsOf(engine, files, hours));
    expect(await rowsOf(plain, files, ['2026-11-22T11'])).toEqual([]);
  });

  it('are read of few columns, and of no group that has none of the hours', async () => {
    const { files, ranges } = await aLake();
    let bytes = 0;
    const counting: ReadRange = (key, from, to) => {
      bytes += to - from;
      return ranges(key, from, to);
    };
    await rowsOf(parquetLakeRows(counting), files, ['2026-11-22T11']);
    const footers = bytes;
    await rowsOf(parquetLakeRows(counting), files, ['2026-11-23T11']);
    expect(bytes).toBeGreaterThan(2 * footers);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['is gone', (path) => rmSync(path), /is gone; restore it from a backup/],
    ['is cut', (path) => truncateSync(path, 100), /is not of \d+ bytes any more/],
    ['was written over', (path) => writeFileSync(path, 'other'), /is not of \d+ bytes any more/],
  ])('refuse a file that %s, by its name', async (_, damage, reason) => {
    const { world, files, ranges } = await aLake();
    const [file] = files;
    if (file === undefined) throw new Error('the lake has no file');
    damage(join(world.folder, file.key));
    const failure: unknown = await parquetLakeRows(ranges)
      .hours(files)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'LakeDamaged' });
    expect(String(failure)).toMatch(reason);
    expect(String(failure)).toContain(file.key);
  });

  it('refuse a file with other bytes, or with another number of rows than the log says', async () => {
    const { files, ranges } = await aLake();
    const turned: ReadRange = async (key, from, to) => (await ranges(key, from, to))?.map((byte) => byte ^ 1);
    await expect(parquetLakeRows(turned).hours(files)).rejects.toMatchObject({ code: 'LakeDamaged' });
    const [file] = files;
    if (file === undefined) throw new Error('the lake has no file');
    await expect(parquetLakeRows(ranges).hours([{ ...file, rows: file.rows + 1 }])).rejects.toThrow(
      /has \d+ rows instead of \d+/,
    );
  });
});

describe('files that are counted once', () => {
  const aCounter = async () => {
    const lake = await aLake();
    let counted = 0;
    const rows = parquetLakeRows(lake.ranges);
    const counting: LakeRows = {
      ...rows,
      hours: (files) => {
        counted += files.length;
        return rows.hours(files);
      },
    };
    const once = countedOnce(counting, lake.world.services.objects);
    return { ...lake, once, rows, counted: () => counted };
  };

  it('have the same hours, and are not read again', async () => {
    const { once, rows, files, counted } = await aCounter();
    const first = hoursOf(await once.hours(files));
    expect(first).toEqual(hoursOf(await rows.hours(files)));
    expect(counted()).toBe(files.length);
    expect(hoursOf(await once.hours(files))).toEqual(first);
    expect(counted()).toBe(files.length);
  });

  it('are counted when they are new, while others are left', async () => {
    const { once, files, counted } = await aCounter();
    await once.hours(files.slice(0, 2));
    await once.hours(files);
    expect(counted()).toBe(files.length);
  });

  it('are counted anew when what was kept cannot be read', async () => {
    const { once, files, counted, world, tenant } = await aCounter();
    const first = hoursOf(await once.hours(files));
    await world.services.objects.put(`books/v1/counted/${tenant}.json.gz`, Buffer.from('not gzip'));
    expect(hoursOf(await once.hours(files))).toEqual(first);
    expect(counted()).toBe(2 * files.length);
  });

  it('are missed when they are gone, counted or not', async () => {
    const { once, files, world } = await aCounter();
    await once.hours(files);
    rmSync(join(world.folder, files[0]?.key ?? ''));
    await expect(once.hours(files)).rejects.toMatchObject({ code: 'LakeDamaged' });
  });
});
