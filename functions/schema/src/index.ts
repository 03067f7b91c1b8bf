/** The schema of a tenant over HTTP (API.md 3). */
export { handleSchema } from './handle-schema.ts';
export type { SchemaServices } from './services.ts';
