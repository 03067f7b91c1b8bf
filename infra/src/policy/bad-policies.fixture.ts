/** Bad rights: of roles, and of tenants. */
import { adding, allowed, restated, setting, type BadStack, type Breaking } from './broken.fixture.ts';

const schemas = 'arn:aws:dynamodb:us-east-1:123456789012:table/sluice-dev-schemas';
const objects = 'arn:aws:s3:::sluice-dev-objects-123456789012';
const etl = 'arn:aws:iam::123456789012:role/sluice-dev-etl';
const users = 'arn:aws:iam::123456789012:user';
const get = 'dynamodb:GetItem';

const rights: readonly BadStack[] = [
  [
    'policies can be read in a plan',
    'a reference',
    setting('aws_iam_role_policy', 'store', 'policy', '${data.aws_iam_policy_document.x.json}'),
  ],
  [
    'policies can be read in a plan',
    'no statement',
    setting('aws_sns_topic_policy', 'alarms', 'policy', '{}'),
  ],
  [
    'policies can be read in a plan',
    'a type with a policy that no rule knows',
    adding('aws_ecr_repository_policy', { policy: '${data.aws_iam_policy_document.x.json}' }),
  ],
  [
    'no policy allows every action',
    'in a role',
    adding('aws_iam_role', {
      inline_policy: [
        { policy: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b"}}' },
      ],
    }),
  ],
  [
    'no policy allows every action',
    'a verb with one letter open',
    allowed({ Action: 'dynamodb:DeleteTabl?', Resource: schemas }),
  ],
  [
    'policies say what they allow, not what they leave out',
    'all but',
    allowed({ NotAction: 'iam:*', Resource: schemas }),
  ],
  [
    'policies say what they allow, not what they leave out',
    'where not',
    allowed({ Action: get, NotResource: schemas }),
  ],
  ['no policy allows every action', 'all', allowed({ Action: '*', Resource: schemas })],
  ['no policy allows every action', 'a service', allowed({ Action: ['dynamodb:*'], Resource: schemas })],
  ['no policy allows every action', 'a verb', allowed({ Action: 'dynamodb:Get*', Resource: schemas })],
  [
    'no policy allows every action',
    'a bucket',
    restated('aws_s3_bucket_policy', 'buckets_archive', { Effect: 'Allow' }),
  ],
  ['no policy allows every action', 'none named', allowed({ Resource: schemas })],
  ['a statement on every resource has a listed reason', 'no Any', allowed({ Action: get, Resource: '*' })],
  [
    'a statement on every resource has a listed reason',
    'unlisted',
    allowed({ Sid: 'AnyTable', Action: get, Resource: ['*'] }),
  ],
  [
    'a statement on every resource has a listed reason',
    'all tables',
    allowed({ Action: get, Resource: 'arn:aws:dynamodb:us-east-1:123456789012:table/*' }),
  ],
  [
    'a statement on every resource has a listed reason',
    'all buckets',
    allowed({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' }),
  ],
  ['a statement on every resource has a listed reason', 'none named', allowed({ Action: get })],
  [
    'a role is passed alone, and to one service',
    'any role',
    allowed({
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::123456789012:role/sluice-*',
      Condition: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    }),
  ],
  [
    'a role is passed alone, and to one service',
    'any service',
    allowed({ Action: 'iam:PassRole', Resource: etl }),
  ],
  [
    'a role is passed alone, and to one service',
    'if it is told',
    allowed({
      Action: 'iam:PassRole',
      Resource: etl,
      Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    }),
  ],
  [
    'a role is passed alone, and to one service',
    'with others',
    allowed({
      Action: ['iam:PassRole', 'iam:GetRole'],
      Resource: etl,
      Condition: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    }),
  ],
  ['nothing that runs can widen rights', 'a policy', allowed({ Action: 'iam:PutRolePolicy', Resource: etl })],
  [
    'nothing that runs can widen rights',
    'code',
    allowed({
      Action: 'lambda:UpdateFunctionCode',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:sluice-dev-meta',
    }),
  ],
  [
    'users are made below our path alone',
    'anywhere',
    allowed({ Action: 'iam:CreateAccessKey', Resource: `${users}/*` }),
  ],
  [
    'users are made below our path alone',
    'beside it',
    allowed({ Action: 'iam:CreateUser', Resource: `${users}/sluice/dev*` }),
  ],
  [
    'users are put into groups that are named',
    'ours, or any',
    allowed({
      Action: ['iam:GetGroup', 'iam:RemoveUserFromGroup'],
      Resource: ['arn:aws:iam::123456789012:group/sluice/dev/sluice-dev-users', '*'],
    }),
  ],
  [
    'users are made below our path alone',
    'among others',
    allowed({ Action: ['s3:GetObject', 'iam:TagUser'], Resource: `${users}/sluice*` }),
  ],
  [
    'users are put into groups that are named',
    'any group',
    allowed({ Action: 'iam:AddUserToGroup', Resource: 'arn:aws:iam::123456789012:group/*' }),
  ],
  [
    'no managed policy gives everything',
    'attached',
    adding('aws_iam_role_policy_attachment', { policy_arn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }),
  ],
  [
    'no managed policy gives everything',
    'in the role',
    setting('aws_iam_role', 'store', 'managed_policy_arns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
  ],
];

/** The textbook policy of one tenant's items; each bad one lacks one thing of the good one. */
const leading = (more: object, actions: readonly string[] = [get, 'dynamodb:Query']): Breaking =>
  allowed({ Sid: 'OwnItems', Action: actions, Resource: schemas, Condition: more });
const own = { 'dynamodb:LeadingKeys': '${aws:PrincipalTag/tenant}#*' };
const there = { 'dynamodb:LeadingKeys': 'false', 'aws:PrincipalTag/tenant': 'false' };

/** It breaks no rule: what the bad ones lack is what makes them bad. */
export const goodLeading = leading({ 'ForAllValues:StringLike': own, Null: there });

const tenants: readonly BadStack[] = [
  ['leading keys must be there to be compared', 'no guard', leading({ 'ForAllValues:StringLike': own })],
  [
    'leading keys must be there to be compared',
    'half a guard',
    leading({ 'ForAllValues:StringLike': own, Null: { 'dynamodb:LeadingKeys': 'false' } }),
  ],
  [
    'leading keys must be there to be compared',
    'a guard turned round',
    leading({ 'ForAllValues:StringLike': own, Null: { ...there, 'dynamodb:LeadingKeys': 'true' } }),
  ],
  [
    'leading keys never guard a scan or PartiQL',
    'a scan',
    leading({ 'ForAllValues:StringLike': own, Null: there }, ['dynamodb:Query', 'dynamodb:Scan']),
  ],
  [
    'leading keys never guard a scan or PartiQL',
    'PartiQL',
    leading({ 'ForAllValues:StringLike': own, Null: there }, ['dynamodb:PartiQLSelect']),
  ],
  [
    'leading keys end where a tenant id ends',
    'a prefix',
    leading({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': '${aws:PrincipalTag/tenant}*' },
      Null: there,
    }),
  ],
  ['nothing scans a table', 'a scan', allowed({ Action: 'dynamodb:Scan', Resource: schemas })],
  [
    'who is outside calls the front door, or his own alone',
    'his own, and all',
    allowed(
      {
        Action: 's3:GetObject',
        Resource: [`${objects}/\${aws:PrincipalTag/tenant}/*`, `${objects}/*`],
        Condition: { Null: { 'aws:PrincipalTag/tenant': 'false' } },
      },
      'signed-in',
    ),
  ],
  [
    'who is outside calls the front door, or his own alone',
    'a table',
    allowed({ Action: get, Resource: schemas }, 'signed-in'),
  ],
  [
    'who is outside calls the front door, or his own alone',
    'a folder by name',
    allowed({ Action: 's3:GetObject', Resource: `${objects}/x/*` }, 'signed-in'),
  ],
  [
    'who is outside calls the front door, or his own alone',
    'a folder by a tag that may be absent',
    allowed({ Action: 's3:GetObject', Resource: `${objects}/\${aws:PrincipalTag/tenant}/*` }, 'signed-in'),
  ],
  [
    'who is outside calls the front door, or his own alone',
    'a group',
    restated('aws_iam_group_policy', 'devices', { Action: 'kinesis:PutRecords' }),
  ],
];

export const badPolicies: readonly BadStack[] = [...rights, ...tenants];
