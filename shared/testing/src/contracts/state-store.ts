import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateLimits } from '@sluice/core/layout';
import type { StateStore } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

type Open = () => Promise<StateStore>;

const rowsOf = async (store: StateStore, partition: string): Promise<string[]> =>
  (await Array.fromAsync(store.rows(partition))).map(
    ({ key, version, value }) => `${key}@${version}=${value}`,
  );

/**
 * The contract of the StateStore port.
 * @param open gives a store; the cases may share it, they use partitions of their own
 * @param reopen gives the data of the store opened last, as another life would find it; absent when they end with the process
 */
export const stateStoreContract = (name: string, open: Open, reopen?: Open): void => {
  describe(`${name}: a document`, () => {
    it('is absent, then stored, replaced by who saw it, and removed', async () => {
      const store = await open();
      const partition = `load/${anId()}`;
      expect(await store.get(partition, 'a')).toBeUndefined();
      expect(await store.replace(partition, 'a', 0, '{"at":1}')).toBe('stored');
      expect(await store.get(partition, 'a')).toEqual({ key: 'a', version: 1, value: '{"at":1}' });
      expect(await store.replace(partition, 'a', 1, '{"at":2}')).toBe('stored');
      expect(await store.get(partition, 'a')).toEqual({ key: 'a', version: 2, value: '{"at":2}' });
      expect(await store.remove(partition, 'a', 2)).toBe('removed');
      expect(await store.get(partition, 'a')).toBeUndefined();
      expect(await store.replace(partition, 'a', 0, 'again')).toBe('stored');
    });

    it('is not replaced or removed by who saw another version', async () => {
      const store = await open();
      const partition = anId();
      await store.replace(partition, 'k', 0, 'one');
      expect(await store.replace(partition, 'k', 0, 'other')).toBe('conflict');
      expect(await store.replace(partition, 'k', 2, 'other')).toBe('conflict');
      expect(await store.replace(partition, 'absent', 1, 'other')).toBe('conflict');
      expect(await store.remove(partition, 'k', 2)).toBe('conflict');
      expect(await store.remove(partition, 'absent', 0)).toBe('conflict');
      expect(await rowsOf(store, partition)).toEqual(['k@1=one']);
    });

    it('goes to one of many who race for it', async () => {
      const store = await open();
      const partition = anId();
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, i) => store.replace(partition, 'lock', 0, `holder ${i}`)),
      );
      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
      const holder = outcomes.indexOf('stored');
      expect(await rowsOf(store, partition)).toEqual([`lock@1=holder ${holder}`]);
    });

    it('may be as large as it is allowed to be, and empty', async () => {
      const store = await open();
      const partition = anId();
      const large = 'é'.repeat(stateLimits.valueBytes / 2);
      await store.replace(partition, 'large', 0, large);
      await store.replace(partition, 'empty', 0, '');
      expect((await store.get(partition, 'large'))?.value).toBe(large);
      expect((await store.get(partition, 'empty'))?.value).toBe('');
    });

    it.each([
      ['a value that is too large', 'p', 'k', 'x'.repeat(stateLimits.valueBytes + 1), /at most 350000/],
      ['a key with a blank', 'p', 'a b', '', /the key "a b" is not/],
      ['an empty partition', '', 'k', '', /the partition "" is not/],
    ])('is refused: %s', async (_, partition, key, value, reason) => {
      const store = await open();
      await expect(store.replace(partition, key, 0, value)).rejects.toThrow(reason);
    });
  });

  describe(`${name}: a partition of documents`, () => {
    it('lists its own in ascending order, and no others', async () => {
      const store = await open();
      const partition = anId();
      for (const key of ['b', 'a#2', 'a', 'Z', 'a#10']) await store.replace(partition, key, 0, `of ${key}`);
      await store.replace(`${partition}/more`, 'c', 0, 'of another');
      await store.replace('0', 'c', 0, 'of another').catch(() => undefined);
      expect(await rowsOf(store, partition)).toEqual(
        ['Z', 'a', 'a#10', 'a#2', 'b'].map((key) => `${key}@1=of ${key}`),
      );
      expect(await rowsOf(store, anId())).toEqual([]);
    });

    it('agrees with a map, for any calls', async () => {
      const store = await open();
      const call = fc.record({
        what: fc.constantFrom('replace' as const, 'remove' as const),
        key: fc.constantFrom('a', 'b', 'c'),
        version: fc.nat({ max: 3 }),
        value: fc.string({ unit: 'binary', maxLength: 20 }),
      });
      const check = async (
        calls: { what: 'replace' | 'remove'; key: string; version: number; value: string }[],
      ): Promise<void> => {
        const partition = anId();
        const model = new Map<string, { version: number; value: string }>();
        for (const { what, key, version, value } of calls) {
          const before = model.get(key);
          const matches = (before?.version ?? 0) === version;
          if (what === 'replace') {
            // Written alike is the same write: no value comes twice.
            const unique = `${value}${model.size}${JSON.stringify(before)}`;
            expect(await store.replace(partition, key, version, unique)).toBe(
              matches ? 'stored' : 'conflict',
            );
            if (matches) model.set(key, { version: version + 1, value: unique });
          } else {
            const removes = matches && before !== undefined;
            expect(await store.remove(partition, key, version)).toBe(removes ? 'removed' : 'conflict');
            if (removes) model.delete(key);
          }
        }
        expect(await Array.fromAsync(store.rows(partition))).toEqual(
          [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => ({ key, ...row })),
        );
      };
      await fc.assert(fc.asyncProperty(fc.array(call, { maxLength: 12 }), check), { numRuns: 25 });
    });

    if (reopen === undefined) return;
    it('is there after a restart', async () => {
      const store = await open();
      const partition = anId();
      await store.replace(partition, 'k', 0, 'one');
      await store.replace(partition, 'k', 1, 'two');
      expect(await rowsOf(await reopen(), partition)).toEqual(['k@2=two']);
    });
  });
};
