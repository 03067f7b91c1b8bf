import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { objectStoreContract } from '@sluice/testing/contracts/object-store';
import { openObjectStore } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-objects-'));
afterAll(() => rmSync(root, { recursive: true }));

objectStoreContract('files', () => openObjectStore(path.join(root, 'shared')));

describe('files: the folder', () => {
  it('is cleaned of what crashed puts left, and only of that', async () => {
    const folder = path.join(root, 'crashed');
    const incoming = path.join(folder, '~incoming');
    mkdirSync(incoming, { recursive: true });
    writeFileSync(path.join(incoming, '4194999-0-1'), 'no process has this id: the put was killed');
    writeFileSync(path.join(incoming, `${process.pid}-7-1`), 'of a thread that lives');
    writeFileSync(path.join(incoming, `${process.pid}-8-1`), 'of an earlier process with the same id');
    utimesSync(path.join(incoming, `${process.pid}-8-1`), 1_000_000, 1_000_000);
    const store = await openObjectStore(folder);
    expect(readdirSync(incoming)).toEqual([`${process.pid}-7-1`]);
    const keys = [];
    for await (const key of store.list('')) keys.push(key);
    expect(keys).toEqual([]);
  });

  it('keeps what was put when it is opened again, and nothing of the way there', async () => {
    const folder = path.join(root, 'again');
    const store = await openObjectStore(folder);
    await store.put('a/b/c.json', Buffer.from('{}'));
    const again = await openObjectStore(folder);
    expect(Buffer.from((await again.get('a/b/c.json')) ?? []).toString()).toBe('{}');
    expect(readdirSync(path.join(folder, '~incoming'))).toEqual([]);
  });

  it('cannot hold an object below another: a clear error of the caller, the other object stays', async () => {
    const store = await openObjectStore(path.join(root, 'conflict'));
    await store.put('a', Buffer.from('a'));
    await store.put('b/c', Buffer.from('c'));
    await expect(store.put('a/b', Buffer.from('x'))).rejects.toMatchObject({ code: 'ObjectKeyConflict' });
    await expect(store.put('b', Buffer.from('x'))).rejects.toMatchObject({ code: 'ObjectKeyConflict' });
    expect(await store.get('b')).toBeUndefined();
    expect(await store.get('a/b')).toBeUndefined();
    expect(Buffer.from((await store.get('a')) ?? []).toString()).toBe('a');
  });

  it('is away: OutOfService, told with the path', async () => {
    const file = path.join(root, 'a-file');
    writeFileSync(file, '');
    await expect(openObjectStore(path.join(file, 'below'))).rejects.toMatchObject({
      code: 'ServiceUnavailable',
    });
    symlinkSync(path.join(root, 'nowhere'), path.join(root, 'dangling'));
    await expect(openObjectStore(path.join(root, 'dangling'))).rejects.toThrow(/dangling/);
  });
});
