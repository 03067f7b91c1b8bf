import { expect } from 'vitest';
import { isStoredTenantSchema } from '../forms/index.ts';
import { createField, createMetric, emptySchema, readMetric, type Edit, type TenantSchema } from './index.ts';

export const stamp = { at: 1_790_000_000_000, by: 'SL1' };
export const metricId = 'm_01JM0000000000000000000001';

/** The new schema of a change that must have been made, checked for what holds of every one. */
export const changed = (edit: Edit): TenantSchema => {
  if (edit.outcome !== 'changed') throw new Error(`not changed: ${JSON.stringify(edit)}`);
  expect(edit.schema.version).toBe(edit.change.version);
  expect(edit.change.by).toBe(stamp.by);
  expect(isStoredTenantSchema(edit.schema)).toBe(true);
  return edit.schema;
};

/** The reason of a change that must have been refused. */
export const reasonOf = (edit: Edit, kind: 'bad request' | 'not found'): string => {
  expect(edit).toMatchObject({ outcome: 'refused', kind });
  return edit.outcome === 'refused' ? edit.reason : '';
};

export const create = (
  schema: TenantSchema,
  metricName: string,
  aliases: readonly string[] = [],
  id = metricId,
): TenantSchema => changed(createMetric(schema, { metricName, aliases }, id, stamp));

export const withPump = create(emptySchema, 'pump', ['Pump', 'p']);

const rpm = { metricName: 'pump', fieldName: 'rpm', fieldType: 'int', aliases: ['speed'] };
export const withField = changed(createField(withPump, rpm, stamp));

/** A metric as it is read, or the refusal. */
export const answer = (schema: TenantSchema, name: string) => {
  const found = readMetric(schema, name);
  return found.outcome === 'found' ? found.answer : found;
};
