import { describe, expect, it } from 'vitest';
import { isStoredTenantSchema } from '../forms/index.ts';
import {
  createField,
  createMetric,
  deleteMetric,
  emptySchema,
  indexSchema,
  updateMetric,
  type TenantSchema,
} from './index.ts';
import {
  answer,
  changed,
  create,
  metricId,
  reasonOf,
  stamp,
  withField,
  withPump,
} from './testing.fixture.ts';

describe('createMetric', () => {
  it('declares a metric under all its names, with the change for the history', () => {
    const edit = createMetric(
      emptySchema,
      { metricName: 'pump', aliases: ['', 'p', 'p', 'pump'] },
      metricId,
      stamp,
    );
    expect(changed(edit).metrics).toMatchObject([
      { id: metricId, displayName: 'pump', aliases: ['pump', 'p'] },
    ]);
    expect(edit).toMatchObject({
      change: { version: 1, ...stamp, change: { action: 'create metric', metricName: 'pump' } },
    });
    for (const name of ['pump', 'p']) expect(answer(changed(edit), name)).toMatchObject({ name: 'pump' });
  });

  it('refuses a name or alias that any metric has, exact case', () => {
    for (const taken of ['pump', 'p']) {
      for (const request of [{ metricName: taken }, { metricName: 'new', aliases: ['x', taken] }])
        expect(reasonOf(createMetric(withPump, request, 'm_2', stamp), 'bad request')).toContain(
          `"${taken}"`,
        );
    }
    expect(create(withPump, 'PUMP', [], 'm_2').metrics).toHaveLength(2);
  });

  it('refuses names that cannot be, aliases too', () => {
    for (const bad of ['_f1', 'a\u0000', 'x'.repeat(257)]) {
      reasonOf(createMetric(emptySchema, { metricName: bad }, metricId, stamp), 'bad request');
      reasonOf(
        createMetric(emptySchema, { metricName: 'ok', aliases: [bad] }, metricId, stamp),
        'bad request',
      );
    }
    reasonOf(createMetric(emptySchema, { metricName: '', aliases: ['a'] }, metricId, stamp), 'bad request');
  });

  it('takes names of object members as names', () => {
    const odd = ['__proto__', 'constructor', 'toString'];
    const schema = create(emptySchema, '__proto__', odd);
    const both = changed(
      createField(
        schema,
        { metricName: 'toString', fieldName: '__proto__', fieldType: 'LONG', aliases: odd },
        stamp,
      ),
    );
    expect(answer(both, 'constructor')).toEqual({
      name: '__proto__',
      aliases: ['constructor', 'toString'],
      timestampPatterns: [],
      fields: [
        { name: '__proto__', aliases: ['constructor', 'toString'], type: 'LONG' },
        { name: 'timestamp', aliases: [], type: 'LONG' },
      ],
    });
    expect(answer(emptySchema, '__proto__')).toMatchObject({ kind: 'not found' });
    expect(indexSchema(emptySchema).metric('constructor')).toBeUndefined();
    expect(indexSchema(both).metric('toString')?.field('__proto__')?.rank).toBe(0);
    expect(indexSchema(both).metric('toString')?.field('valueOf')).toBeUndefined();
  });
});

describe('updateMetric', () => {
  const update = (schema: TenantSchema, request: Omit<Parameters<typeof updateMetric>[1], 'metricName'>) =>
    updateMetric(schema, { metricName: 'p', ...request }, stamp);

  it('renames, and the old name stays an alias', () => {
    const renamed = changed(update(withField, { newDisplayName: 'water pump' }));
    expect(answer(renamed, 'pump')).toMatchObject({ name: 'water pump', aliases: ['pump', 'Pump', 'p'] });
    expect(renamed.metrics[0]?.id).toBe(metricId);
    const back = changed(update(renamed, { newDisplayName: 'pump' }));
    expect(answer(back, 'pump')).toMatchObject({ name: 'pump', aliases: ['water pump', 'Pump', 'p'] });
  });

  it('adds and removes aliases', () => {
    const schema = changed(update(withPump, { aliases: ['q', 'p'], removeAliases: ['Pump'] }));
    expect(answer(schema, 'q')).toMatchObject({ aliases: ['p', 'q'] });
    expect(answer(schema, 'Pump')).toMatchObject({ kind: 'not found' });
    const gone = changed(update(withPump, { newDisplayName: 'new', removeAliases: ['pump'] }));
    expect(answer(gone, 'pump')).toMatchObject({ kind: 'not found' });
    create(gone, 'pump', [], 'm_2'); // the removed name is free
  });

  it('refuses a removal that cannot be meant', () => {
    expect(reasonOf(update(withPump, { removeAliases: ['pump'] }), 'bad request')).toContain('display name');
    expect(reasonOf(update(withPump, { removeAliases: ['zzz'] }), 'bad request')).toContain('"zzz"');
    reasonOf(update(withPump, { aliases: ['q'], removeAliases: ['q'] }), 'bad request');
    reasonOf(update(withPump, { newDisplayName: 'q', removeAliases: ['q'] }), 'bad request');
  });

  it('replaces timestamp patterns, [] clears, null and absent leave them', () => {
    const set = changed(update(withPump, { timestampPatterns: ['ISO_INSTANT', 'uuuu-MM-dd'] }));
    expect(answer(set, 'p')).toMatchObject({ timestampPatterns: ['ISO_INSTANT', 'uuuu-MM-dd'] });
    for (const left of [{ timestampPatterns: null }, {}])
      expect(update(set, left)).toEqual({ outcome: 'unchanged' });
    expect(answer(changed(update(set, { timestampPatterns: [] })), 'p')).toMatchObject({
      timestampPatterns: [],
    });
    expect(reasonOf(update(set, { timestampPatterns: ['ISO_INSTANT', '[[['] }), 'bad request')).toContain(
      '[[[',
    );
  });

  it('refuses the name of another metric, and an unknown metric', () => {
    const two = create(withPump, 'fan', [], 'm_2');
    reasonOf(update(two, { newDisplayName: 'fan' }), 'bad request');
    reasonOf(update(two, { aliases: ['fan'] }), 'bad request');
    reasonOf(update(two, { newDisplayName: '' }), 'bad request');
    expect(reasonOf(updateMetric(two, { metricName: 'nope' }, stamp), 'not found')).toContain('"nope"');
  });
});

describe('deleteMetric', () => {
  it('frees all names and leaves a tombstone for each, the later time winning', () => {
    const gone = changed(deleteMetric(withField, { metricName: 'p' }, stamp));
    expect(gone.metrics).toEqual([]);
    expect(gone.tombstones.map(({ name }) => name)).toEqual(['pump', 'Pump', 'p']);
    const again = changed(
      deleteMetric(create(gone, 'pump', [], 'm_2'), { metricName: 'pump' }, { ...stamp, at: 1 }),
    );
    expect(again.tombstones).toEqual(gone.tombstones);
    const later = changed(
      deleteMetric(create(gone, 'p', [], 'm_2'), { metricName: 'p' }, { ...stamp, at: stamp.at + 5 }),
    );
    expect(indexSchema(later).deletedAt('p')).toBe(stamp.at + 5);
    expect(indexSchema(later).deletedAt('pump')).toBe(stamp.at);
    expect(indexSchema(later).deletedAt('q')).toBeUndefined();
    expect(isStoredTenantSchema(later)).toBe(true);
  });

  it('refuses an unknown metric', () => {
    reasonOf(deleteMetric(withPump, { metricName: 'fan' }, stamp), 'not found');
  });
});
