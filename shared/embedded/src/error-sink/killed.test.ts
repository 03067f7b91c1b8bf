import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { isErrorRecord } from '@sluice/core/forms';
import { aDelivered, anErrorRecord, anHour } from '@sluice/testing/factories/chunks';
import { openArchive } from '../archive/index.ts';
import { openErrorSink } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-errors-'));
afterAll(() => rmSync(root, { recursive: true }));
const program = fileURLToPath(new URL('writer-main.ts', import.meta.url));
const clock = { now: () => anHour };

const objectsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz') && !name.includes('~'))
    .map((name) => path.join(folder, name));

/** What the standard tool reads; throws when it complains. */
const storedIds = (folder: string): string[] =>
  objectsIn(folder)
    .flatMap((file) => execFileSync('zcat', [file], { stdio: 'pipe' }).toString().trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as unknown)
    .map((record) => {
      if (!isErrorRecord(record)) throw new Error(`not an error record: ${JSON.stringify(record)}`);
      return `${record.recordId}/${record.index}`;
    });

describe('a process killed with SIGKILL while it puts error records', () => {
  it('leaves every record that it acknowledged; the next one mends the torn end', async () => {
    const folder = path.join(root, 'killed');
    const told: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, [program, folder, String(round)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const closed = once(child, 'close');
      const before = told.length;
      for await (const line of createInterface(child.stdout)) {
        told.push(line);
        if (told.length === before + 10 + round * 13) child.kill('SIGKILL');
      }
      await closed;
      const sink = await openErrorSink({ folder, clock });
      await sink.put([anErrorRecord(), anErrorRecord({ kind: 'commit' })]);
      await sink.close();
      const stored = new Set(storedIds(folder));
      for (const id of told) for (const index of [0, 1, 2]) expect(stored).toContain(`${id}/${index}`);
    }
  });
});

describe('the error stores', () => {
  it('are four folders from the start', async () => {
    const folder = path.join(root, 'fresh');
    await (await openErrorSink({ folder, clock })).close();
    const folders = ['raw/malformed', 'raw/commit', 'staged/malformed', 'staged/commit'];
    for (const name of folders) expect(readdirSync(path.join(folder, 'errors/stream', name))).toEqual([]);
  });

  it('go on in a new file by hour, by size and at each opening', async () => {
    const folder = path.join(root, 'files');
    let now = anHour;
    for (let opening = 0; opening < 2; opening += 1) {
      const sink = await openErrorSink({ folder, clock: { now: () => now }, rollBytes: 1 });
      for (let i = 0; i < 2; i += 1) await sink.put([anErrorRecord()]);
      await sink.close();
    }
    now += 3_600_000;
    const sink = await openErrorSink({ folder, clock: { now: () => now } });
    for (let i = 0; i < 2; i += 1) await sink.put([anErrorRecord()]);
    await sink.close();
    const day = path.join(folder, 'errors/stream/raw/malformed/2026/11/23');
    expect(readdirSync(path.join(day, '03')).sort()).toEqual([1, 2, 3, 4].map((n) => `errors-${n}.json.gz`));
    expect(readdirSync(path.join(day, '04'))).toEqual(['errors-1.json.gz']);
    expect(storedIds(folder)).toHaveLength(6);
  });

  it('that cannot be written fail as retryable, one store apart from the others', async () => {
    const folder = path.join(root, 'one away');
    const sink = await openErrorSink({ folder, clock });
    writeFileSync(path.join(folder, 'errors/stream/raw/commit/2026'), 'a file');
    const outcomes = await sink.put([anErrorRecord({ kind: 'commit' }), anErrorRecord()]);
    expect(outcomes).toMatchObject([
      { ok: false, failure: { class: 'retryable', code: 'StoreUnavailable' } },
      { ok: true },
    ]);
    await sink.close();
  });
});

const small = mkdtempSync(path.join(tmpdir(), 'sluice-full-'));
const mount = (): string | undefined => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', small], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return String(error);
  }
};
const unmountable = mount();
if (unmountable !== undefined) console.warn(`skipped: a small disk cannot be mounted here: ${unmountable}`);
afterAll(() => {
  if (unmountable === undefined) execFileSync('umount', ['-l', small]);
  rmSync(small, { recursive: true });
});

describe.skipIf(unmountable !== undefined)('a full disk', () => {
  it('fails puts as retryable, leaves no torn member, and works again without opening', async () => {
    const folder = path.join(small, 'data');
    mkdirSync(folder);
    const others = path.join(small, 'others');
    writeFileSync(others, Buffer.alloc(400_000));
    const sink = await openErrorSink({ folder, clock });
    const archive = openArchive({ folder, clock });
    const noise = (): string =>
      Array.from({ length: 20_000 }, () => Math.random().toString(36).slice(2, 8)).join('');
    let acknowledged = 0;
    for (;;) {
      const [outcome] = await sink.put([anErrorRecord({ recordId: `full-${acknowledged}`, event: noise() })]);
      if (outcome?.ok === false)
        expect(outcome.failure).toMatchObject({ class: 'retryable', code: 'StoreFull' });
      if (outcome?.ok !== true) break;
      acknowledged += 1;
    }
    const large = aDelivered({ data: Buffer.from(noise().repeat(4)) });
    await expect(archive.append('raw', [large])).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    rmSync(others);
    expect(await sink.put([anErrorRecord({ recordId: 'after' })])).toEqual([{ ok: true }]);
    await archive.append('raw', [aDelivered()]);
    await sink.close();
    await archive.close();
    const stored = storedIds(path.join(folder, 'errors'));
    expect(stored).toHaveLength(acknowledged + 1);
    expect(stored).toContain('after/0');
  });
});
