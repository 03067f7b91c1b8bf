import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Archive } from '@sluice/core/ports';
import { aDelivered, anHour } from '@sluice/testing/factories/chunks';
import { type ArchivedLine, openArchive, readArchive } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-archive-'));
afterAll(() => rmSync(root, { recursive: true }));
const clock = { now: () => anHour };
const hourFolder = (folder: string): string => path.join(folder, 'archive/raw/2026/11/23/03');

const appendLines = async (archive: Archive, ...lines: readonly string[]): Promise<void> =>
  archive.append(
    'raw',
    lines.map((line) => aDelivered({ data: gzipSync(`${line}\n`) })),
  );

const readAll = async (folder: string, from?: string, to?: string): Promise<ArchivedLine[]> => {
  const found: ArchivedLine[] = [];
  for await (const line of readArchive(folder, 'raw', from, to)) found.push(line);
  return found;
};

const linesOf = (found: readonly ArchivedLine[]): string[] =>
  found.map((entry) => ('line' in entry ? entry.line : `damage: ${entry.damage}`));

/** What the standard tool makes of all objects of the hour; throws when it complains. */
const zcat = (folder: string): string[] => {
  const files = readdirSync(hourFolder(folder)).sort();
  return files.flatMap((name) =>
    execFileSync('zcat', [path.join(hourFolder(folder), name)], { stdio: 'pipe' })
      .toString()
      .trimEnd()
      .split('\n'),
  );
};

/** A folder as a killed process leaves it: two appends are durable, a third is cut after `kept` of its bytes. */
const killed = async (name: string, kept: number) => {
  const folder = path.join(root, name);
  const archive = openArchive({ folder, clock });
  await appendLines(archive, 'one', 'two');
  await appendLines(archive, 'three');
  const left = path.join(root, `${name} left`);
  cpSync(folder, left, { recursive: true }); // not closed: the copy is what a kill would leave
  await archive.close();
  const [file = ''] = readdirSync(hourFolder(left));
  const object = path.join(hourFolder(left), file);
  const whole = statSync(object).size;
  const member = gzipSync(`${'four'.repeat(500)}\n`);
  appendFileSync(object, member.subarray(0, Math.floor(member.length * kept)));
  return { left, object, whole, isTorn: kept > 0 && kept < 1 };
};

describe('an append that was killed', () => {
  it.each([0, 0.01, 0.3, 0.99])(
    'at %d of its bytes: the end is cut off before the next append, all is readable',
    async (kept) => {
      const { left, object, whole } = await killed(`killed at ${kept}`, kept);
      expect(linesOf(await readAll(left))).toEqual(['one', 'two', 'three']); // nothing unacknowledged, no false alarm
      const archive = openArchive({ folder: left, clock });
      await appendLines(archive, 'later');
      expect(statSync(object).size).toBe(whole);
      expect(linesOf(await readAll(left)).sort()).toEqual(['later', 'one', 'three', 'two']);
      await archive.close();
      expect(zcat(left).sort()).toEqual(['later', 'one', 'three', 'two']);
      expect(readdirSync(path.join(left, '~open'))).toEqual([]);
    },
  );

  it('after it was whole: it is kept, though nobody was told', async () => {
    const { left } = await killed('whole', 1);
    const archive = openArchive({ folder: left, clock });
    await appendLines(archive, 'later');
    await archive.close();
    expect(zcat(left)).toContain('four'.repeat(500));
  });

  it('is mended without the durable length too (a power cut), from the start of the file', async () => {
    const { left, object, whole } = await killed('no hint', 0.5);
    const [mark = ''] = readdirSync(path.join(left, '~open'));
    writeFileSync(path.join(left, '~open', mark), '');
    const archive = openArchive({ folder: left, clock });
    await appendLines(archive, 'later');
    await archive.close();
    expect(statSync(object).size).toBe(whole);
    expect(zcat(left).sort()).toEqual(['later', 'one', 'three', 'two']);
  });

  it('with nothing durable leaves no object', async () => {
    const { left, object } = await killed('nothing', 0);
    truncateSync(object, 7);
    const [mark = ''] = readdirSync(path.join(left, '~open'));
    writeFileSync(path.join(left, '~open', mark), '0'.repeat(16));
    const archive = openArchive({ folder: left, clock });
    await appendLines(archive, 'later');
    await archive.close();
    expect(zcat(left)).toEqual(['later']);
  });

  it('redelivered from the same first record goes to the same object, which stays readable', async () => {
    const folder = path.join(root, 'redelivered');
    const first = aDelivered({ data: gzipSync('first\n') });
    for (let run = 0; run < 3; run += 1) {
      const archive = openArchive({ folder, clock });
      await archive.append('raw', [first, aDelivered({ data: gzipSync(`run ${run}\n`) })]);
      await archive.close();
    }
    expect(readdirSync(hourFolder(folder))).toHaveLength(1);
    expect(zcat(folder)).toEqual(['first', 'run 0', 'first', 'run 1', 'first', 'run 2']);
  });
});

