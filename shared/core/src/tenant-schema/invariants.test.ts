import { it, expect } from 'vitest';
import fc from 'fast-check';
import { isStoredTenantSchema } from '../forms/index.ts';
import {
  createField,
  createMetric,
  deleteMetric,
  emptySchema,
  indexSchema,
  updateField,
  updateMetric,
  type Edit,
  type TenantSchema,
} from './index.ts';

// Few names, so that clashes, renames back and forth and deletions of what was made again are common.
const aName = fc.constantFrom('a', 'b', 'A', '__proto__', 'timestamp', '');
const names = fc.array(aName, { maxLength: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

type Step = (schema: TenantSchema, at: number) => Edit;

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ metricName: aName, aliases: maybe(names) }).map(
    (request): Step =>
      (schema, at) =>
        createMetric(schema, request, `m_${at}`, { at, by: 'x' }),
  ),
  fc
    .record({
      metricName: aName,
      newDisplayName: maybe(aName),
      aliases: maybe(names),
      removeAliases: maybe(names),
    })
    .map(
      (request): Step =>
        (schema, at) =>
          updateMetric(schema, request, { at, by: 'x' }),
    ),
  fc.record({ metricName: aName }).map(
    (request): Step =>
      (schema, at) =>
        deleteMetric(schema, request, { at, by: 'x' }),
  ),
  fc
    .record({
      metricName: aName,
      fieldName: aName,
      fieldType: fc.constantFrom('LONG', 'STRING'),
      aliases: maybe(names),
    })
    .map(
      (request): Step =>
        (schema, at) =>
          createField(schema, request, { at, by: 'x' }),
    ),
  fc.record({ metricName: aName, fieldName: aName, newDisplayName: maybe(aName), aliases: maybe(names) }).map(
    (request): Step =>
      (schema, at) =>
        updateField(schema, request, { at, by: 'x' }),
  ),
);

const distinct = (all: readonly string[]): void => expect(new Set(all).size).toBe(all.length);

const check = (schema: TenantSchema): void => {
  expect(isStoredTenantSchema(schema)).toBe(true);
  distinct(schema.metrics.flatMap(({ aliases }) => aliases));
  distinct(schema.tombstones.map(({ name }) => name));
  const index = indexSchema(schema);
  for (const metric of schema.metrics) {
    expect(metric.aliases).toContain(metric.displayName);
    distinct(['timestamp', ...metric.timestampAliases, ...metric.fields.flatMap(({ aliases }) => aliases)]);
    for (const name of metric.aliases) expect(index.metric(name)?.id).toBe(metric.id);
    for (const field of metric.fields) {
      expect(field.aliases).toContain(field.displayName);
      expect(Number(field.id.slice(1))).toBeLessThan(metric.nextField);
      for (const [rank, name] of field.aliases.entries())
        expect(index.metric(metric.displayName)?.field(name)).toMatchObject({
          id: field.id,
          rank,
          type: field.type,
        });
    }
  }
};

it('whatever is done in whatever order, names stay unique, versions count, ids and types stay', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 25 }), (all) => {
      let schema = emptySchema;
      const types = new Map<string, string>();
      for (const [i, step] of all.entries()) {
        const frozen = JSON.stringify(schema);
        const edit = step(schema, i + 1);
        expect(JSON.stringify(schema)).toBe(frozen);
        if (edit.outcome !== 'changed') continue;
        expect(edit.schema.version).toBe(schema.version + 1);
        ({ schema } = edit);
        check(schema);
        for (const metric of schema.metrics)
          for (const field of metric.fields) {
            const key = `${metric.id} ${field.id}`;
            expect(types.get(key) ?? field.type).toBe(field.type);
            types.set(key, field.type);
          }
      }
    }),
    { numRuns: 500 },
  );
});
