import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-e2e-'));
const data = join(folder, 'data');
let instance: ChildProcess;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a shell would: its own process, through the bin. */
const sluice = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [at('../bin/sluice.js'), ...args],
      { cwd: folder, env: { PATH: process.env['PATH'], SLUICE_DATA: data, ...env } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

const settled = async (env: Record<string, string>, accepted: number): Promise<Ran> => {
  for (let i = 0; ; i++) {
    const ran = await sluice(['books', '--json'], env);
    const { hours } = JSON.parse(ran.out) as { hours: { accepted: number; inFlight: number }[] };
    const sum = (name: 'accepted' | 'inFlight') => hours.reduce((all, hour) => all + hour[name], 0);
    if ((sum('accepted') === accepted && sum('inFlight') === 0) || i > 40) return ran;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

beforeAll(async () => {
  instance = spawn(process.execPath, [at('../../local/src/main.ts')], {
    env: { ...process.env, SLUICE_DATA: data, SLUICE_HTTP_PORT: '0', SLUICE_SQL_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (instance.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: instance.stdout })) if (line.startsWith('ready')) return;
  throw new Error('the instance ended before it was ready');
}, 60_000);

afterAll(async () => {
  if (instance.exitCode === null) {
    instance.kill('SIGTERM');
    await once(instance, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('sluice against a running instance', () => {
  it('goes the whole way: tenant, key, send, interrupted send, query, schema, errors, books', async () => {
    const made = await sluice(['tenant', 'create', 'acme', '--rate', 'unlimited', '--json']);
    const tenant = JSON.parse(made.out) as Record<string, string>;
    expect(Object.keys(tenant)).toEqual(['tenant', 'apiKey', 'accessKeyId', 'secretAccessKey']);
    const twice = await sluice(['tenant', 'create', 'acme']);
    expect(twice).toMatchObject({ code: 1, out: '' });
    expect(twice.err).toMatch(/^sluice: a tenant named "acme" exists already.*\n$/);

    const admin = {
      AWS_ACCESS_KEY_ID: tenant['accessKeyId'] ?? '',
      AWS_SECRET_ACCESS_KEY: tenant['secretAccessKey'] ?? '',
    };
    const key = JSON.parse(
      (await sluice(['key', 'create', '--tenant', 'acme', '--role', 'device', '--json'])).out,
    ) as { accessKeyId: string; secretAccessKey: string };
    const device = { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey };

    const now = Date.now();
    const file = join(folder, 'rides.csv');
    const rows = Array.from({ length: 1500 }, (_, i) => `${now - i},${i},"ride, ""${i}"""`);
    writeFileSync(file, `timestamp,fare,note\n${rows.join('\n')}\nsoon,1,x\n`);
    const sent = await sluice(['send', file, '--metric', 'rides'], device);
    expect(sent.code).toBe(0);
    expect(sent.out).toContain('1,501 events sent: 1,500 accepted, 1 accepted with warnings, 0 rejected');
    expect(existsSync(`${file}.sluice-progress`)).toBe(false);
    await settled(admin, 1501);

    const count = ['query', 'SELECT count(*) AS n, max(note) AS note FROM rides', '--format', 'json'];
    expect(JSON.parse((await sluice(count, admin)).out)).toEqual([{ n: 1500, note: 'ride, "999"' }]);
    expect(await sluice(count, device)).toMatchObject({ code: 1 });

    expect((await sluice(['schema', 'metric', 'create', 'rides'], admin)).code).toBe(0);
    expect((await sluice(['schema', 'field', 'create', 'rides', 'fare', 'INTEGER'], admin)).code).toBe(0);
    const table = await sluice(['query', 'SELECT max(fare) AS fare FROM rides'], admin);
    expect(table.out).toBe(' fare\n------\n 1499\n(1 row)\n');
    expect((await sluice(['schema', 'show', 'rides'], admin)).out).toMatch(/ fare +\| INTEGER/);
    expect((await sluice(['schema', 'history'], admin)).out).toContain('(2 changes)');
    expect((await sluice(['errors', 'list'], admin)).out).toMatch(/BadTimestamp.*\n\(1 row\)\n$/s);

    const books = await settled(admin, 1501);
    expect(books.code).toBe(0);
    expect(JSON.parse(books.out)).toMatchObject({ balanced: true });
    expect((await sluice(['books', '--tenant', 'acme'])).out).toMatch(/balanced\n$/);

    expect((await sluice(['key', 'revoke', key.accessKeyId])).code).toBe(0);
    expect((await sluice(['send', file], device)).err).toContain('403 Forbidden');
  }, 60_000);

  it('sends again after it was killed, and stores every event once', async () => {
    const made = await sluice(['tenant', 'create', 'killed', '--rate', 'unlimited', '--json']);
    const key = JSON.parse(made.out) as { accessKeyId: string; secretAccessKey: string };
    const env = { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey };
    const file = join(folder, 'many.ndjson');
    const now = Date.now();
    const lines = Array.from(
      { length: 40_000 },
      (_, i) => `{"metrictype":"many","timestamp":${now - i},"i":${i}}`,
    );
    writeFileSync(file, lines.join('\n'));
    const child = spawn(
      process.execPath,
      [at('main.ts'), 'send', file, '--batch', '50', '--concurrency', '2'],
      {
        env: { ...process.env, SLUICE_DATA: data, ...env },
        stdio: 'ignore',
      },
    );
    while (!existsSync(`${file}.sluice-progress`)) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { rows } = JSON.parse(readFileSync(`${file}.sluice-progress`, 'utf8')) as { rows: number };
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(40_000);
    const again = await sluice(['send', file], env);
    expect(again.err).toContain('going on after');
    expect(again.out).toContain('40,000 events sent: 40,000 accepted');
    for (let i = 0; i < 60; i++) {
      const { out } = await sluice(
        ['query', 'SELECT count(*) AS n, count(DISTINCT i) AS d FROM many', '--format', 'csv'],
        env,
      );
      if (out.includes('40000') || i === 59) {
        expect(out.trim().split(/\r?\n/)).toEqual(['n,d', '40000,40000']);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }, 90_000);

  it('uploads a file, and goes on to lake, warehouse and proposals', async () => {
    const made = await sluice(['tenant', 'create', 'filed', '--rate', 'unlimited', '--json']);
    const key = JSON.parse(made.out) as { accessKeyId: string; secretAccessKey: string };
    const env = { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey };
    const file = join(folder, 'taps.ndjson');
    const now = Date.now();
    const lines = Array.from(
      { length: 700 },
      (_, i) => `{"metrictype":"tap","timestamp":${now - i},"level":${i}.5}`,
    );
    writeFileSync(file, [...lines, '{"metrictype":'].join('\n'));
    const uploaded = await sluice(['file', 'upload', file, '--wait'], env);
    expect(uploaded).toMatchObject({ code: 1, err: 'sluice: 1 of its lines is not stored\n' });
    expect(uploaded.out).toMatch(/taps\.ndjson \| done .*\| +701 \| +700 \| +1 \| +0\nline 701: /);
    expect(
      (await sluice(['file', 'upload', file, '--name', 'again.ndjson', '--wait', '--json'], env)).out,
    ).toContain('"duplicate":700');
    await settled(env, 700);
    expect((await sluice(['etl', 'run'])).code).toBe(0);
    const books = await sluice(['books', '--depth', 'warehouse'], env);
    expect(books.code).toBe(0);
    expect(books.out).toMatch(/tap +\|.*\| ok\n[\s\S]* lake \| warehouse [\s\S]*balanced\n$/);
    expect((await sluice(['schema', 'proposals'], env)).out).toMatch(
      /tap +\| level +\| +700 \| +0 % \| +100 % [\s\S]*schema metric create tap\n {2}sluice schema field create tap level DOUBLE\n$/,
    );
  }, 90_000);
});
