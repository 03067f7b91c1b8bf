import { coversPart, coversStatement, lostConditions } from './covers.ts';
import type { Condition, Document, Part, Statement } from './document.ts';
import { conditionText, partText, statementText } from './text.ts';

/**
 * How a document allows more than another, in words; nothing when it does not. Each thing allowed (principal, action, resource) must be
 * within one statement before, and each thing denied before within one now. Never silent about a widening; a statement that is cut in
 * another way than by its lists may be named though it is none.
 */
export const widenings = (before: Document, after: Document): readonly string[] => [
  ...versionFault(before, after),
  ...unique(uncovered(before, after, 'Allow').map((one) => describe(one, before.statements.filter(isAllow)))),
  ...unique(
    uncovered(after, before, 'Deny').map((one) => `no longer denied: ${statementText({ ...one, sid: '' })}`),
  ),
];

const isAllow = ({ effect }: Statement): boolean => effect === 'Allow';

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Policy variables are plain text in the older version: a condition or a Deny with one no longer means the same. */
const versionFault = (before: Document, after: Document): readonly string[] =>
  before.statements.length > 0 && before.version === '2012-10-17' && after.version !== before.version
    ? [
        `the version goes from ${before.version} to ${after.version}, in which policy variables are plain text`,
      ]
    : [];

const uncovered = (outer: Document, inner: Document, effect: Statement['effect']): readonly Statement[] => {
  const covering = outer.statements.filter((one) => one.effect === effect);
  return inner.statements
    .filter((one) => one.effect === effect)
    .flatMap(atoms)
    .filter((atom) => !covering.some((one) => coversStatement(one, atom)));
};

const single = (part: Part): readonly Part[] =>
  part.not || part.patterns.length === 0
    ? [part]
    : part.patterns.map((one) => ({ not: false, patterns: [one] }));

/** A statement as statements of one principal, one action and one resource each. */
const atoms = (statement: Statement): readonly Statement[] =>
  single(statement.principals).flatMap((principals) =>
    single(statement.actions).flatMap((actions) =>
      single(statement.resources).map((resources) => ({ ...statement, principals, actions, resources })),
    ),
  );

/** What is new about an atom: the one part in which a statement before fell short, else the whole. */
const describe = (atom: Statement, before: readonly Statement[]): string => {
  const short = before.map((one) => shortfalls(one, atom));
  const [nearest] = short.filter((one) => one.length === 1);
  if (nearest?.[0] !== undefined) return nearest[0];
  return `new: ${statementText({ ...atom, sid: '' })}`;
};

const shortfalls = (outer: Statement, atom: Statement): readonly string[] => {
  const on = partText(atom.resources, 'itself');
  const lost = lostConditions(outer, atom);
  return [
    ...(coversPart(outer.principals, atom.principals)
      ? []
      : [`wider principal: ${partText(atom.principals, 'none')} may ${partText(atom.actions, '')} on ${on}`]),
    ...(coversPart(outer.actions, atom.actions)
      ? []
      : [`new action: ${partText(atom.actions, '')} on ${on}`]),
    ...(coversPart(outer.resources, atom.resources)
      ? []
      : [`new resource: ${partText(atom.actions, '')} on ${on}`]),
    ...(lost.length === 0
      ? []
      : [`condition removed or loosened: ${lostText(lost)}, for ${partText(atom.actions, '')} on ${on}`]),
  ];
};

const lostText = (lost: readonly Condition[]): string => lost.map(conditionText).join(' and ');

/** Grants to everyone, or of everything, without a condition: refused in a new policy too. */
export const openStatements = ({ statements }: Document): readonly string[] =>
  statements
    .filter((one) => isAllow(one) && one.conditions.length === 0)
    .filter(
      ({ principals, actions }) =>
        principals.patterns.includes('*') || principals.not || actions.patterns.includes('*') || actions.not,
    )
    .map((one) => `open to all: ${statementText(one)}`);
