import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { open } from 'lmdb';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { directoryContract } from '@sluice/testing/contracts/directory';
import { aDevice, aKey, aTenant } from '@sluice/testing/factories/directory';
import { openDirectory, type OpenDirectory } from './index.ts';

const masterKey = Buffer.alloc(32, 5);
const folders: string[] = [];
const opened: OpenDirectory[] = [];
const children: ChildProcess[] = [];

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-directory-'));
  folders.push(folder);
  return folder;
};
const openAt = (path: string): OpenDirectory => {
  const directory = openDirectory({ path, masterKey });
  opened.push(directory);
  return directory;
};

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const directory of opened.splice(0)) await directory.close();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

directoryContract('LMDB', () => openAt(aFolder()));

const shared = open({ path: aFolder(), maxDbs: 16 }); // overlaps its syncs, which is lmdb's default
directoryContract('LMDB in a given root', () => openDirectory({ root: shared, masterKey }));
afterAll(() => shared.close());

/** Runs a module in a process of its own, with `directory` open; gives its lines of output. */
const peer = (path: string, code: string) => {
  const door = new URL('./index.ts', import.meta.url).href;
  const factories = '@sluice/testing/factories/directory'; // found from the process's folder
  const head = `import { openDirectory } from '${door}'; import { aKey, aTenant } from '${factories}';
    const directory = openDirectory({ path: ${JSON.stringify(path)}, masterKey: Buffer.alloc(32, 5) });`;
  const args = ['--input-type=module', '--eval', `${head}\n${code}`];
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
};

describe('openDirectory', () => {
  it('finds everything again after closing', async () => {
    const path = aFolder();
    const first = openAt(path);
    const tenant = aTenant();
    const device = aDevice({ tenant: tenant.id });
    const key = aKey({ tenant: tenant.id, device: device.id, role: 'device' });
    await first.createTenant(tenant);
    await first.putDevice(device);
    await first.addKey(key, 2);
    await first.close();
    const second = openAt(path);
    expect(await second.tenantByName(tenant.name)).toEqual(tenant);
    expect(await second.device(tenant.id, device.id)).toEqual(device);
    expect(await second.keys(tenant.id, device.id)).toEqual([key]);
  });

  it('writes no secret in the clear', async () => {
    const path = aFolder();
    const directory = openAt(path);
    const tenant = aTenant();
    const key = aKey({ tenant: tenant.id });
    await directory.createTenant(tenant);
    await directory.addKey(key, 1);
    await directory.close();
    const bytes = readdirSync(path)
      .map((file) => readFileSync(join(path, file)).toString('latin1'))
      .join();
    expect(bytes).toContain(key.id); // the test reads the right files
    for (const secret of [key.secret, tenant.apiKey]) {
      expect(bytes).not.toContain(secret);
      expect(bytes).not.toContain(Buffer.from(secret).toString('base64').slice(2, -4));
    }
  });

  it('tells a wrong master key at once, and leaves the right one working', async () => {
    const path = aFolder();
    const key = aKey();
    const first = openAt(path);
    await first.addKey(key, 1);
    await first.close();
    expect(() => openDirectory({ path, masterKey: Buffer.alloc(32, 6) })).toThrow(/master\.key/);
    expect(() => openDirectory({ path, masterKey: Buffer.alloc(16) })).toThrow(/32 bytes/);
    expect(await openAt(path).key(key.id)).toEqual(key);
  });

  it('refuses a row that was changed, or moved to another id', async () => {
    const path = aFolder();
    const directory = openAt(path);
    const [mine, theirs] = [aKey({ role: 'analyst' }), aKey({ role: 'analyst' })];
    await directory.addKey(mine, 1);
    await directory.addKey(theirs, 1);
    await directory.close();
    const root = open({ path, maxDbs: 16 });
    const rows = root.openDB<Buffer, string>('directory-keys', { encoding: 'binary' });
    const row = rows.get(mine.id)?.toString() ?? '';
    await rows.put(mine.id, Buffer.from(row.replace('"analyst"', '"admin"')));
    const other = JSON.parse(rows.get(theirs.id)?.toString() ?? '') as { sealed: string };
    const own = JSON.parse(row) as { sealed: string };
    await rows.put(theirs.id, Buffer.from(JSON.stringify({ ...other, sealed: own.sealed })));
    await root.close();
    const again = openAt(path);
    await expect(again.key(mine.id)).rejects.toMatchObject({ code: 'DirectoryDamaged' });
    await expect(again.key(theirs.id)).rejects.toThrow(theirs.id);
  });

  it('is out of service when it is closed', async () => {
    const directory = openDirectory({ path: aFolder(), masterKey });
    await directory.close();
    await expect(directory.key('SL000000000000000000')).rejects.toMatchObject({ class: 'retryable' });
    await expect(directory.addKey(aKey(), 1)).rejects.toMatchObject({ class: 'retryable' });
  });

  it('refuses to store an id that could not be found again', async () => {
    const directory = openAt(aFolder());
    await expect(directory.putDevice(aDevice({ id: 'a/b' }))).rejects.toMatchObject({
      code: 'BadDirectoryId',
    });
  });
});

