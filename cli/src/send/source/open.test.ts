import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openSource } from './open.ts';
import { splitterFor } from './sniff.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-open-'));
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

/** What is sent of a file of this name and content. */
const eventsOf = async (name: string, content: string | Buffer): Promise<string[]> => {
  const path = join(folder, name);
  writeFileSync(path, content);
  const source = await openSource(path, Readable.from([]), never);
  const texts: string[] = [];
  for await (const pieces of splitterFor(path, source.head)(source.chunks, 10_000))
    texts.push(...pieces.map(({ bytes, fault }) => fault ?? bytes.toString()));
  expect(source.read()).toBe(source.size);
  return texts;
};

describe('a source', () => {
  const two = ['{"a":1}', '{"b":2}'];
  it.each([
    ['list.json', '[{"a":1},{"b":2}]'],
    ['lines.json', '{"a":1}\n{"b":2}\n'],
    ['lines.ndjson', '{"a":1}\n{"b":2}\n'],
    ['mark.ndjson', '\ufeff{"a":1}\n{"b":2}\n'],
    ['packed.json.gz', gzipSync('[{"a":1},{"b":2}]')],
    ['members.ndjson.gz', Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')])],
    ['noending', '{"a":1}\n{"b":2}\n'],
    ['packed-noending', gzipSync('\n [{"a":1},{"b":2}]')],
  ])('reads %s', async (name, content) => {
    expect(await eventsOf(name, content)).toEqual(two);
  });

  it.each([
    ['a.csv', 'a,b\n1,2\n'],
    ['semicolons.csv', 'a;b\n1;2\n'],
    ['a.tsv', 'a\tb\n1\t2\n'],
    ['quoted.csv', '"a";"b"\n"1";2\n'],
    ['noending2', 'a,b\n1,2\n'],
    ['mark.csv', '\ufeffa,b\r\n1,2\r\n'],
  ])('reads %s', async (name, content) => {
    expect(await eventsOf(name, content)).toEqual(['{"a":"1","b":"2"}']);
  });

  it('reads objects over several lines', async () => {
    expect(await eventsOf('pretty.json', '{\n "a":1\n}\n')).toEqual(['{\n "a":1\n}']);
  });

  it('reads nothing of an empty file', async () => {
    expect(await eventsOf('empty.json', '')).toEqual([]);
    expect(await eventsOf('empty.csv', '')).toEqual([]);
    expect(await eventsOf('empty', '')).toEqual([]);
  });

  it('says what is wrong with a file that cannot be read', async () => {
    const open = (name: string) => openSource(join(folder, name), Readable.from([]), never);
    await expect(open('missing.json')).rejects.toThrow('there is no file');
    await expect(open('')).rejects.toThrow('is a folder');
    await expect(eventsOf('utf16.csv', Buffer.from('\ufeffa,b', 'utf16le'))).rejects.toThrow('is UTF-16');
    await expect(eventsOf('prose', 'hello world\n')).rejects.toThrow('cannot tell what');
    const cut = gzipSync('{"a":1}\n'.repeat(1000)).subarray(0, 40);
    await expect(eventsOf('cut.ndjson.gz', cut)).rejects.toThrow('cannot be decompressed to its end');
  });
});
