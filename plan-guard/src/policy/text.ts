import type { Condition, Document, Part, Statement } from './document.ts';

/** `s3:getobject, s3:putobject`, `all but …`, or what stands for none. */
export const partText = ({ not, patterns }: Part, none: string): string => {
  if (patterns.length === 0) return none;
  return `${not ? 'all but ' : ''}${patterns.join(', ')}`;
};

export const conditionText = ({ operator, key, values }: Condition): string =>
  `${operator} ${key} ${values.join(' | ')}`;

/** A statement on one line: `allow [read] kinesis:getrecords on arn:… when StringEquals aws:sourceaccount 123456789012`. */
export const statementText = ({
  sid,
  effect,
  principals,
  actions,
  resources,
  conditions,
}: Statement): string =>
  [
    effect.toLowerCase(),
    ...(sid === '' ? [] : [`[${sid}]`]),
    ...(principals.patterns.length === 0 ? [] : [partText(principals, '')]),
    partText(actions, ''),
    ...(resources.patterns.length === 0 ? [] : ['on', partText(resources, '')]),
    ...(conditions.length === 0 ? [] : ['when', conditions.map(conditionText).join(' and ')]),
  ].join(' ');

const listDiff = (name: string, before: readonly string[], after: readonly string[]): readonly string[] => [
  ...after.filter((one) => !before.includes(one)).map((one) => `    + ${name} ${one}`),
  ...before.filter((one) => !after.includes(one)).map((one) => `    - ${name} ${one}`),
];

const signed = (part: Part): readonly string[] =>
  part.patterns.map((one) => (part.not ? `all but ${one}` : one));

const partsDiff = (before: Statement, after: Statement): readonly string[] => [
  ...listDiff('principal', signed(before.principals), signed(after.principals)),
  ...listDiff('action', signed(before.actions), signed(after.actions)),
  ...listDiff('resource', signed(before.resources), signed(after.resources)),
  ...listDiff('condition', before.conditions.map(conditionText), after.conditions.map(conditionText)),
];

/** Two statements that are one which was changed: the same name, or all but one part the same. */
const isPair = (before: Statement, after: Statement): boolean => {
  if (before.effect !== after.effect) return false;
  if (before.sid !== '' || after.sid !== '') return before.sid === after.sid;
  const same = (pick: (one: Statement) => unknown) =>
    JSON.stringify(pick(before)) === JSON.stringify(pick(after));
  const parts = [
    same((s) => s.principals),
    same((s) => s.actions),
    same((s) => s.resources),
    same((s) => s.conditions),
  ];
  return parts.filter(Boolean).length >= 3;
};

/** The statements that differ, a line each, and below a changed one what was added to it and taken from it. */
export const documentDiff = (before: Document, after: Document): readonly string[] => {
  const texts = new Set(after.statements.map(statementText));
  const gone = before.statements.filter((one) => !texts.delete(statementText(one)));
  const come = after.statements.filter((one) => texts.has(statementText(one)));
  const lines: string[] = [];
  for (const old of gone) {
    const index = come.findIndex((one) => isPair(old, one));
    const [now] = index < 0 ? [] : come.splice(index, 1);
    if (now === undefined) lines.push(`  - ${statementText(old)}`);
    else lines.push(`  ~ ${statementText({ ...old, conditions: [] })}`, ...partsDiff(old, now));
  }
  return [...lines, ...come.map((one) => `  + ${statementText(one)}`)];
};
