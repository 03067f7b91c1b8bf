/** The schema of a tenant: what it is, how it changes, how it is read, and how events look names up in it. */
export * from './model.ts'; // first: the types of fields are needed while the others load
export { schemaLimits } from './limits.ts';
export { isForbiddenName } from './names.ts';
export type { Edit, Given, Refused, Stamp } from './edit.ts';
export { updateTenant, type TenantUpdate } from './update-tenant.ts';
export { createMetric, type NewMetric } from './create-metric.ts';
export { updateMetric, type MetricUpdate } from './update-metric.ts';
export { deleteMetric } from './delete-metric.ts';
export { createField, type NewField } from './create-field.ts';
export { updateField, type FieldUpdate } from './update-field.ts';
export * from './read.ts';
export { indexSchema, type FieldIndex, type MetricIndex, type SchemaIndex } from './schema-index.ts';
export { cachedSchemas, cachedTenants, schemaMaxAgeMs, type CachedSchemas } from './cached-schemas.ts';
