/** The doors between the work and the world. Small, in the caller's words; each has an AWS and an embedded adapter and one contract suite. */
export type * from './clock.ts';
export type * from './event-stream.ts';
export type * from './archive.ts';
export type * from './error-sink.ts';
export type * from './chunk-store.ts';
export type * from './object-store.ts';
export type * from './schema-store.ts';
export type * from './directory.ts';
export type * from './accepted-ledger.ts';
export type * from './pending.ts';
export type * from './sealed-counts.ts';
export type * from './key-mint.ts';
export type * from './state-store.ts';
export type * from './stream-capacity.ts';
export type * from './table-capacity.ts';
export * from './warehouse.ts';
