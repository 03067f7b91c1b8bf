import { describe, expect, it } from 'vitest';
import { createField, indexSchema, readField, updateField, type Edit, type TenantSchema } from './index.ts';
import { changed, create, reasonOf, stamp, withField } from './testing.fixture.ts';

describe('createField', () => {
  const field = (fieldName: string, more: { aliases?: string[]; fieldType?: string } = {}) =>
    createField(withField, { metricName: 'pump', fieldName, fieldType: 'STRING', ...more }, stamp);

  it('gives ids that are never used twice', () => {
    const two = changed(field('site'));
    expect(two.metrics[0]?.fields.map(({ id }) => id)).toEqual(['f1', 'f2']);
    expect(two.metrics[0]?.nextField).toBe(3);
  });

  it('takes every type name of the contract in any case', () => {
    for (const [name, type] of [
      ['varchar', 'STRING'],
      ['SmallInt', 'INTEGER'],
      ['bigint', 'LONG'],
      ['Double Precision', 'DOUBLE'],
      ['bytes', 'BINARY'],
    ])
      expect(changed(field('x', { fieldType: name ?? '' })).metrics[0]?.fields[1]).toMatchObject({ type });
    expect(reasonOf(field('x', { fieldType: 'DECIMAL' }), 'bad request')).toContain('DECIMAL');
  });

  it('refuses a name the metric has: of a field, an alias or a timestamp alias', () => {
    for (const taken of ['rpm', 'speed']) {
      reasonOf(field(taken), 'bad request');
      reasonOf(field('x', { aliases: [taken] }), 'bad request');
    }
    const ts = changed(
      updateField(withField, { metricName: 'p', fieldName: 'timestamp', aliases: ['ts'] }, stamp),
    );
    expect(
      reasonOf(
        createField(ts, { metricName: 'p', fieldName: 'ts', fieldType: 'LONG' }, stamp),
        'bad request',
      ),
    ).toContain('timestamp');
    changed(field('RPM'));
  });

  it('allows the same field name in another metric', () => {
    const two = create(withField, 'fan', [], 'm_2');
    changed(createField(two, { metricName: 'fan', fieldName: 'rpm', fieldType: 'LONG' }, stamp));
  });

  it('refuses keys of the event itself, bad names and an unknown metric', () => {
    for (const bad of ['companykey', 'metrictype', 'timestamp', 'eventid', '_f1', ''])
      reasonOf(field(bad), 'bad request');
    reasonOf(field('x', { aliases: ['timestamp'] }), 'bad request');
    reasonOf(
      createField(withField, { metricName: 'fan', fieldName: 'x', fieldType: 'LONG' }, stamp),
      'not found',
    );
  });
});

describe('updateField', () => {
  const update = (schema: TenantSchema, fieldName: string, request: object) =>
    updateField(schema, { metricName: 'pump', fieldName, ...request }, stamp);
  const names = (edit: Edit) => changed(edit).metrics[0]?.fields[0]?.aliases;

  it('renames, and the old name stays', () => {
    expect(names(update(withField, 'rpm', { newDisplayName: 'turns' }))).toEqual(['turns', 'rpm', 'speed']);
    expect(names(update(withField, 'speed', { newDisplayName: 'speed' }))).toEqual(['speed', 'rpm']);
  });

  it('replaces aliases, and the display name stays one', () => {
    expect(names(update(withField, 'rpm', { aliases: ['a', '', 'b'] }))).toEqual(['rpm', 'a', 'b']);
    expect(names(update(withField, 'rpm', { aliases: ['a', 'rpm'] }))).toEqual(['a', 'rpm']);
    expect(names(update(withField, 'rpm', { aliases: [] }))).toEqual(['rpm']);
    expect(update(withField, 'rpm', { aliases: null })).toEqual({ outcome: 'unchanged' });
  });

  it('keeps the old name of a rename together with aliases', () => {
    expect(names(update(withField, 'rpm', { newDisplayName: 'turns', aliases: ['a'] }))).toEqual([
      'turns',
      'rpm',
      'a',
    ]);
  });

  it('sets the timestamp aliases', () => {
    const set = changed(update(withField, 'timestamp', { aliases: ['ts', 'timestamp', 'at'] }));
    expect(indexSchema(set).metric('p')?.timestampAliases).toEqual(['ts', 'at']);
    expect(readField(set, 'pump', 'ts')).toMatchObject({
      answer: { name: 'timestamp', aliases: ['ts', 'at'], type: 'LONG' },
    });
    expect(changed(update(set, 'timestamp', { aliases: [] })).metrics[0]?.timestampAliases).toEqual([]);
    reasonOf(update(set, 'timestamp', { aliases: ['rpm'] }), 'bad request');
    reasonOf(update(set, 'timestamp', { newDisplayName: 'time' }), 'bad request');
    reasonOf(update(set, 'rpm', { aliases: ['ts'] }), 'bad request');
  });

  it('refuses names of other fields, unknown fields and unknown metrics', () => {
    const two = changed(
      createField(withField, { metricName: 'p', fieldName: 'x', fieldType: 'LONG' }, stamp),
    );
    reasonOf(update(two, 'x', { newDisplayName: 'speed' }), 'bad request');
    reasonOf(update(two, 'x', { aliases: ['rpm'] }), 'bad request');
    reasonOf(update(two, 'x', { newDisplayName: '' }), 'bad request');
    reasonOf(update(two, 'nope', {}), 'not found');
    reasonOf(updateField(two, { metricName: 'nope', fieldName: 'x' }, stamp), 'not found');
  });
});
