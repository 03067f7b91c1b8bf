import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { open } from 'lmdb';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { schemaStoreContract } from '@sluice/testing/contracts/schema-store';
import { aTenantId } from '@sluice/testing/factories/directory';
import { aChange, aMetric, aTenantSchema } from '@sluice/testing/factories/tenant-schema';
import { openSchemaStore, type EmbeddedSchemaStore } from './index.ts';

const folders: string[] = [];
const opened: EmbeddedSchemaStore[] = [];
const children: ChildProcess[] = [];

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-schema-store-'));
  folders.push(folder);
  return folder;
};
const openAt = (path: string): EmbeddedSchemaStore => {
  const store = openSchemaStore(path);
  opened.push(store);
  return store;
};

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const store of opened.splice(0)) await store.close();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

schemaStoreContract('LMDB', () => {
  const path = aFolder();
  const store = openAt(path);
  const reopen = async () => {
    await store.close();
    opened.splice(opened.indexOf(store), 1);
    return openAt(path);
  };
  return { store, reopen, close: async () => {} };
});

const shared = open({ path: aFolder(), maxDbs: 16 }); // overlaps its syncs, which is lmdb's default
schemaStoreContract('LMDB in a given root', () => ({
  store: openSchemaStore(shared),
  reopen: async () => openSchemaStore(shared),
  close: async () => {},
}));
afterAll(() => shared.close());

const door = new URL('./index.ts', import.meta.url).href;

/** Adds `count` metric keys, one a version, trying again when another was first; as source, to run anywhere. */
const adder = (path: string, tenant: string, mark: string, count: number): string => `
  const { openSchemaStore } = await import('${door}');
  const store = openSchemaStore(${JSON.stringify(path)});
  for (let i = 0; i < ${count}; ) {
    const schema = await store.get('${tenant}');
    const version = schema.version + 1;
    const next = { ...schema, version, metricKeys: [...schema.metricKeys, '${mark}' + i] };
    const change = { version, at: 0, by: '${mark}', change: { action: 'test' } };
    if ((await store.replace('${tenant}', schema.version, next, change)) === 'stored') { i++; console.log(version); }
  }`;

const inProcess = (code: string) => {
  const args = ['--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
};

const inThread = (code: string): Promise<unknown> =>
  once(new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { stdout: true }), 'exit');

describe('openSchemaStore', () => {
  it('lets threads and a process write the same tenant: no change is lost', async () => {
    const path = aFolder();
    const store = openAt(path);
    const tenant = aTenantId();
    const other = inProcess(adder(path, tenant, 'process', 20));
    await Promise.all([
      inThread(adder(path, tenant, 'one', 20)),
      inThread(adder(path, tenant, 'two', 20)),
      once(other.child, 'exit'),
    ]);
    const { version, metricKeys } = await store.get(tenant);
    expect(version).toBe(60);
    expect(new Set(metricKeys).size).toBe(60);
    const versions = (await store.history(tenant)).map((change) => change.version);
    expect(versions).toEqual(Array.from({ length: 60 }, (_, i) => 60 - i));
  });

  it('shows what another process stored at the very next call', async () => {
    const path = aFolder();
    const store = openAt(path);
    const tenant = aTenantId();
    const { child, lines } = inProcess(
      `const { openSchemaStore } = await import('${door}');
       const store = openSchemaStore(${JSON.stringify(path)});
       console.log((await store.get('${tenant}')).version);
       process.stdin.on('data', async () => console.log((await store.get('${tenant}')).version));`,
    );
    expect((await lines.next()).value).toBe('0');
    await store.replace(tenant, 0, aTenantSchema(), aChange());
    child.stdin.write('go\n');
    expect((await lines.next()).value).toBe('1');
  });

  it('shows it in the same turn of the event loop too', async () => {
    const path = aFolder();
    const store = openAt(path);
    const tenant = aTenantId();
    expect((await store.get(tenant)).version).toBe(0);
    spawnSync(process.execPath, ['--input-type=module', '--eval', adder(path, tenant, 'x', 1)], {
      cwd: import.meta.dirname,
    });
    expect((await store.get(tenant)).version).toBe(1);
    expect(await store.history(tenant)).toHaveLength(1);
  });

  it('has all that a process was told is stored when that process is killed', async () => {
    const path = aFolder();
    const tenant = aTenantId();
    const { child, lines } = inProcess(adder(path, tenant, 'k', 100_000));
    let told = 0;
    while (told < 30) told = Number((await lines.next()).value);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = openAt(path);
    const { version, metricKeys } = await store.get(tenant);
    expect(version).toBeGreaterThanOrEqual(told);
    expect(metricKeys).toHaveLength(version);
    expect(await store.history(tenant)).toHaveLength(version);
  });

  it('does not hand out what no write of ours made', async () => {
    const path = aFolder();
    const [broken, foreign, fine] = [aTenantId(), aTenantId(), aTenantId()];
    const root = open({ path, maxDbs: 16, overlappingSync: false });
    const store = openSchemaStore(root);
    await store.replace(fine, 0, aTenantSchema({ metrics: [aMetric()] }), aChange());
    const rows = root.openDB<string, string>('tenant-schemas', { encoding: 'string' });
    await rows.put(broken, '{"version":1');
    await rows.put(foreign, '{"version":1}');
    for (const tenant of [broken, foreign]) {
      await expect(store.get(tenant)).rejects.toMatchObject({ code: 'SchemaDamaged', class: 'ours' });
      await expect(store.get(tenant)).rejects.toThrow(tenant);
      await expect(store.replace(tenant, 1, aTenantSchema({ version: 2 }), aChange())).rejects.toThrow(
        tenant,
      );
    }
    expect((await store.get(fine)).version).toBe(1);
    await root.close();
  });

  it('is out of service when it is closed', async () => {
    const store = openSchemaStore(aFolder());
    await store.close();
    const tenant = aTenantId();
    await expect(store.get(tenant)).rejects.toMatchObject({ class: 'retryable' });
    await expect(store.history(tenant)).rejects.toMatchObject({ class: 'retryable' });
    await expect(store.replace(tenant, 0, aTenantSchema(), aChange())).rejects.toMatchObject({
      class: 'retryable',
    });
  });
});
