import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutOfService } from '@sluice/core/failure';
import { objectBytes, type FileBytes } from '@sluice/core/files';
import type { LakeFile } from '@sluice/core/lake';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { seededRandom } from '@sluice/testing/faults/random';
import { afterEach, describe, expect, it } from 'vitest';
import { aLakeFile, bodyOf } from '../testing/lake-source-contract.ts';
import { LakeCache } from './lake-cache.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A cache over objects in memory; `gate` stops each fetch until it is passed. */
const aCache = async (bytes: number, files: readonly LakeFile[], options: { waitMs?: number } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-lake-cache-'));
  folders.push(folder);
  const objects = memoryObjectStore();
  for (const file of files) await objects.put(file.key, bodyOf(file));
  const fetched: string[] = [];
  const stored = objectBytes(objects);
  let failing = 0;
  const counting: FileBytes = {
    ...stored,
    read: async function* (source, from, version) {
      fetched.push(source.key);
      if (failing-- > 0) throw new OutOfService('S3 is away');
      yield* stored.read(source, from, version);
    },
  };
  const cache = new LakeCache({ folder, bytes, files: counting, ...options });
  const there = (): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .toSorted();
  return { cache, fetched, objects, there, failNext: (times: number) => void (failing = times) };
};

const some = (count: number, bytes = 100): readonly LakeFile[] =>
  Array.from({ length: count }, () => aLakeFile({ bytes: bytes + 200 }));
const nameOf = (file: LakeFile | undefined): string => file?.key.split('/').at(-1) ?? '';
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise((next) => setImmediate(next));
};

describe('a cache smaller than the lake', () => {
  it('lets the files go that were used longest ago, and none that is held', async () => {
    const files = some(4);
    const [a, b, c, d] = files;
    const { cache, fetched, there } = await aCache(900, files);
    const kept = await cache.hold(files.slice(0, 1));
    (await cache.hold(files.slice(1, 2)))();
    (await cache.hold(files.slice(2, 3)))();
    (await cache.hold(files.slice(1, 2)))();
    (await cache.hold(files.slice(3, 4)))();
    await settled();
    expect(there()).toEqual([nameOf(a), nameOf(b), nameOf(d)].toSorted());
    expect(cache.used).toBe(900);
    kept();
    (await cache.hold(files.slice(2, 3)))();
    expect(fetched).toEqual([a, b, c, d, c].map((file) => file?.key));
  });

  it('fetches a file once for all who wait for it', async () => {
    const files = some(2);
    const { cache, fetched } = await aCache(900, files);
    await Promise.all([cache.hold(files), cache.hold(files), cache.hold(files.slice(0, 1))]);
    expect(fetched).toHaveLength(2);
  });

  it('refuses what is more than all of it, and says what would help', async () => {
    const files = some(3);
    const { cache, fetched } = await aCache(899, files);
    await expect(cache.hold(files)).rejects.toMatchObject({
      sqlstate: '54000',
      message: expect.stringMatching(/reads 1 MB of the lake .* shorter time range/) as string,
    });
    expect(fetched).toEqual([]);
  });

  it('has who needs room wait until others let go, in turn, and never hands it out twice', async () => {
    const files = some(5);
    const { cache } = await aCache(600, files, { waitMs: 60_000 });
    const first = await cache.hold(files.slice(0, 2));
    const order: string[] = [];
    const large = cache.hold(files.slice(2, 4)).then((letGo) => {
      order.push('large');
      return letGo;
    });
    const small = cache.hold(files.slice(4, 5)).then((letGo) => {
      order.push('small');
      return letGo;
    });
    await settled();
    expect(order).toEqual([]);
    // What is there needs no room.
    (await cache.hold(files.slice(0, 1)))();
    first();
    (await large)();
    (await small)();
    expect(order).toEqual(['large', 'small']);
    expect(cache.used).toBe(600);
  });

  it('gives up waiting with a reason, and who stood behind goes on', async () => {
    const files = some(3);
    const { cache } = await aCache(600, files, { waitMs: 1 });
    const first = await cache.hold(files.slice(0, 1));
    await expect(
      Promise.all([cache.hold(files.slice(1)), cache.hold(files.slice(1, 2))]),
    ).rejects.toMatchObject({
      sqlstate: '53100',
    });
    first();
    (await cache.hold(files.slice(1)))();
  });
});

describe('a file that cannot be had', () => {
  it.each([
    ['is gone', undefined, /is gone; ask the operator/],
    ['is cut off', (body: Buffer) => body.subarray(0, -1), /has 299 bytes, and was written with 300/],
    ['is longer', (body: Buffer) => Buffer.concat([body, body]), /has more than 300 bytes/],
    ['has no Parquet in it', (body: Buffer) => Buffer.from(body).fill('x', 0, 4), /is not the Parquet file/],
    ['has lost its end', (body: Buffer) => Buffer.from(body).fill('x', 299), /is not the Parquet file/],
  ])(
    'because it %s: an error names it, its neighbours are there, and mended it is found',
    async (_, damage, message) => {
      const files = some(2);
      const [bad, good] = files;
      if (bad === undefined || good === undefined) throw new Error('two files are needed');
      const { cache, objects, there } = await aCache(600, files);
      await (damage === undefined ? objects.delete(bad.key) : objects.put(bad.key, damage(bodyOf(bad))));
      await expect(cache.hold(files)).rejects.toMatchObject({
        sqlstate: '58030',
        message: expect.stringContaining(bad.key) as string,
      });
      await expect(cache.hold([bad])).rejects.toThrow(message);
      expect(there()).toEqual([nameOf(good)]);
      expect(cache.used).toBe(300);
      await objects.put(bad.key, bodyOf(bad));
      (await cache.hold(files))();
      expect(readFileSync(cache.path(bad)).equals(bodyOf(bad))).toBe(true);
    },
  );

  it('because S3 is away: OutOfService, and the next statement asks again', async () => {
    const files = some(1);
    const { cache, failNext, there } = await aCache(600, files);
    failNext(1);
    await expect(cache.hold(files)).rejects.toMatchObject({ name: 'OutOfService' });
    expect([there(), cache.used]).toEqual([[], 0]);
    (await cache.hold(files))();
  });

  it('because the disk takes none: 53100', async () => {
    const files = some(1);
    const blocked = new LakeCache({
      folder: '/dev/null/x',
      bytes: 600,
      files: objectBytes(memoryObjectStore()),
    });
    await expect(blocked.hold(files)).rejects.toMatchObject({ sqlstate: '53100' });
  });
});

it('any holds in any order: never above its size, and every held file whole', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const random = seededRandom(seed);
    const files = Array.from({ length: 12 }, (_, i) => aLakeFile({ bytes: 200 + 37 * i }));
    const { cache, failNext } = await aCache(1_500, files, { waitMs: 60_000 });
    const user = async (): Promise<void> => {
      for (let turn = 0; turn < 15; turn++) {
        const wanted = files.filter(() => random() < 0.15);
        if (random() < 0.1) failNext(1);
        const letGo = await cache.hold(wanted).catch(() => undefined);
        expect(cache.used).toBeLessThanOrEqual(1_500);
        if (letGo === undefined) continue;
        await settled();
        for (const file of wanted)
          expect(existsSync(cache.path(file)) && readFileSync(cache.path(file)).equals(bodyOf(file))).toBe(
            true,
          );
        letGo();
      }
    };
    await Promise.all(Array.from({ length: 6 }, user));
  }
});
