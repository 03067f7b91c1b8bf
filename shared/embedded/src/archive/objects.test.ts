import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { aDelivered, anHour } from '@sluice/testing/factories/chunks';
import { archiveObjects, openArchive } from './index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sluice-archive-objects-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(chunks));

it('lists objects with their sizes and who is being appended to, and reads them from any byte on', async () => {
  const archive = openArchive({ folder, clock: { now: () => anHour } });
  const data = gzipSync('a line\n');
  await archive.append('raw', [aDelivered({ data, shard: 'shard-0' })]);
  const objects = archiveObjects(folder);
  const listed = () => Array.fromAsync(objects.list('archive/raw/2026/11/23/'));
  const [object] = await listed();
  const key = object?.key ?? '';
  expect(await listed()).toEqual([{ key, size: data.length, isOpen: true }]);
  expect(await bytesOf(objects.read(key, 0))).toEqual(data);
  expect(await bytesOf(objects.read(key, 5))).toEqual(data.subarray(5));
  expect(await bytesOf(objects.read(key, data.length))).toEqual(Buffer.alloc(0));
  await archive.close();
  expect(await listed()).toEqual([{ key, size: data.length, isOpen: false }]);
  expect(await Array.fromAsync(objects.list('archive/staged/'))).toEqual([]);
});

it('reads on what is larger than a step, and tells of what is gone', async () => {
  const name = path.join(folder, 'large.json.gz');
  const large = Buffer.alloc(9 * 1024 * 1024, 'x');
  appendFileSync(name, large);
  const objects = archiveObjects(folder);
  expect((await bytesOf(objects.read('large.json.gz', 1))).equals(large.subarray(1))).toBe(true);
  await expect(bytesOf(objects.read('none.json.gz', 0))).rejects.toMatchObject({ code: 'FileGone' });
});
