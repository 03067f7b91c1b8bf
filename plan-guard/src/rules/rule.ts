import type { Books } from '../weekly/books.ts';
import type { Change, Plan } from '../plan/plan.ts';

/** Why a change may not be applied as it is. */
export interface Refusal {
  readonly address: string;
  /** What the plan does. */
  readonly what: string;
  /** What would be lost or opened. */
  readonly why: string;
  /** The label that allows it; without one only the step helps. */
  readonly label?: Label;
  /** What to do instead, or how to have it allowed. */
  readonly step: string;
}

/** Labels of a pull request that allow what is refused otherwise; never the loss of what is stored. */
export const labels = ['widen-access', 'shorten-retention', 'lower-protection', 'forget-resource'] as const;
export type Label = (typeof labels)[number];

/** What rules may look at besides the change itself. */
export interface Context {
  readonly plan: Plan;
  /** Epoch ms. */
  readonly now: number;
  /** From `--retention-weeks`; without it, what the plan gives the functions. */
  readonly retentionWeeks?: number;
  readonly books?: Books;
}

export type Rule = (change: Change, context: Context) => readonly Refusal[];
