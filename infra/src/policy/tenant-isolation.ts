import { ruleOver, unless, type Rule } from './rule.ts';
import { ofType, referred, type Stack } from './stack.ts';
import { allowing, conditionsOn, type Statement } from './statements.ts';

const leadingKeys = 'dynamodb:LeadingKeys';

/** Statements that give a tenant his own items of a table that holds all tenants'. */
const byLeadingKeys = (stack: Stack): readonly Statement[] =>
  allowing()(stack).filter((one) => conditionsOn(one, leadingKeys).length > 0);

const isGuarded = (statement: Statement, key: string): boolean =>
  conditionsOn(statement, key).some(
    ({ operator, values }) => operator === 'Null' && values.join() === 'false',
  );

/** `ForAllValues` is true when the key is absent, which it is in a Scan (AWS-FACTS 4.4: simulated, and so it was). */
const guardFault = (statement: Statement): string | undefined => {
  const asked = statement.conditions.filter(({ operator }) => operator.startsWith('ForAllValues'));
  const keys = [leadingKeys, ...asked.map(({ key }) => key), ...tagsOf(statement)];
  const open = [...new Set(keys)].filter((key) => !isGuarded(statement, key));
  return unless(
    open.length === 0,
    `its statement ${statement.sid} holds where there is no ${open.join(', ')} at all`,
  );
};

/** Session tags that a condition's values take in: `${aws:PrincipalTag/tenant}`; an absent one makes the value none. */
const tagsOf = ({ conditions }: Statement): readonly string[] =>
  conditions.flatMap(({ values }) =>
    values.flatMap((value) =>
      [...value.matchAll(/\$\{(aws:PrincipalTag\/[\w-]+)\}/g)].map(([, key = '']) => key),
    ),
  );

/** Reads that have no leading key to compare. */
const isUnkeyed = (action: string): boolean => /^dynamodb:(Scan|PartiQL\w*|.*[*?].*)$/i.test(action);

const unkeyedFault = ({ sid, actions }: Statement): string | undefined => {
  const wrong = actions.filter(isUnkeyed);
  return unless(wrong.length === 0, `its statement ${sid} allows ${wrong.join(', ')}`);
};

/** `a*` is also `a-b…`: only what ends at a character that no tenant id has is one tenant's. */
const patternFault = (statement: Statement): string | undefined => {
  const loose = conditionsOn(statement, leadingKeys)
    .filter(({ operator }) => operator.includes('Like'))
    .flatMap(({ values }) => values)
    .filter((value) => !/^[^*?]+#\*$/.test(value));
  return unless(
    loose.length === 0,
    `its statement ${statement.sid} matches ${loose.join(', ')}: other tenants' keys too`,
  );
};

/** Roles that somebody outside takes, and groups of users: who has them is one tenant's. */
const ofOutsiders = (stack: Stack): readonly Statement[] => {
  const outside = allowing('trust')(stack)
    .filter(({ principals }) => principals.Federated.length > 0)
    .map(({ address }) => address);
  const theirs = ofType(stack, 'aws_iam_role_policy', 'aws_iam_group_policy', 'aws_iam_user_policy')
    .filter(
      ({ type, attributes }) =>
        type !== 'aws_iam_role_policy' ||
        outside.includes(referred(stack, attributes['role'])?.address ?? ''),
    )
    .map(({ address }) => address);
  return allowing('identity')(stack).filter(({ address }) => theirs.includes(address));
};

const outsiderFault = (statement: Statement): string | undefined => {
  const direct = statement.actions.filter((one) => one !== 'execute-api:Invoke');
  const isScoped =
    conditionsOn(statement, leadingKeys).length > 0 ||
    (statement.resources.length > 0 &&
      statement.resources.every((one) => one.includes('${aws:PrincipalTag/tenant}/')) &&
      isGuarded(statement, 'aws:PrincipalTag/tenant'));
  return unless(
    direct.length === 0 || isScoped,
    `its statement ${statement.sid} lets every tenant call ${direct.join(', ')} past the front door`,
  );
};

export const tenantIsolation: readonly Rule[] = [
  ruleOver(
    'leading keys must be there to be compared',
    byLeadingKeys,
    guardFault,
    'add the condition Null with "false" for each of them',
  ),
  ruleOver(
    'leading keys never guard a scan or PartiQL',
    byLeadingKeys,
    unkeyedFault,
    'list GetItem, BatchGetItem and Query alone: a scan has no leading key',
  ),
  ruleOver(
    'leading keys end where a tenant id ends',
    byLeadingKeys,
    patternFault,
    'compare with StringEquals, or with an id and #*: ids have no #',
  ),
  ruleOver(
    'nothing scans a table',
    allowing('identity'),
    unkeyedFault,
    'find items by key: index items are there for that (DESIGN 10, finding chunks)',
  ),
  ruleOver(
    'who is outside calls the front door, or his own alone',
    ofOutsiders,
    outsiderFault,
    'give execute-api:Invoke, or bind the resource to ${aws:PrincipalTag/tenant} with its Null guard',
  ),
];