describe('files', () => {
  it('are named by hour of arrival, shard and first sequence, and rolled by size', async () => {
    const folder = path.join(root, 'rolled');
    const archive = openArchive({ folder, clock, rollBytes: 50 });
    for (const sequence of ['7', '8', '9', '10'])
      await archive.append('raw', [aDelivered({ shard: 's-1', sequence })]);
    await archive.append('raw', [aDelivered({ shard: 's-1', sequence: '11', arrivedAt: anHour - 1 })]);
    await archive.close();
    expect(readdirSync(hourFolder(folder)).sort()).toEqual(['s-1-7.json.gz', 's-1-9.json.gz']);
    expect(readdirSync(path.join(folder, 'archive/raw/2026/11/23/02'))).toEqual(['s-1-11.json.gz']);
  });

  it('of an hour that is over are closed', async () => {
    const folder = path.join(root, 'idle');
    let now = anHour;
    const archive = openArchive({ folder, clock: { now: () => now } });
    await archive.append('raw', [aDelivered({ shard: 'a' })]);
    now += 2 * 3_600_000;
    await archive.append('raw', [aDelivered({ shard: 'b', arrivedAt: now })]);
    expect(readdirSync(path.join(folder, '~open')).filter((name) => name.includes('~a-'))).toEqual([]);
    await archive.close();
  });

  it.each([{ shard: '../x' }, { shard: '' }, { sequence: '1/../2' }, { sequence: '-1' }])(
    '%j is no name',
    async (fault) => {
      const archive = openArchive({ folder: path.join(root, 'names'), clock });
      await expect(archive.append('raw', [aDelivered(fault)])).rejects.toMatchObject({
        code: 'BadRecordName',
      });
    },
  );

  it('that cannot be written are OutOfService', async () => {
    const folder = path.join(root, 'away');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'archive'), 'a file');
    const archive = openArchive({ folder, clock });
    await expect(appendLines(archive, 'x')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    rmSync(path.join(folder, 'archive'));
    await appendLines(archive, 'x'); // without opening it again
    expect(linesOf(await readAll(folder))).toEqual(['x']);
    await archive.close();
  });
});

