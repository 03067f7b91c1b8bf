import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { duckDbEngine } from './duckdb.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sluice-spill-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const reporting = (sql: string): Plan => ({
  v: 1,
  run: 'r1',
  steps: [{ do: 'report', name: 'answer', sql }],
});

it('removes what a process that is gone has spilled, and its own at the end', async () => {
  await mkdir(path.join(folder, 'run-of-another'));
  await writeFile(path.join(folder, 'run-of-another', 'duckdb_temp_storage-0.tmp'), 'rows');
  expect(await duckDbEngine({ tempFolder: folder }).run(reporting('SELECT 1'))).toMatchObject({
    rows: { answer: [[1]] },
  });
  expect(await readdir(folder)).toEqual([]);
});

it('keeps what other runs of this process spill', async () => {
  const engine = duckDbEngine({ tempFolder: folder, memoryMegabytes: 64 });
  // Sorts 160 MB in 64.
  const sorting = reporting(
    'SELECT max(place) FROM (SELECT row_number() OVER (ORDER BY hash(range)) AS place FROM range(0, 10000000))',
  );
  const spilling = engine.run(sorting);
  await vi.waitFor(async () => {
    expect((await readdir(folder, { recursive: true })).some((name) => name.endsWith('.tmp'))).toBe(true);
  });
  for (let run = 0; run < 5; run++) await engine.run(reporting('SELECT 1'));
  expect((await readdir(folder)).length).toBe(1);
  expect(await spilling).toMatchObject({ rows: { answer: [[10_000_000]] } });
});
