/** Names in keys, paths and tables, and the limits of the forms (DESIGN.md 5, 6, 10): one place for all deployables and for infra. */
export * from './ids.ts';
export * from './limits.ts';
export * from './paths.ts';
export * from './chunk-item.ts';
export * from './object-key.ts';
export * from './deployment.ts';
export * from './state-key.ts';
export * from './capacity.ts';
export { encodeBase32 } from './base32.ts';
