import { changedAttributes } from './changed.ts';
import type { Judgement } from './guard.ts';
import { isTouched, type Action, type Change, type Plan } from './plan/plan.ts';
import { documentsIn, nothing } from './policy/find.ts';
import { documentDiff } from './policy/text.ts';
import type { Refusal } from './rules/rule.ts';

/** The construct at the top that a resource is in: the first part of its logical id, `ingest` of `aws_lambda_function.ingest_function_8C50B9BD`. */
export const moduleOf = (address: string): string => {
  const id = address.replace(/^module\.([^.]+)\..*$/, '$1').replace(/\[.*$/, '');
  return (id.split('.').at(-1) ?? id).split('_')[0] ?? id;
};

const signs: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  delete: '-',
  replace: '!',
  forget: 'x',
  none: '>',
};

const words: readonly (readonly [Action, string])[] = [
  ['create', 'created'],
  ['update', 'changed'],
  ['delete', 'destroyed'],
  ['replace', 'replaced'],
];

/** A plan as a person reads it in a minute: counts, then each module's changes with the names of what changes. */
export const summary = (plan: Plan): string => {
  const shown = plan.changes.filter((one) => isTouched(one) || one.movedFrom !== undefined);
  const modules = Map.groupBy(shown, (one) => moduleOf(one.address));
  const blocks = [...modules]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, changes]) => moduleText(name, changes));
  return [headline(plan), ...driftText(plan), ...blocks].join('\n') + '\n';
};

const headline = ({ changes }: Plan): string => {
  const counts = words.map(
    ([action, word]) => `${changes.filter((one) => one.action === action).length} ${word}`,
  );
  const moved = changes.filter((one) => one.movedFrom !== undefined).length;
  const forgotten = changes.filter((one) => one.action === 'forget').length;
  return [...counts, `${moved} moved`, ...(forgotten > 0 ? [`${forgotten} forgotten`] : [])].join(', ');
};

const driftText = ({ drifted }: Plan): readonly string[] =>
  drifted.length === 0
    ? []
    : [`changed outside Terraform: ${drifted.slice(0, 5).join(', ')}${drifted.length > 5 ? ', …' : ''}`];

const moduleText = (name: string, changes: readonly Change[]): string =>
  ['', name, ...changes.toSorted((a, b) => (a.address < b.address ? -1 : 1)).flatMap(changeText)].join('\n');

const changeText = (change: Change): readonly string[] => {
  const { action, address, movedFrom, forcedBy } = change;
  const attributes = action === 'update' || action === 'replace' ? changedAttributes(change) : [];
  const line = [
    `  ${signs[action]} ${address}`,
    ...(movedFrom === undefined ? [] : [`(was ${movedFrom})`]),
    ...(forcedBy.length === 0 ? [] : [`(forced by ${forcedBy.join(', ')})`]),
  ].join(' ');
  return [attributes.length === 0 ? line : `${line}: ${attributes.join(', ')}`, ...policyText(change)];
};

const policyText = ({ action, type, before, after }: Change): readonly string[] => {
  if (action === 'none' || action === 'forget') return [];
  const [old, now] = [documentsIn(type, before), documentsIn(type, after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const lines = documentDiff(old.get(name) ?? nothing, now.get(name) ?? nothing);
    return lines.length === 0 ? [] : [`      ${name}:`, ...lines.map((line) => `      ${line}`)];
  });
};

const refusalText = ({ address, what, why, label, step }: Refusal): string =>
  `  ${address}: ${what}\n    why: ${why}\n    ${label === undefined ? 'no label allows it' : `label: ${label}`}; ${step}`;

/** What was refused and what a label allowed. */
export const verdict = ({ refused, allowed }: Judgement): string => {
  const parts = [
    ...(allowed.length === 0
      ? []
      : [
          `allowed by label (${allowed.length}):`,
          ...allowed.map(({ address, what, why, label }) => `  ${address}: ${what}: ${why} (${label ?? ''})`),
        ]),
    refused.length === 0 ? 'nothing is refused' : `refused (${refused.length}):`,
    ...refused.map(refusalText),
  ];
  return `${parts.join('\n')}\n`;
};
