/** Names in keys, paths and tables, and the limits of the forms (DESIGN.md 5, 6, 10): one place for all deployables and for infra. */
export * from './ids.ts';
export * from './limits.ts';
export * from './paths.ts';
