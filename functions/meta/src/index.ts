/** Tenants, devices and keys over HTTP, and the first key of a platform. */
export { handleMeta } from './handle-meta.ts';
export { bootstrapOperator, operatorKey } from './bootstrap.ts';
export { mintAccessKey, mintApiKey, randomKeys, type KeyOwner } from './mint.ts';
export type { MetaServices, MintServices, RandomBytes } from './services.ts';
