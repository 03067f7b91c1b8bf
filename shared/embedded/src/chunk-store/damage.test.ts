import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { open } from 'lmdb';
import { afterAll, describe, expect, it } from 'vitest';
import { partitionKey } from '@sluice/core/layout';
import { aChunk, aPartition } from '@sluice/testing/factories/chunks';
import { openChunkStore } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-chunks-'));
afterAll(() => rmSync(root, { recursive: true }));

const tableFile = (folder: string): string => {
  const [name] = readdirSync(folder).filter((found) => /^2026-w48\.\d+\.mdb$/.test(found));
  if (name === undefined) throw new Error('the table has no file');
  return path.join(folder, name);
};

type Spoil = (value: Buffer) => Buffer | undefined;

/** Changes one stored value behind the store's back. */
const spoil = async (file: string, name: 'heads' | 'bodies', change: Spoil): Promise<void> => {
  const env = open<Buffer>({ path: file, maxDbs: 4, overlappingSync: false });
  const values = env.openDB<Buffer>(name, { encoding: 'binary' });
  for (const { key, value } of values.getRange()) {
    const changed = change(value);
    if (changed === undefined) values.removeSync(key);
    else values.putSync(key, changed);
  }
  await env.close();
};

const flipped =
  (at: number) =>
  (value: Buffer): Buffer => {
    const changed = Buffer.from(value);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };

describe('an item that is damaged', () => {
  const cases: [string, 'heads' | 'bodies', Spoil, RegExp][] = [
    ['a bit of the body', 'bodies', flipped(3), /checksum of its body/],
    ['a body cut short', 'bodies', (value) => value.subarray(1), /of \d+ bytes/],
    ['no body', 'bodies', () => undefined, /body is missing/],
    ['a bit of the head', 'heads', flipped(2), /checksum of its head/],
    ['a head of no bytes', 'heads', () => Buffer.alloc(0), /head has 0 bytes/],
  ];
  it.each(cases)(
    '%s: is an error that names its key; a put of the same chunk mends it',
    async (name, values, change, reason) => {
      const folder = path.join(root, name.replaceAll(' ', '-'));
      const chunk = aChunk();
      const store = openChunkStore(folder);
      await store.put([chunk]);
      const heads = await store.heads(chunk.partition);
      await spoil(tableFile(folder), values, change);
      const error: unknown = await store.read(heads).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'CorruptItem',
        class: 'ours',
        message: expect.stringMatching(reason) as string,
      });
      expect(String(error)).toContain(partitionKey(chunk.partition));
      expect(String(error)).toContain(`${chunk.firstTimestamp}#${chunk.chunkId}`);
      expect(await store.put([chunk])).toEqual([{ ok: true }]);
      expect(await store.read(heads)).toHaveLength(1);
      await store.close();
    },
  );
});

describe('a folder opened again', () => {
  it('is rid of what interrupted drops and makes left, and keeps its tables', async () => {
    const folder = path.join(root, 'leftovers');
    mkdirSync(folder);
    const store = openChunkStore(folder);
    const [kept, next] = [aChunk(), aChunk({ partition: aPartition({ table: '2026-w49' }) })];
    await store.put([kept]);
    await store.close();
    const stray = ['2026-w47.77.mdb', '2026-w47.77.mdb-lock', '2026-w49.2.mdb', 'late.78.mdb'];
    for (const name of stray) writeFileSync(path.join(folder, name), 'no environment');
    writeFileSync(path.join(folder, 'a-note.txt'), 'of an operator');
    const again = openChunkStore(folder);
    expect(readdirSync(folder).filter((name) => stray.includes(name))).toEqual([]);
    expect(readdirSync(folder)).toContain('a-note.txt');
    expect(await again.put([next])).toEqual([{ ok: true }]);
    expect(await again.tables()).toEqual(['2026-w48', '2026-w49']);
    expect(await again.heads(kept.partition)).toHaveLength(1);
    await again.close();
  });

  it('that cannot be made is OutOfService, told with the path', () => {
    writeFileSync(path.join(root, 'a-file'), '');
    expect(() => openChunkStore(path.join(root, 'a-file', 'store'))).toThrow(/a-file/);
  });
});
