import type { Plan } from './plan/plan.ts';
import { givesUpSafely } from './rules/consumer.ts';
import { keepsSwitches } from './rules/exposure.ts';
import type { Context, Label, Refusal, Rule } from './rules/rule.ts';
import { keepsRetention } from './rules/shorter-retention.ts';
import { keepsStoredState } from './rules/stored-state.ts';
import { keepsNetwork } from './rules/widened-network.ts';
import { keepsPolicies } from './rules/widened-policy.ts';

const rules: readonly Rule[] = [
  keepsStoredState,
  keepsPolicies,
  keepsNetwork,
  keepsSwitches,
  keepsRetention,
  givesUpSafely,
];

/** What stands against a plan: refused as it is, or allowed by a label that was set. */
export interface Judgement {
  readonly refused: readonly Refusal[];
  readonly allowed: readonly Refusal[];
}

/** Judges each change by each rule. Pure. */
export const judge = (plan: Plan, set: readonly Label[], context: Omit<Context, 'plan'>): Judgement => {
  const found = plan.changes.flatMap((change) => rules.flatMap((rule) => rule(change, { ...context, plan })));
  const isAllowed = ({ label }: Refusal): boolean => label !== undefined && set.includes(label);
  return { refused: found.filter((one) => !isAllowed(one)), allowed: found.filter(isAllowed) };
};
