import { describe, expect, it } from 'vitest';
import {
  createMetric,
  deleteMetric,
  emptySchema,
  readField,
  readMetrics,
  readTenant,
  schemaLimits,
  updateField,
  updateMetric,
  updateTenant,
  type Edit,
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

describe('updateTenant', () => {
  it('replaces what is given, order and duplicates kept', () => {
    const set = changed(
      updateTenant(emptySchema, { metricKeys: ['b', 'a', 'b'], timestampPatterns: ['ISO_INSTANT'] }, stamp),
    );
    expect(readTenant(set)).toEqual({ timestampPatterns: ['ISO_INSTANT'], metricKeys: ['b', 'a', 'b'] });
    const cleared = changed(updateTenant(set, { metricKeys: [], timestampPatterns: null }, stamp));
    expect(readTenant(cleared)).toEqual({ timestampPatterns: ['ISO_INSTANT'], metricKeys: [] });
  });

  it('refuses patterns and keys that could never work', () => {
    for (const bad of [
      { timestampPatterns: ['zzzzzz['] },
      { timestampPatterns: [''] },
      { metricKeys: [''] },
      { metricKeys: ['eventid'] },
      { metricKeys: ['_f'] },
    ])
      reasonOf(updateTenant(emptySchema, bad, stamp), 'bad request');
  });
});

describe('reads', () => {
  it('have the exact shapes, the display name not among the aliases', () => {
    expect(JSON.stringify(answer(withField, 'Pump'))).toBe(
      '{"name":"pump","aliases":["Pump","p"],"timestampPatterns":[],"fields":[{"name":"rpm","aliases":["speed"],"type":"INTEGER"},{"name":"timestamp","aliases":[],"type":"LONG"}]}',
    );
    expect(JSON.stringify(readMetrics(withField))).toBe(`{"idToMetricName":{"${metricId}":"pump"}}`);
    expect(JSON.stringify(readTenant(emptySchema))).toBe('{"timestampPatterns":[],"metricKeys":[]}');
  });

  it('find a field without its metric when only one has it', () => {
    const two = create(withField, 'fan', [], 'm_2');
    expect(readField(two, undefined, 'speed')).toMatchObject({ answer: { name: 'rpm' } });
    expect(readField(two, undefined, 'nope')).toMatchObject({ kind: 'not found' });
    expect(readField(two, undefined, 'timestamp')).toMatchObject({ kind: 'bad request' });
    expect(readField(two, 'fan', 'rpm')).toMatchObject({ kind: 'not found' });
    expect(readField(two, 'nope', 'rpm')).toMatchObject({ kind: 'not found' });
  });
});

describe('limits', () => {
  const many = (count: number, text: string) => Array.from({ length: count }, (_, i) => `${text}${i}`);

  it('hold for lists', () => {
    const { aliases, timestampPatterns, metricKeys } = schemaLimits;
    changed(updateMetric(withPump, { metricName: 'p', aliases: many(aliases - 2, 'a') }, stamp));
    reasonOf(
      updateMetric(withPump, { metricName: 'p', aliases: many(aliases - 1, 'a') }, stamp),
      'bad request',
    );
    reasonOf(
      updateField(withField, { metricName: 'p', fieldName: 'rpm', aliases: many(aliases + 1, 'a') }, stamp),
      'bad request',
    );
    reasonOf(updateTenant(emptySchema, { metricKeys: many(metricKeys + 1, 'k') }, stamp), 'bad request');
    const patterns = Array.from({ length: timestampPatterns + 1 }, () => 'ISO_INSTANT');
    reasonOf(updateTenant(emptySchema, { timestampPatterns: patterns }, stamp), 'bad request');
  });

  it('keep the stored schema small, and never in the way of a deletion', () => {
    let schema = emptySchema;
    const long = (i: number, j: number) => `"${i}.${j}`.padEnd(250, '"'); // a quote takes two bytes in JSON
    let edit: Edit = { outcome: 'unchanged' };
    for (let i = 0; edit.outcome !== 'refused'; i++) {
      if (edit.outcome === 'changed') ({ schema } = edit);
      const names = Array.from({ length: 50 }, (_, j) => (i % 2 === 0 ? long(i, j) : `${i}.${j}`));
      edit = createMetric(schema, { metricName: `m${i}`, aliases: names }, `m_${i}`, stamp);
    }
    expect(edit.reason).toContain(String(schemaLimits.storedBytes));
    expect(schema.metrics.length).toBeGreaterThan(10);
    for (const { displayName } of [...schema.metrics]) {
      schema = changed(deleteMetric(schema, { metricName: displayName }, stamp));
      expect(Buffer.byteLength(JSON.stringify(schema))).toBeLessThan(schemaLimits.storedBytes);
    }
    expect(schema.metrics).toEqual([]);
  });
});
