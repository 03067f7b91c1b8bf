import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { embeddedStagedArchive } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sluice-staged-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An object of one member for each text, and where each of these ends. */
const put = async (name: string, ...texts: readonly string[]) => {
  const key = `archive/staged/2026/11/23/10/${name}`;
  const members = texts.map((text) => gzipSync(`${text}\n`));
  await mkdir(path.dirname(path.join(folder, key)), { recursive: true });
  await writeFile(path.join(folder, key), Buffer.concat(members));
  let end = 0;
  return { key, ends: members.map(({ length }) => (end += length)) };
};

const textIn = async (file: string | undefined): Promise<string> => {
  try {
    return gunzipSync(await readFile(file ?? '')).toString();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'gone';
    throw error;
  }
};

it('gives the bytes of each slice as a file, and removes its copies', async () => {
  const archive = embeddedStagedArchive(folder, path.join(folder, 'temp'));
  const whole = await put('a', 'one');
  const part = await put('b', 'two', 'three');
  const [first = 0, second = 0] = part.ends;
  const opened = await archive.open([
    { key: whole.key, from: 0, to: whole.ends[0] ?? 0 },
    { key: part.key, from: first, to: second },
  ]);
  expect(await Promise.all(opened.paths.map(textIn))).toEqual(['one\n', 'three\n']);
  await opened.close();
  expect(await Promise.all(opened.paths.map(textIn))).toEqual(['one\n', 'gone']);
});

it('a run that comes back to life never reads the slices of another: they are its own, or gone', async () => {
  const [old, young] = [1, 2].map(() => embeddedStagedArchive(folder, path.join(folder, 'temp')));
  const [a, b] = [await put('a', 'one', 'more'), await put('b', 'two', 'more')];
  const of = ({ key, ends }: typeof a) => [{ key, from: 0, to: ends[0] ?? 0 }];
  const before = await old?.open(of(a));
  const after = await young?.open(of(b));
  expect(await textIn(after?.paths[0])).toBe('two\n');
  expect(['one\n', 'gone']).toContain(await textIn(before?.paths[0]));
  await before?.close();
  expect(await textIn(after?.paths[0])).toBe('two\n');
});