describe('reading', () => {
  const written = async (name: string, change: (bytes: Buffer) => Buffer): Promise<ArchivedLine[]> => {
    const folder = path.join(root, name);
    mkdirSync(hourFolder(folder), { recursive: true });
    const members = ['one\ntwo\n', 'three\n', 'four\n'].map((text) => gzipSync(text));
    writeFileSync(path.join(hourFolder(folder), 's-1.json.gz'), change(Buffer.concat(members)));
    return readAll(folder);
  };
  const first = gzipSync('one\ntwo\n').length;
  const second = gzipSync('three\n').length;

  it('tells of a damaged member in its place and goes on after it', async () => {
    const found = linesOf(
      await written('damaged', (bytes) => {
        bytes[first + 12] = (bytes[first + 12] ?? 0) ^ 0xff;
        return bytes;
      }),
    );
    expect(found.filter((line) => !line.startsWith('damage'))).toEqual(['one', 'two', 'four']);
    expect(found[2]).toMatch(new RegExp(`^damage: bytes ${first} to ${first + second} are no gzip member`));
  });

  it('tells of bytes between members, and of an object that ends within one though nobody appends', async () => {
    const between = linesOf(
      await written('between', (bytes) =>
        Buffer.concat([bytes.subarray(0, first), Buffer.from('junk'), bytes.subarray(first)]),
      ),
    );
    expect(between).toHaveLength(5);
    expect(between[2]).toMatch(/^damage: .*does not start as a gzip member/);
    const torn = linesOf(await written('torn', (bytes) => bytes.subarray(0, -4)));
    expect(torn.slice(0, 3)).toEqual(['one', 'two', 'three']);
    expect(torn[3]).toBe(`damage: the object ends within the gzip member at byte ${first + second}`);
  });

  it('tells of a line that is not UTF-8 and reads its neighbours; takes a last line without its end', async () => {
    const bad = gzipSync(
      Buffer.concat([Buffer.from('before\n'), Buffer.from([0xff, 0xfe, 10]), Buffer.from('after')]),
    );
    const found = linesOf(await written('bad utf-8', () => bad));
    expect([found[0], found[2]]).toEqual(['before', 'after']);
    expect(found[1]).toMatch(/^damage: .*not UTF-8.*\/\/4=$/);
  });

  it('reads members with every field of the header that gzip knows', async () => {
    const [plain, content] = [gzipSync('with fields\n'), gzipSync('x\n')];
    const extra = Buffer.from([3, 0, 65, 66, 67]);
    const header = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16 + 2]),
      plain.subarray(4, 10),
      extra,
      Buffer.from('name\0comment\0'),
      Buffer.from([1, 2]),
    ]);
    const found = await written('fields', () => Buffer.concat([header, plain.subarray(10), content]));
    expect(linesOf(found)).toEqual(['with fields', 'x']);
  });

  it('takes hours, both included, over the ends of days', async () => {
    const folder = path.join(root, 'hours');
    const archive = openArchive({ folder, clock });
    const start = Date.UTC(2026, 11, 31, 22);
    for (let n = 0; n < 5; n += 1)
      await archive.append('raw', [
        aDelivered({ arrivedAt: start + n * 3_600_000, data: gzipSync(`${n}\n`) }),
      ]);
    await archive.close();
    expect(linesOf(await readAll(folder, '2026-12-31T23', '2027-01-01T01'))).toEqual(['1', '2', '3']);
    expect(linesOf(await readAll(folder, '2027-01-01T00'))).toEqual(['2', '3', '4']);
    expect(linesOf(await readAll(folder, undefined, '2026-12-31T22'))).toEqual(['0']);
    expect(linesOf(await readAll(path.join(root, 'no such folder')))).toEqual([]);
  });

  it('of 100 MB of lines takes little memory', async () => {
    const folder = path.join(root, 'large');
    mkdirSync(hourFolder(folder), { recursive: true });
    const object = path.join(hourFolder(folder), 's-1.json.gz');
    const member = gzipSync(`${JSON.stringify({ v: 1, text: 'x'.repeat(980) })}\n`.repeat(1_000));
    for (let i = 0; i < 100; i += 1) appendFileSync(object, member);
    const before = process.memoryUsage().rss;
    let [count, most] = [0, 0];
    for await (const found of readArchive(folder, 'raw')) {
      if (!('line' in found)) throw new Error(found.damage);
      if ((count += 1) % 1_000 === 0) most = Math.max(most, process.memoryUsage().rss);
    }
    expect(count).toBe(100_000);
    expect(readFileSync(object).length).toBe(member.length * 100);
    expect((most - before) / 1e6).toBeLessThan(90);
  });
});