describe('other processes', () => {
  it('see a revocation, and are seen, at the very next call', async () => {
    const path = aFolder();
    const directory = openAt(path);
    const key = aKey();
    await directory.addKey(key, 1);
    const { child, lines } = peer(
      path,
      `let seen = await directory.key('${key.id}'); console.log(seen.secret);
       process.stdin.once('data', async () => {
         console.log((await directory.key('${key.id}')) === undefined);
         const key = aKey({ id: 'SLOTHER' });
         await directory.addKey(key, 1); await directory.revokeKey(key.id); await directory.addKey(key, 1);
         console.log('added');
       });`,
    );
    expect((await lines.next()).value).toBe(key.secret);
    await directory.revokeKey(key.id);
    child.stdin.write('go\n');
    expect((await lines.next()).value).toBe('true');
    await lines.next();
    expect(await directory.key('SLOTHER')).toMatchObject({ id: 'SLOTHER' });
  });

  it('that write a name at the same time: one wins, over all', async () => {
    const path = aFolder();
    const directory = openAt(path);
    const { child, lines } = peer(
      path,
      `console.log('ready'); process.stdin.once('data', async () => {
         let won = 0;
         for (let i = 0; i < 100; i++) if (await directory.createTenant(aTenant({ name: 'n' + i })) === 'created') won++;
         console.log(won);
       });`,
    );
    await lines.next();
    child.stdin.write('go\n');
    let won = 0;
    for (let i = 0; i < 100; i++) {
      const id = `02JD${String(i).padStart(22, '0')}` as ReturnType<typeof aTenant>['id'];
      if ((await directory.createTenant(aTenant({ id, name: `n${i}` }))) === 'created') won++;
    }
    expect(won + Number((await lines.next()).value)).toBe(100);
    expect(await directory.tenants()).toHaveLength(100);
  });

  it('killed while they write leave all that they were told is done', async () => {
    const path = aFolder();
    const { child, lines } = peer(
      path,
      `for (let i = 0; ; i++) {
         const tenant = aTenant({ name: 'n' + i });
         await directory.createTenant(tenant); await directory.addKey(aKey({ tenant: tenant.id, device: tenant.id }), 1);
         console.log(tenant.id);
       }`,
    );
    const told: string[] = [];
    while (told.length < 30) told.push((await lines.next()).value as string);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const directory = openAt(path);
    for (const id of told)
      expect(await directory.keys(id as ReturnType<typeof aTenant>['id'], id)).toHaveLength(1);
    const tenants = await directory.tenants();
    for (const tenant of tenants) expect(await directory.tenantByName(tenant.name)).toEqual(tenant);
  });
});

describe('key, the hot call', () => {
  it('answers at least 100,000 times a second', async () => {
    const directory = openAt(aFolder());
    const keys = Array.from({ length: 200 }, () => aKey());
    await Promise.all(keys.map((key) => directory.addKey(key, 1)));
    const ids = keys.map(({ id }) => id);
    const run = async (calls: number): Promise<number> => {
      const start = performance.now();
      for (let i = 0; i < calls; i++) await directory.key(ids[i % ids.length] ?? '');
      return (calls / (performance.now() - start)) * 1000;
    };
    await run(5_000);
    const rates = [await run(20_000), await run(20_000), await run(20_000)];
    console.info(`directory.key: ${Math.round(Math.max(...rates))} calls a second`);
    expect(Math.max(...rates)).toBeGreaterThan(100_000);
  });
});
