import type { Failure } from '@sluice/core/failure';
import type { BatchProgress } from '@sluice/core/ports';
import type { Facts } from './facts.ts';
import { leftOut } from './fitted.ts';
import { addBatch } from './load-batch.ts';
import { newestMigration } from './migrations/index.ts';
import { begin, fail, lookAgain, settle, type PlanContext, type Planned } from './moves.ts';
import { again, type LoadState } from './state/load-state.ts';
import { planTable } from './table-plan.ts';

/** What happened. */
export type LoadEvent =
  /** Somebody came by: goes on from the stored state. */
  | { readonly kind: 'woken' }
  | { readonly kind: 'proved'; readonly fault: string | undefined }
  | { readonly kind: 'submitted'; readonly id: string }
  /** The token was used for other statements, or the facts that the statements were made of are gone. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'progress'; readonly progress: BatchProgress }
  | { readonly kind: 'prepared' }
  /** Undefined: the warehouse does not keep them any more. */
  | { readonly kind: 'facts'; readonly facts: Facts | undefined }
  /** Something that calling again does not mend. */
  | { readonly kind: 'fault'; readonly failure: Failure };

/** A batch runs 24 hours at most, and is remembered as long (AWS-FACTS 1.8). */
const longestBatchMs = 24 * 3_600_000;

/** Tokens are remembered for 8 hours; an hour before that nobody relies on it. */
export const tokenMs = 7 * 3_600_000;

const resume = (state: LoadState, context: PlanContext): Planned => {
  const { work, look } = state;
  if (!state.proved) return { next: state, effect: { do: 'prove' } };
  if (work === null && look !== null) return { next: state, effect: { do: 'read-facts', id: look } };
  if (work === null) {
    const kind = context.prepared < newestMigration ? 'prepare' : 'look';
    return begin(state, kind, undefined, context);
  }
  if (work.id !== null) return { next: state, effect: { do: 'describe', id: work.id } };
  return context.now - work.at < tokenMs
    ? { next: state, effect: { do: 'submit' } }
    : lookAgain(state, state.doubt, context);
};

const onWoken = (state: LoadState, context: PlanContext): Planned => {
  switch (state.state) {
    case 'loaded':
    case 'refused':
      return { next: state, effect: { do: 'settled' } };
    case 'failed':
      return state.retryAt === null || state.retryAt > context.now
        ? { next: state, effect: { do: 'settled' } }
        : resume(again(state, context.now), context);
    case 'pending':
    case 'migrating':
    case 'loading':
      return resume(state, context);
  }
};

const onFinished = (state: LoadState, context: PlanContext): Planned => {
  switch (state.work?.kind) {
    case undefined:
      return resume(state, context);
    case 'prepare':
      return { next: state, effect: { do: 'note-prepared', version: newestMigration } };
    case 'look':
      return resume({ ...state, work: null, look: state.work.id, at: context.now }, context);
    case 'widen':
    case 'add':
      return lookAgain(state, null, context);
    case 'load':
      return settle(state, 'loaded', leftOut(context.load, context.dialect), context.now);
  }
};

/** A load whose transaction failed may have been loaded by another's: the truth decides. */
const onEnded = (
  state: LoadState,
  failure: Failure,
  statement: number | undefined,
  context: PlanContext,
): Planned => {
  const { work } = state;
  const name = statement === undefined ? undefined : work?.names.split('|')[statement];
  const reason = name === undefined ? failure.message : `${name}: ${failure.message}`;
  if (work?.kind === 'load') return lookAgain(state, { class: failure.class, reason }, context);
  const failed = fail(state, failure.class, reason, context.now);
  // Ops tables that a person removed are made anew at the next try.
  return work?.kind === 'look' ? { ...failed, effect: { do: 'note-prepared', version: 0 } } : failed;
};

const onProgress = (state: LoadState, progress: BatchProgress, context: PlanContext): Planned => {
  switch (progress.state) {
    case 'finished':
      return onFinished(state, context);
    case 'failed':
    case 'aborted':
      return onEnded(state, progress.failure, progress.statement, context);
    case 'unknown':
      return lookAgain(state, state.doubt, context);
    case 'submitted':
    case 'started':
      return state.work !== null && context.now - state.work.at > longestBatchMs
        ? lookAgain(state, state.doubt, context)
        : { next: state, effect: { do: 'wait' } };
  }
};

const onFacts = (state: LoadState, facts: Facts | undefined, context: PlanContext): Planned => {
  if (facts === undefined) return lookAgain(state, state.doubt, context);
  if (facts.loaded !== undefined)
    return settle(state, 'loaded', leftOut(context.load, context.dialect), context.now);
  if (state.doubt !== null) return fail(state, state.doubt.class, state.doubt.reason, context.now);
  const plan = planTable(context.load, facts, context.dialect);
  if ('proposal' in plan) return settle(state, 'refused', plan.proposal, context.now);
  if (plan.widen.length > 0) return begin(state, 'widen', facts, context);
  const isLong = addBatch(context.load, facts, plan, context.dialect).length > 0;
  return begin(state, isLong ? 'add' : 'load', facts, context);
};

/**
 * What follows from what happened: the next state, to be stored first, and what is done then. Pure. Whoever finds the stored state, in
 * whichever life, goes on from it with `woken`.
 */
export const plan = (state: LoadState, event: LoadEvent, context: PlanContext): Planned => {
  switch (event.kind) {
    case 'woken':
      return onWoken(state, context);
    case 'proved':
      return event.fault === undefined
        ? resume({ ...state, proved: true }, context)
        : fail(state, 'customer', event.fault, context.now);
    case 'submitted':
      return state.work === null
        ? resume(state, context)
        : resume({ ...state, work: { ...state.work, id: event.id } }, context);
    case 'lost':
      return lookAgain(state, state.doubt, context);
    case 'progress':
      return onProgress(state, event.progress, context);
    case 'prepared':
      return state.work?.kind === 'prepare'
        ? begin({ ...state, work: null }, 'look', undefined, context)
        : { next: state, effect: { do: 'settled' } };
    case 'facts':
      return onFacts(state, event.facts, context);
    case 'fault':
      return fail(state, event.failure.class, event.failure.message, context.now);
  }
};
