import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { clientOf, createTenant } from './client.ts';
import { startInstance } from './instance.ts';

const dataFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-life-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

it('refuses a second start on a folder in use, and says so', async () => {
  const data = dataFolder();
  const first = await startInstance(data);
  await expect(startInstance(data)).rejects.toThrow(/another Sluice runs on/);
  expect(await first.stop()).toBe(0);
  const second = await startInstance(data);
  expect(second.file.admin).toEqual(first.file.admin);
  expect(await second.stop()).toBe(0);
});

it.each([
  [{ SLUICE_HTTP_PORT: 'eighty' }, /SLUICE_HTTP_PORT is "eighty"; it takes a whole number/],
  [{ SLUICE_SHARDS: '0' }, /SLUICE_SHARDS is "0"/],
  [{ SLUICE_ORIGINS: 'app.example.com' }, /SLUICE_ORIGINS has "app.example.com"; it takes origins such as/],
  // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
  [{ SLUICE_HOST: '192.0.2.1' }, /SLUICE_HOST is "192.0.2.1", where this machine cannot listen/],
])('refuses the setting %j', async (env, message) => {
  await expect(startInstance(dataFolder(), env)).rejects.toThrow(message);
});

it.each(['SLUICE_HTTP_PORT', 'SLUICE_SQL_PORT'])('says that the port of %s is in use', async (setting) => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  await expect(startInstance(dataFolder(), { [setting]: port })).rejects.toThrow(
    `sluice: 127.0.0.1:${port} is in use; stop what listens there, or choose another port with ${setting} (0: any that is free)`,
  );
});

it('says that its certificate is none', async () => {
  const data = dataFolder();
  for (const file of ['sql-cert.pem', 'sql-key.pem']) writeFileSync(join(data, file), 'none');
  await expect(startInstance(data)).rejects.toThrow(
    /sluice: sql-cert\.pem and sql-key\.pem in \S+ cannot be used \(.+\); put a certificate and its key there, as PEM, or remove both/,
  );
});

const ipv6 = Object.values(networkInterfaces()).some((one) => one?.some(({ address }) => address === '::1'));
if (!ipv6) console.log('skipped: this machine has no ::1, so listening there is not tried');

it.skipIf(!ipv6)('listens on an IPv6 address, which its file writes as a URL does', async () => {
  const instance = await startInstance(dataFolder(), { SLUICE_HOST: '::1' });
  const { hostname, port } = new URL(instance.file.http);
  expect([hostname, instance.file.sql.host, Number(port) > 0]).toEqual(['[::1]', '::1', true]);
  expect((await fetch(`${instance.file.http}/v1/schema`)).status).toBe(403);
  expect(await instance.stop()).toBe(0);
});

it('says which folder it cannot keep its data in', async () => {
  const file = join(dataFolder(), 'a-file');
  writeFileSync(file, '');
  await expect(startInstance(file)).rejects.toThrow(
    `sluice: cannot keep data in ${file}: it is no folder; name another one with SLUICE_DATA`,
  );
});

it('keeps its file of keys to its owner', async () => {
  const data = dataFolder();
  const instance = await startInstance(data);
  for (const file of ['sluice.json', 'master.key', 'sql-key.pem'])
    expect(statSync(join(data, file)).mode & 0o077).toBe(0);
  expect(await instance.stop()).toBe(0);
});

const npm = spawnSync('npm', ['--version']).status === 0;
if (!npm) console.log('skipped: there is no npm, so npm start is not tried');

/** `npm start` in a process group of its own, as a shell has it. */
const npmStart = async (data: string) => {
  const env = { ...process.env, SLUICE_HTTP_PORT: '0', SLUICE_SQL_PORT: '0', SLUICE_DATA: data };
  const cwd = resolve(import.meta.dirname, '../..');
  const child = spawn('npm', ['start'], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const group = -(child.pid ?? Number.NaN);
  onTestFinished(() => {
    try {
      process.kill(group, 'SIGKILL');
    } catch {
      // It is gone, as it should be.
    }
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('ready')) break;
  return { child, group, ended };
};

it.skipIf(!npm)('a SIGTERM to npm start reaches Sluice, and its status is passed on', async () => {
  const data = dataFolder();
  const { child, ended } = await npmStart(data);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  const second = await startInstance(data);
  expect(await second.stop()).toBe(0);
});

it.skipIf(!npm)(
  'Ctrl-C, which reaches it twice (from the terminal, and by npm), ends it with 0',
  async () => {
    const data = dataFolder();
    const { group, ended } = await npmStart(data);
    process.kill(group, 'SIGINT');
    expect(await ended).toEqual([0, null]);
    const second = await startInstance(data);
    expect(await second.stop()).toBe(0);
  },
);

it(
  'SIGTERM under load: what was acknowledged is there after a restart, and it ends with 0 within 10 s',
  { timeout: 60_000 },
  async () => {
    const data = dataFolder();
    const first = await startInstance(data);
    const operator = clientOf(first.file.http, first.file.admin);
    const key = await createTenant(operator, 'life');
    const client = clientOf(first.file.http, key, 8);
    let acknowledged = 0;
    let stopping = false;
    const senders = Array.from({ length: 8 }, async (_, sender) => {
      for (let i = 0; !stopping; i++) {
        const answer = await client
          .call(
            'PUT',
            '/v1/stream/events',
            JSON.stringify([{ metrictype: 'pump', timestamp: Date.now(), id: `${sender}-${i}` }]),
          )
          .catch(() => undefined);
        if (answer === undefined) return;
        if (answer.status === 200) acknowledged++;
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const begin = performance.now();
    expect(await first.stop()).toBe(0);
    expect(performance.now() - begin).toBeLessThan(10_000);
    stopping = true;
    await Promise.all(senders);
    const second = await startInstance(data);
    const again = clientOf(second.file.http, key);
    for (let i = 0; i < 200; i++) {
      if ((await again.json<{ inFlight: number }>('GET', '/v1/meta/progress')).inFlight === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [{ n } = { n: -1 }] = await again.query<{ n: number }>('select count(*) as n from pump');
    expect(acknowledged).toBeGreaterThan(50);
    expect(n).toBeGreaterThanOrEqual(acknowledged);
    expect(n).toBeLessThanOrEqual(acknowledged + 8);
    expect((await again.json<{ balanced: boolean }>('GET', '/v1/meta/books')).balanced).toBe(true);
    for (const one of [operator, client, again]) one.close();
    expect(await second.stop()).toBe(0);
  },
);
