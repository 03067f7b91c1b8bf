/** The schema store of one machine, in LMDB. */
export { openSchemaStore, type EmbeddedSchemaStore } from './schema-store.ts';
