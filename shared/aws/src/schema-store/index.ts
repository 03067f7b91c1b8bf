export { dynamoSchemaStore, type SchemaStoreOptions } from './schema-store.ts';
