import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

type Open = () => ObjectStore | Promise<ObjectStore>;

const text = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : Buffer.from(body).toString();

const listed = async (store: ObjectStore, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
};

const putAll = async (store: ObjectStore, keys: readonly string[]): Promise<void> => {
  for (const key of keys) await store.put(key, Buffer.from(key));
};

/**
 * The contract of the ObjectStore port.
 * @param open gives a store; the cases share it or not, they use prefixes of their own
 */
export const objectStoreContract = (name: string, open: Open): void => {
  describe(`${name}: objects`, () => objectCases(open));
  describe(`${name}: listing`, () => listCases(open));
  describe(`${name}: keys`, () => keyCases(open));
};

const objectCases = (open: Open): void => {
  it('come back byte for byte, the empty one too', async () => {
    const store = await open();
    const at = anId();
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    await store.put(`${at}/all.bin`, all);
    await store.put(`${at}/none`, new Uint8Array());
    expect(Buffer.from((await store.get(`${at}/all.bin`)) ?? [])).toEqual(Buffer.from(all));
    expect(text(await store.get(`${at}/none`))).toBe('');
  });

  it('are replaced whole, by a shorter one too', async () => {
    const store = await open();
    const key = `${anId()}/x`;
    await store.put(key, Buffer.from('a long first body'));
    await store.put(key, Buffer.from('short'));
    expect(text(await store.get(key))).toBe('short');
  });

  it('put at the same time under one key: one of them wins whole', async () => {
    const store = await open();
    const key = `${anId()}/x`;
    const bodies = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(bodies.map((body) => store.put(key, Buffer.from(body))));
    expect(bodies).toContain(text(await store.get(key)));
    expect(await listed(store, key)).toEqual([key]);
  });

  it('are deleted; absent ones are no error', async () => {
    const store = await open();
    const at = anId();
    await putAll(store, [`${at}/a`, `${at}/b`]);
    await store.delete(`${at}/a`);
    await store.delete(`${at}/a`);
    await store.delete(`${at}/no/such/folder`);
    expect(await store.get(`${at}/a`)).toBeUndefined();
    expect(await store.get(`${at}/never`)).toBeUndefined();
    expect(await listed(store, `${at}/`)).toEqual([`${at}/b`]);
  });

  it('do not share memory with the caller', async () => {
    const store = await open();
    const key = anId();
    const body = Buffer.from('as put');
    await store.put(key, body);
    body.fill(0);
    (await store.get(key))?.fill(0);
    expect(text(await store.get(key))).toBe('as put');
  });
};

const listCases = (open: Open): void => {
  it('is ascending by bytes, whatever the folders', async () => {
    const store = await open();
    const at = anId();
    const keys = [
      'a.b',
      'a/b/c',
      'a/b.c',
      'a-b',
      'a+b',
      'a!',
      'a0',
      'A',
      'a=1/x',
      '_',
      'b/1',
      'b/10',
      'b/2',
    ].map((key) => `${at}/${key}`);
    await putAll(store, keys);
    expect(await listed(store, `${at}/`)).toEqual([...keys].sort());
  });

  it('takes any prefix: of a name, of a folder, of all, of none', async () => {
    const store = await open();
    const at = anId();
    await putAll(store, [`${at}/day=1/x`, `${at}/day=10/x`, `${at}/day=2/x`]);
    expect(await listed(store, `${at}/day=1`)).toEqual([`${at}/day=1/x`, `${at}/day=10/x`]);
    expect(await listed(store, `${at}/day=1/`)).toEqual([`${at}/day=1/x`]);
    expect(await listed(store, `${at}/day=1/x`)).toEqual([`${at}/day=1/x`]);
    expect(await listed(store, `${at}/day=3`)).toEqual([]);
    expect(await listed(store, `${at}/../`)).toEqual([]);
    expect(await listed(store, '')).toEqual(expect.arrayContaining([`${at}/day=1/x`]));
  });

  it('agrees with what was put, for any keys', async () => {
    const store = await open();
    const segment = fc.stringMatching(/^[ab.!=+-]{1,3}$/).filter((s) => s !== '.' && s !== '..');
    // A last segment of its own kind: no object is below another's key.
    const key = fc
      .tuple(fc.array(segment, { maxLength: 3 }), segment)
      .map(([above, s]) => [...above, `${s}_`].join('/'));
    const check = async (keys: readonly string[]): Promise<void> => {
      const at = anId();
      await putAll(
        store,
        keys.map((k) => `${at}/${k}`),
      );
      expect(await listed(store, `${at}/`)).toEqual([...new Set(keys)].map((k) => `${at}/${k}`).sort());
    };
    await fc.assert(fc.asyncProperty(fc.array(key, { maxLength: 12 }), check), { numRuns: 25 });
  });
};

const keyCases = (open: Open): void => {
  it.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    '../x',
    'a/../../x',
    'a/./b',
    'a\0b',
    'a b',
    'é',
    'a\\b',
    'a%2fb',
    '~open/x',
    'a:b',
    'x'.repeat(256),
    `${'x/'.repeat(512)}x`,
  ])('%j is none: put, get and delete throw', async (key) => {
    const store = await open();
    const fault = { code: 'BadObjectKey', class: 'ours' };
    await expect(store.put(key, Buffer.from('x'))).rejects.toMatchObject(fault);
    await expect(store.get(key)).rejects.toMatchObject(fault);
    await expect(store.delete(key)).rejects.toMatchObject(fault);
  });

  it('may be 1,024 bytes long', async () => {
    const store = await open();
    const key = `${anId()}/${'x'.repeat(199)}/${'y/'.repeat(398)}z`;
    expect(key).toHaveLength(1_024);
    await store.put(key, Buffer.from('deep'));
    expect(text(await store.get(key))).toBe('deep');
  });
};
