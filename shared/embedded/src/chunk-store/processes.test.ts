import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ChunkStore } from '@sluice/core/ports';
import { aChunk, aPartition } from '@sluice/testing/factories/chunks';
import { aTenantId } from '@sluice/testing/factories/directory';
import { openChunkStore } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-chunks-'));
afterAll(() => rmSync(root, { recursive: true }));
const program = fileURLToPath(new URL('writer-main.ts', import.meta.url));

/** A line of the writer: which batch of which table was acknowledged (`ok`) or not. */
interface Told {
  readonly table: string;
  readonly batch: number;
  readonly code: string;
}

const startWriter = (...args: readonly string[]) => {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: Told[] = [];
  if (child.stdout === null) throw new Error('the writer has no output');
  createInterface(child.stdout).on('line', (line) => {
    const [table = '', batch, code = ''] = line.split(' ');
    told.push({ table, batch: Number(batch), code });
  });
  const until = async (isEnough: () => boolean): Promise<void> => {
    while (!isEnough()) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the writer ended: ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const kill = async (): Promise<void> => {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  };
  return { told, until, kill };
};

const startThread = (...argv: readonly string[]) => {
  const worker = new Worker(program, { argv: [...argv] });
  const lines: string[] = [];
  worker.on('message', (line: string) => lines.push(line));
  const ended = once(worker, 'exit'); // rejects when the thread failed
  const stop = async (): Promise<void> => {
    worker.postMessage('stop');
    await ended;
  };
  return { lines, stop };
};

/** Every chunk of every acknowledged batch is there, whole, and its partition is listed. */
const expectStored = async (
  store: ChunkStore,
  tenant: ReturnType<typeof aTenantId>,
  prefix: string,
  told: readonly Told[],
): Promise<void> => {
  for (const table of new Set(told.map((line) => line.table))) {
    const partition = aPartition({ table, tenant });
    expect(await store.partitions(table, tenant)).toEqual([{ partition, metricName: 'pump' }]);
    const chunks = await store.read(await store.heads(partition));
    const bodies = new Map(chunks.map(({ chunkId, body }) => [chunkId, Buffer.from(body).toString()]));
    for (const { batch } of told.filter((line) => line.table === table && line.code === 'ok'))
      for (let i = 0; i < 20; i += 1) {
        const chunkId = `${prefix}-${batch}-${i}`;
        expect(bodies.get(chunkId)).toBe(chunkId.repeat(200));
      }
  }
};

describe('a process killed with SIGKILL while it writes', () => {
  it('leaves every chunk that it acknowledged, and a store that goes on', async () => {
    const folder = path.join(root, 'killed');
    const tenant = aTenantId();
    const all: { prefix: string; told: readonly Told[] }[] = [];
    for (let round = 0; round < 5; round += 1) {
      const prefix = `round${round}`;
      const writer = startWriter(folder, tenant, prefix, '2026-w47', '2026-w48', 'late');
      await writer.until(() => writer.told.length > 5 + round * 17);
      await writer.kill();
      expect(new Set(writer.told.map(({ code }) => code))).toEqual(new Set(['ok']));
      all.push({ prefix, told: writer.told });
      const store = openChunkStore(folder);
      for (const { prefix: of, told } of all) await expectStored(store, tenant, of, told);
      await store.close();
    }
  });
});

describe('a table dropped while another process writes to it', () => {
  it('is gone with its file; the writer goes on, into a new one, and neither crashes', async () => {
    const folder = path.join(root, 'dropped');
    const tenant = aTenantId();
    const store = openChunkStore(folder);
    const writer = startWriter(folder, tenant, 'w', '2026-w47');
    for (let drop = 0; drop < 20; drop += 1) {
      const before = writer.told.length;
      await writer.until(() => writer.told.length > before + 2);
      let seen = 0; // what the writer told may be of before the last drop
      while (seen === 0) seen = (await store.heads(aPartition({ table: '2026-w47', tenant }))).length;
      await store.dropTable('2026-w47');
    }
    const [newest] = (await store.heads(aPartition({ table: '2026-w47', tenant }))).slice(-1);
    const last = Math.max(newest?.firstTimestamp ?? 0, ...writer.told.map(({ batch }) => batch)) + 50;
    await writer.until(() => writer.told.some(({ batch }) => batch > last + 20));
    await writer.kill();
    const codes = new Set(writer.told.map(({ code }) => code));
    expect([...codes].filter((code) => code !== 'ok' && code !== 'TableDropped')).toEqual([]);
    await expectStored(
      store,
      tenant,
      'w',
      writer.told.filter(({ batch }) => batch >= last),
    );
    const files = readdirSync(folder).filter((name) => /^2026-w47\.\d+\.mdb$/.test(name));
    expect(files).toHaveLength(1);
    await store.close();
  });
});

describe('several threads of one process, and another process', () => {
  it('see each other at once, through drops', async () => {
    const folder = path.join(root, 'threads');
    const tenant = aTenantId();
    const store = openChunkStore(folder, { sweepMs: 20 });
    const other = openChunkStore(folder);
    const writer = startWriter(folder, tenant, 'p', '2026-w47');
    const threads = ['t1', 't2'].map((prefix) => startThread(folder, tenant, prefix, '2026-w47', 'late'));
    await writer.until(() => writer.told.length > 5);
    for (let i = 0; i < 30; i += 1) {
      const chunk = aChunk({ partition: aPartition({ table: i % 3 === 0 ? '2026-w50' : '2026-w51' }) });
      expect(await store.put([chunk])).toEqual([{ ok: true }]);
      expect(await other.heads(chunk.partition)).toHaveLength(1);
      if (i % 5 === 4) await other.dropTable(chunk.partition.table);
      if (i % 5 === 4) expect(await store.heads(chunk.partition)).toEqual([]);
      if (i % 10 === 9) await store.dropTable('2026-w47');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await Promise.all(threads.map((thread) => thread.stop()));
    await writer.kill();
    for (const { lines } of threads) {
      expect(lines.length).toBeGreaterThan(5);
      expect(lines.filter((line) => !/ (ok|TableDropped|ok,TableDropped)$/.test(line))).toEqual([]);
    }
    expect(await store.tables()).toContain('late');
    await store.close();
    expect((await other.tables()).at(-1)).toBe('late');
    await other.close();
  });
});
