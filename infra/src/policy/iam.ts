import { textAt, textsOf } from './attributes.ts';
import { each, ruleOver, unless, type Rule } from './rule.ts';
import { allowing, conditionsOn, unreadable, type Statement } from './statements.ts';

/**
 * Every statement on every resource that is allowed, by its sid, and why no resource can be named. The sid says `Any`, so that it is seen in
 * a plan; the reason is here, so that a new one is a line in this file.
 */
export const everyResource: Readonly<Record<string, string>> = {
  AnyTrace: 'X-Ray has no resource for traces',
  AnyAdministration: 'in the policy of a key the resource * is the key itself',
  AnyUseThroughServices: 'in the policy of a key the resource * is the key itself',
  AnyLogGroup: 'in the policy of a key the resource * is the key itself',
  AnyNoticeOfs3: 'in the policy of a key the resource * is the key itself',
  AnyNoticeOfcloudwatch: 'in the policy of a key the resource * is the key itself',
  AnyNoticeOfbudgets: 'in the policy of a key the resource * is the key itself',
  AnyMetric: 'metrics of CloudWatch have no ARN',
  AnyBucketOfATenant:
    'buckets of tenants are named by tenants; the condition leaves out those of our account',
  AnyStatementOfOwn: 'statements of the Data API have no ARN; the condition is who submitted them',
};

/** `*`, or all of a kind: `arn:aws:s3:::*`, `arn:aws:dynamodb:…:table/*`. Below a bucket `*` is that bucket's objects. */
const isEvery = (resource: string): boolean =>
  /^(\*+|arn:aws:[a-z0-9*-]+:[^:]*:[^:]*:\*+|arn:aws:(?!s3:)[a-z0-9-]+:[^:]*:[^:]*:[a-z-]+[/:]\*+)$/.test(
    resource,
  );

const resourceFault = ({ sid, resources, kind }: Statement): string | undefined => {
  if (kind === 'trust') return undefined; // a trust has no resource
  const every = resources.filter(isEvery);
  if (every.length === 0) return unless(resources.length > 0, `its statement ${sid} names no resource`);
  return unless(
    sid.startsWith('Any') && sid in everyResource,
    `its statement ${sid} is about ${every.join(', ')}, and no reason is listed`,
  );
};

/** An administrator of a key gets verbs with what follows them; nobody gets a service, or anything else with `*`. */
const actionFault = ({ sid, actions, kind }: Statement): string | undefined => {
  const wild = actions.filter((one) => /[*?]/.test(one));
  const wrong = kind === 'key' ? wild.filter((one) => !/^kms:[A-Z][a-z]+\*$/.test(one)) : wild;
  return (
    unless(wrong.length === 0, `its statement ${sid} allows ${wrong.join(', ')}`) ??
    unless(actions.length > 0, `its statement ${sid} names no action`)
  );
};

const isExactRole = (resource: string): boolean =>
  /^(arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+|\$\{aws_iam_role\.[\w-]+\.arn\})$/.test(resource);

const passFault = (statement: Statement): string | undefined => {
  const { sid, actions, resources } = statement;
  if (!actions.some((one) => one.toLowerCase() === 'iam:passrole')) return undefined;
  const loose = resources.filter((one) => !isExactRole(one));
  const services = conditionsOn(statement, 'iam:PassedToService')
    .filter(({ operator }) => operator === 'StringEquals')
    .flatMap(({ values }) => values);
  return (
    unless(loose.length === 0, `its statement ${sid} passes ${loose.join(', ')}, which is no single role`) ??
    unless(services.length > 0, `its statement ${sid} passes a role to any service`) ??
    unless(actions.length === 1, `its statement ${sid} mixes the passing of a role with other actions`)
  );
};

/** Calls by which whoever has them gets rights that nobody gave him. */
const widening =
  /^(iam:(Create(Policy|PolicyVersion|Role|LoginProfile|InstanceProfile)|Put\w+(Policy|PermissionsBoundary)|Attach\w+Policy|Delete\w+PermissionsBoundary|UpdateAssumeRolePolicy|UpdateLoginProfile|SetDefaultPolicyVersion)|lambda:(UpdateFunctionCode|UpdateFunctionConfiguration|AddPermission|CreateFunction)|kms:(PutKeyPolicy|CreateGrant)|s3:PutBucketPolicy|sns:AddPermission)$/i;

const userFault = ({ sid, actions, resources }: Statement): string | undefined => {
  const ofUsers = actions.some((one) => /^iam:\w*(User|AccessKey)s?$/i.test(one));
  const outside = resources.filter((one) => !/:user\/sluice\/[a-z]+\/\*?$/.test(one));
  return unless(
    !ofUsers || outside.length === 0,
    `its statement ${sid} reaches users at ${outside.join(', ')}`,
  );
};

/** Policies of AWS's own that give more than anything here may have; their text changes without a plan. */
const isTooMuch = (arn: string): boolean =>
  /^arn:aws:iam::aws:.*(AdministratorAccess|PowerUserAccess|FullAccess)$/.test(arn);

const typed = 'write it as statements and render them with standards/policy-document.ts';

export const iam: readonly Rule[] = [
  ruleOver(
    'policies can be read in a plan',
    unreadable,
    () => 'its policy is no JSON with statements',
    typed,
  ),
  ruleOver(
    'policies say what they allow, not what they leave out',
    allowing(),
    ({ sid, negations }) =>
      unless(negations.length === 0, `its statement ${sid} has ${negations.join(', ')}`),
    'name the actions, resources and principals that are meant',
  ),
  ruleOver(
    'no policy allows every action',
    allowing(),
    actionFault,
    'name the actions that the adapter calls',
  ),
  ruleOver(
    'a statement on every resource has a listed reason',
    allowing(),
    resourceFault,
    'name the resource; where AWS has none, begin the sid with Any and list it with its reason in policy/iam.ts',
  ),
  ruleOver(
    'a role is passed alone, and to one service',
    allowing('identity'),
    passFault,
    'give the ARN of the one role, and the condition StringEquals iam:PassedToService, in a statement of its own',
  ),
  ruleOver(
    'nothing that runs can widen rights',
    allowing('identity'),
    ({ sid, actions }) => {
      const wrong = actions.filter((one) => widening.test(one));
      return unless(wrong.length === 0, `its statement ${sid} allows ${wrong.join(', ')}`);
    },
    'only Terraform changes policies, roles and code: leave the action out',
  ),
  ruleOver(
    'users are made below our path alone',
    allowing('identity'),
    userFault,
    'name the path of iamUserPath (@sluice/core/layout)',
  ),
  ruleOver(
    'users are put into groups that are named',
    allowing('identity'),
    ({ sid, actions, resources }) =>
      unless(
        !actions.some((one) => /^iam:(Add|Remove)User(To|From)Group$/i.test(one)) ||
          resources.every((one) => one.includes(':group/') && !one.includes('*')),
        `its statement ${sid} puts users into any group`,
      ),
    'give the ARNs of the groups of devices and users',
  ),
  each(
    'no managed policy gives everything',
    ['aws_iam_role_policy_attachment', 'aws_iam_group_policy_attachment', 'aws_iam_role'],
    ({ attributes }) => {
      const arns = [textAt(attributes, 'policy_arn'), ...textsOf(attributes['managed_policy_arns'])];
      const wrong = arns.filter(isTooMuch);
      return unless(wrong.length === 0, `it has ${wrong.join(', ')}`);
    },
    typed,
  ),
];
