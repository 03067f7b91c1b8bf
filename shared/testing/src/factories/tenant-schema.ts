import {
  emptySchema,
  type Field,
  type Metric,
  type SchemaChange,
  type TenantSchema,
} from '@sluice/core/tenant-schema';

let made = 0;

/** A field named like its id, of type STRING; its names are its display name alone. */
export const aField = (overrides: Partial<Field> = {}): Field => {
  const id = overrides.id ?? `f${++made}`;
  const displayName = overrides.displayName ?? `field ${id}`;
  return { id, displayName, aliases: [displayName], type: 'STRING', ...overrides };
};

/** A metric without fields; its names are its display name alone. */
export const aMetric = (overrides: Partial<Metric> = {}): Metric => {
  const id = overrides.id ?? `m_01JM${String(++made).padStart(22, '0')}`;
  const displayName = overrides.displayName ?? `metric ${id}`;
  return {
    id,
    displayName,
    aliases: [displayName],
    timestampPatterns: [],
    timestampAliases: [],
    fields: [],
    nextField: (overrides.fields?.length ?? 0) + 1,
    ...overrides,
  };
};

export const aTenantSchema = (overrides: Partial<TenantSchema> = {}): TenantSchema => ({
  ...emptySchema,
  version: 1,
  ...overrides,
});

export const aChange = (overrides: Partial<SchemaChange> = {}): SchemaChange => ({
  version: 1,
  at: 1_790_000_000_000,
  by: 'SL000000000000000001',
  change: { action: 'create metric', metricName: 'pump' },
  ...overrides,
});
