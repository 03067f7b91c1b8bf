export { interpret } from './interpret.ts';
export { findRefusal } from './refusal.ts';
export type { Interpretation, Interpreted, Notice, Reason } from './outcome.ts';
