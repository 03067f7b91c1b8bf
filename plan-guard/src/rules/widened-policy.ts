import { textOf, textsOf } from '../json.ts';
import type { Change } from '../plan/plan.ts';
import type { Document } from '../policy/document.ts';
import { documentsIn, nothing } from '../policy/find.ts';
import { openStatements, widenings } from '../policy/widening.ts';
import { joinsExisting } from './owner.ts';
import type { Refusal, Rule } from './rule.ts';

/** No policy allows more than before: a new action or resource, a lost condition, a wider principal, a Deny that is gone. */
export const keepsPolicies: Rule = (change, { plan }) => {
  if (change.action === 'none' || change.action === 'forget') return [];
  const isNew = change.action === 'create' && !joinsExisting(change, plan);
  const found = [...documentFaults(change, isNew), ...(isNew ? [] : attachmentFaults(change))];
  return found.map((why) => refusal(change, why));
};

const refusal = ({ address, action }: Change, why: string): Refusal => ({
  address,
  what: action === 'delete' ? 'a policy is destroyed' : 'a policy is widened',
  why,
  label: 'widen-access',
  step: 'have a person read the statements above and set the label',
});

const documentFaults = (change: Change, isNew: boolean): readonly string[] => {
  const before = documentsIn(change.type, change.before);
  const after = documentsIn(change.type, change.after);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const faults = names.flatMap((name) => {
    if (isUnknown(change, name)) return [];
    const now = after.get(name) ?? nothing;
    return isNew ? openStatements(now) : widenings(before.get(name) ?? nothing, now);
  });
  return [...faults, ...(isNew ? [] : unknownFaults(change, before))];
};

const isUnknown = ({ unknown }: Change, name: string): boolean => unknown[name.split('.')[0] ?? ''] === true;

const policyAttributes = [
  'policy',
  'assume_role_policy',
  'access_policy',
  'resource_policy',
  'inline_policy',
];

/** A document that is only known after the apply cannot be compared. */
const unknownFaults = (change: Change, before: ReadonlyMap<string, Document>): readonly string[] =>
  [...new Set([...policyAttributes, ...before.keys()])]
    .filter((name) => isUnknown(change, name))
    .map(
      (name) => `${name} is known only after the apply, so nobody can compare it: see the synthesized JSON`,
    );

/** Grants that are no documents: attached policies, memberships, a boundary that is gone. */
const attachmentFaults = ({ type, before, after, unknown, action }: Change): readonly string[] => {
  const faults: string[] = [];
  const added = (name: string) => textsOf(after[name]).filter((one) => !textsOf(before[name]).includes(one));
  if (/_policy_attachment$/.test(type) && action !== 'delete')
    faults.push(...added('policy_arn').map((arn) => `attached: ${arn}`));
  if (/_policy_attachment$/.test(type) && unknown['policy_arn'] === true)
    faults.push('attached: a policy that is made in this plan');
  for (const name of ['managed_policy_arns', 'groups', 'users', 'roles'])
    if (type.startsWith('aws_iam_')) faults.push(...added(name).map((one) => `new in ${name}: ${one}`));
  const boundary = textOf(before['permissions_boundary']) ?? '';
  if (boundary !== '' && action !== 'delete' && after['permissions_boundary'] !== boundary)
    faults.push(`the permissions boundary ${boundary} is gone or another`);
  return faults;
};
