import { describe, expect, it } from 'vitest';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { aTenantId } from '@sluice/testing/factories/directory';
import { apply, emptySnapshot, fieldsDigest, lakeLog, type LakeFile, type Manifest } from './index.ts';

const aFile = (key: string): LakeFile => ({
  key,
  tenant: aTenantId(),
  metric: `m_${'0'.repeat(26)}`,
  metricName: '',
  day: '2026-11-23',
  rows: 1,
  bytes: 100,
  firstTimestamp: 1,
  lastTimestamp: 2,
  fields: '',
  names: ['a'],
});

const aManifest = (sequence: number, parts: Partial<Manifest> = {}): Manifest => ({
  v: 1,
  sequence,
  run: `run-${sequence}`,
  publishedAt: 5,
  archive: [],
  refused: [],
  counts: { read: 0, added: 0, duplicate: 0, corrected: 0, repeated: 0, malformed: 0, replaced: 0 },
  added: [],
  removed: [],
  loads: [],
  watermark: 7,
  covered: [],
  surveys: [],
  ...parts,
});

const open = () => {
  const objects = memoryObjectStore();
  const state = memoryStateStore();
  return { objects, state, log: lakeLog(state, objects) };
};

describe('lakeLog', () => {
  it('begins empty, and shows what was published last', async () => {
    const { log } = open();
    expect(await log.snapshot()).toEqual(emptySnapshot);
    expect(await log.manifest(1)).toBeUndefined();
    const first = aManifest(1, { added: [aFile('a'), aFile('b')], archive: [{ key: 'x', from: 0, to: 9 }] });
    expect(await log.publish(emptySnapshot, first)).toBe('published');
    const one = await log.snapshot();
    expect(one).toEqual(apply(emptySnapshot, first));
    expect(await log.publish(one, aManifest(2, { removed: ['a'], added: [aFile('c')] }))).toBe('published');
    const two = await log.snapshot();
    expect(two.files.map(({ key }) => key)).toEqual(['b', 'c']);
    expect(two.archive).toEqual({ x: 9 });
    expect([await log.sequence(), await log.manifest(1), (await log.manifest(2))?.sequence]).toEqual([
      2,
      first,
      2,
    ]);
    expect(await log.manifest(3)).toBeUndefined();
  });

  it('takes one of two runs that began together, and none that comes late', async () => {
    const { log } = open();
    const runs = ['a', 'b', 'c'].map((run) => aManifest(1, { run, added: [aFile(run)] }));
    const outcomes = await Promise.all(runs.map((manifest) => log.publish(emptySnapshot, manifest)));
    expect(outcomes.toSorted()).toEqual(['published', 'superseded', 'superseded']);
    const winner = runs[outcomes.indexOf('published')];
    expect((await log.snapshot()).files.map(({ key }) => key)).toEqual([winner?.run]);
    expect(await log.publish(emptySnapshot, aManifest(1, { run: 'zombie' }))).toBe('superseded');
  });

  it('is whole when a run dies at any call of publishing', async () => {
    for (let death = 0; death < 8; death++) {
      const { state, objects } = open();
      let calls = 0;
      const mortal = <T extends object>(port: T): T =>
        new Proxy(port, {
          get: (target, name) => {
            const method: unknown = Reflect.get(target, name);
            if (typeof method !== 'function') return method;
            return (...rest: unknown[]) => {
              if (calls++ === death) throw new Error('died');
              return Reflect.apply(method, target, rest) as unknown;
            };
          },
        });
      const steady = lakeLog(state, objects);
      await steady.publish(emptySnapshot, aManifest(1, { added: [aFile('a')] }));
      const before = await steady.snapshot();
      const manifest = aManifest(2, { added: [aFile('b')] });
      const outcome = await lakeLog(mortal(state), mortal(objects))
        .publish(before, manifest)
        .catch(() => 'died');
      const after = await steady.snapshot();
      expect([before.sequence, 2]).toContain(after.sequence);
      expect(after.files).toHaveLength(after.sequence);
      if (outcome === 'published') expect(after.sequence).toBe(2);
      // The next run goes on from what is there, and every number can be read.
      expect(await steady.publish(after, aManifest(after.sequence + 1))).toBe('published');
      for (let number = 1; number <= after.sequence + 1; number++)
        expect((await steady.manifest(number))?.sequence).toBe(number);
    }
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '{"v":2}'],
  ])('names a damaged head: %s', async (_, value) => {
    const { log, state } = open();
    await state.replace('lake', 'head', 0, value);
    await expect(log.snapshot()).rejects.toMatchObject({ code: 'LakeDamaged' });
  });

  it('names a manifest whose object is gone', async () => {
    const { log, objects } = open();
    await log.publish(emptySnapshot, aManifest(1));
    for await (const key of objects.list('lake/')) await objects.delete(key);
    await expect(log.manifest(1)).rejects.toThrow(/manifest\.json\.gz is missing/);
  });
});

describe('fieldsDigest', () => {
  it('changes with a name, a type and an order, and is empty without fields', () => {
    const field = { id: 'f1', type: 'LONG', displayName: 'a', aliases: ['a', 'b'] } as const;
    const digests = [
      [field],
      [{ ...field, type: 'INTEGER' as const }],
      [{ ...field, aliases: ['b', 'a'] }],
      [field, { ...field, id: 'f2' }],
    ].map(fieldsDigest);
    expect(new Set(digests).size).toBe(4);
    expect(fieldsDigest([])).toBe('');
  });
});
