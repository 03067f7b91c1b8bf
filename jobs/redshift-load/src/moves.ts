import { hash } from 'node:crypto';
import type { FailureClass } from '@sluice/core/failure';
import type { MetricLoad } from '@sluice/core/lake';
import { batchOf } from './batch.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Facts } from './facts.ts';
import { retryAt } from './retry-policy.ts';
import { again, type Doubt, type LoadState, type WorkKind } from './state/load-state.ts';

/** What to do next, once the state is stored. `settled`: the load does not hold its tenant any longer. */
export type Effect =
  | { readonly do: 'prove' | 'submit' | 'wait' | 'settled' }
  /** Notes which migration the ops tables are known to have. */
  | { readonly do: 'note-prepared'; readonly version: number }
  | { readonly do: 'describe' | 'read-facts'; readonly id: string };

export interface Planned {
  readonly next: LoadState;
  readonly effect: Effect;
}

export interface PlanContext {
  /** Epoch ms. */
  readonly now: number;
  readonly load: MetricLoad;
  readonly dialect: Dialect;
  /** The migration that the tenant's ops tables are known to have. */
  readonly prepared: number;
}

const states: Readonly<Record<WorkKind, LoadState['state']>> = {
  prepare: 'migrating',
  look: 'pending',
  widen: 'migrating',
  add: 'migrating',
  load: 'loading',
};

/** As the state store takes it with all else. */
const reasonCharacters = 2_000;

const told = (reason: string): string => reason.slice(0, reasonCharacters).toWellFormed();

/** A try that failed: again later, or by a person. */
export const fail = (state: LoadState, kind: FailureClass, reason: string, now: number): Planned => {
  const failures = state.failures + 1;
  return {
    next: {
      ...again(state, now),
      state: 'failed',
      failures,
      reason: told(reason),
      retryAt: retryAt(kind, failures, now),
    },
    effect: { do: 'settled' },
  };
};

export const settle = (
  state: LoadState,
  name: 'loaded' | 'refused',
  reason: string | null,
  now: number,
): Planned => ({
  next: { ...again(state, now), state: name, reason: reason && told(reason), retryAt: null },
  effect: { do: 'settled' },
});

/** Stores the token, then submits. A token is of the load and of how many batches it had. */
export const begin = (
  state: LoadState,
  kind: WorkKind,
  facts: Facts | undefined,
  { now, load, dialect }: PlanContext,
): Planned => {
  const attempt = state.attempt + 1;
  const work = { kind, token: hash('sha256', `${state.loadId}/${attempt}/${kind}`, 'hex'), at: now };
  const { digest, names } = batchOf(work, { load, dialect, facts });
  return {
    next: { ...state, state: states[kind], attempt, work: { ...work, digest, names, id: null }, at: now },
    effect: { do: 'submit' },
  };
};

/** Looks at the truth: nobody knows what became of the batch, or it changed what the facts say. */
export const lookAgain = (state: LoadState, doubt: Doubt | null, context: PlanContext): Planned =>
  begin({ ...state, work: null, look: null, doubt }, 'look', undefined, context);
