import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { StreamRecord } from '@sluice/core/ports';
import { LogReader, openLogStream, trimShard } from './index.ts';

const clock = { now: () => 1_763_868_912_345 };
const made: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'sluice-stream-'));
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

const record = (text: string): StreamRecord => ({ partitionKey: `k-${text}`, data: Buffer.from(text) });
const everything = { upTo: Number.MAX_SAFE_INTEGER, records: 1_000_000, bytes: 64 };
const texts = async (reader: LogReader, after: number, upTo: number): Promise<string[]> => {
  const out: string[] = [];
  for (let at = after; at < upTo;) {
    const records = await reader.read(at, { ...everything, upTo });
    if (records.length === 0) break;
    out.push(...records.map(({ data }) => Buffer.from(data).toString()));
    at = Number(records.at(-1)?.sequence);
  }
  return out;
};

const readAll = async (path: string, after: number, upTo: number, shard = 'shard-0'): Promise<string[]> => {
  const reader = new LogReader(path, shard);
  try {
    return await texts(reader, after, upTo);
  } finally {
    await reader.close();
  }
};

describe('a stream on disk', () => {
  it('hands records out in order with what they were put with, over segments and reopening', async () => {
    const path = folder();
    const put = Array.from({ length: 50 }, (_, i) => record(`${i}:${'x'.repeat(i * 7)}`));
    const tally = {
      tenant: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      recordId: '01ARZ3NDEKTSV4RRFFQ69G5FAX',
      receivedAt: 5,
      events: 7,
    };
    const tallied = { ...record('tallied'), tally } as unknown as StreamRecord;
    for (const part of [put.slice(0, 20), put.slice(20), [tallied]]) {
      const stream = await openLogStream({ folder: path, shards: 1, clock, segmentBytes: 500 });
      for (const one of part)
        expect(await stream.put([one])).toEqual([
          { ok: true, shard: 'shard-0', sequence: expect.any(String) as string },
        ]);
      await stream.close();
    }
    const reader = new LogReader(path, 'shard-0');
    expect(readdirSync(join(path, 'shard-0')).length).toBeGreaterThan(3);
    expect(await texts(reader, 0, 51)).toEqual([
      ...put.map(({ data }) => Buffer.from(data).toString()),
      'tallied',
    ]);
    expect(await texts(reader, 30, 33)).toEqual(
      put.slice(30, 33).map(({ data }) => Buffer.from(data).toString()),
    );
    expect((await reader.read(50, { ...everything, upTo: 51 }))[0]).toMatchObject({
      sequence: '51',
      arrivedAt: clock.now(),
      partitionKey: 'k-tallied',
      tally,
    });
    await reader.close();
  });

  it('hands nothing out beyond what is durable', async () => {
    const path = folder();
    const stream = await openLogStream({ folder: path, shards: 1, clock });
    await stream.put([record('a'), record('b')]);
    const reader = new LogReader(path, 'shard-0');
    expect(await texts(reader, 0, 1)).toEqual(['a']);
    expect(await reader.read(1, { ...everything, upTo: 1 })).toEqual([]);
    expect(await texts(reader, 1, 2)).toEqual(['b']);
    await stream.close();
    await reader.close();
  });

  it('refuses to open when records that were durable are damaged, and cuts nothing off', async () => {
    const path = folder();
    const first = await openLogStream({ folder: path, shards: 1, clock });
    for (const text of ['a', 'b', 'c']) await first.put([record(text)]);
    await first.close();
    const file = join(path, 'shard-0', '00000000000000000001.log');
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
    writeFileSync(file, bytes);
    await expect(openLogStream({ folder: path, shards: 1, clock })).rejects.toThrow(
      /damaged behind sequence number 0, but records up to 3/,
    );
    expect(statSync(file).size).toBe(bytes.length);
  });

  it.each([1, 5, 8, 20, 40])(
    'cuts off a write that a crash left after %i bytes and goes on',
    async (bytes) => {
      const path = folder();
      const first = await openLogStream({ folder: path, shards: 1, clock });
      await first.put([record('kept')]);
      await first.close();
      const file = join(path, 'shard-0', '00000000000000000001.log');
      const kept = statSync(file).size;
      const second = await openLogStream({ folder: path, shards: 1, clock });
      await second.put([record('torn by the crash, long enough to cut anywhere')]);
      await second.close();
      truncateSync(file, kept + bytes);
      rmSync(join(path, 'durable'), { recursive: true }); // the crash came before the sync
      const third = await openLogStream({ folder: path, shards: 1, clock });
      expect(third.last('shard-0')).toBe(1);
      await third.put([record('next')]);
      await third.close();
      expect(await readAll(path, 0, 2)).toEqual(['kept', 'next']);
    },
  );

  it('cuts off garbage behind the last record', async () => {
    const path = folder();
    const first = await openLogStream({ folder: path, shards: 1, clock });
    await first.put([record('kept')]);
    await first.close();
    appendFileSync(join(path, 'shard-0', '00000000000000000001.log'), Buffer.alloc(300, 7));
    const second = await openLogStream({ folder: path, shards: 1, clock });
    expect(await second.put([record('next')])).toMatchObject([{ ok: true, sequence: '2' }]);
    await second.close();
    expect(await readAll(path, 0, 2)).toEqual(['kept', 'next']);
  });

  it('spreads keys over its shards and keeps each in its own order', async () => {
    const path = folder();
    const stream = await openLogStream({ folder: path, shards: 4, clock });
    const outcomes = await stream.put(Array.from({ length: 400 }, (_, i) => record(String(i))));
    await stream.close();
    const counts = stream.shards.map(
      (shard) => outcomes.filter((outcome) => outcome.ok && outcome.shard === shard).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(60);
    for (const [i, shard] of stream.shards.entries()) {
      const found = (await readAll(path, 0, counts[i] ?? 0, shard)).map(Number);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
    }
  });

  it('trims only whole segments that are done with and old', async () => {
    const path = folder();
    const stream = await openLogStream({ folder: path, shards: 1, clock, segmentBytes: 100 });
    for (let i = 0; i < 20; i++) await stream.put([record('x'.repeat(50))]);
    await stream.close();
    expect(await trimShard(path, 'shard-0', 20, 0)).toBe(0);
    const removed = await trimShard(path, 'shard-0', 10, Date.now() + 60_000);
    expect(removed).toBeGreaterThan(2);
    expect((await readAll(path, 10, 20)).length).toBe(10);
  });
});
