import { at, listOf, textAt, textsOf } from './attributes.ts';
import { each, ruleOver, unless, type Rule } from './rule.ts';
import { about, ofType, type Resource, type Stack } from './stack.ts';
import { allowing, statementsOf, type Statement } from './statements.ts';

const standard = 'make the bucket with standards/private-bucket.ts';
const blocks = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

const blockFault = (bucket: Resource, stack: Stack): string | undefined => {
  const found = about(stack, 'aws_s3_bucket_public_access_block', 'bucket', bucket);
  const open = blocks.filter((name) => found?.attributes[name] !== true);
  return unless(open.length === 0, `its public access block lacks ${open.join(', ')}`);
};

const aclFault = (bucket: Resource, stack: Stack): string | undefined => {
  const found = about(stack, 'aws_s3_bucket_ownership_controls', 'bucket', bucket);
  const acl = about(stack, 'aws_s3_bucket_acl', 'bucket', bucket);
  const isOff = textAt(found?.attributes, 'rule.object_ownership') === 'BucketOwnerEnforced';
  return (
    unless(isOff, 'its ACLs are on') ??
    unless(acl === undefined && bucket.attributes['acl'] === undefined, 'it has an ACL')
  );
};

const refusesPlain = ({ allows, actions, principals, conditions }: Statement): boolean =>
  !allows &&
  actions.includes('s3:*') &&
  principals.AWS.includes('*') &&
  conditions.length === 1 &&
  conditions.every(
    ({ operator, key, values }) =>
      operator === 'Bool' && key === 'aws:SecureTransport' && values.join() === 'false',
  );

const tlsFault = (bucket: Resource, stack: Stack): string | undefined => {
  const policy = about(stack, 'aws_s3_bucket_policy', 'bucket', bucket);
  const refusal = statementsOf(stack).find((one) => one.address === policy?.address && refusesPlain(one));
  const arn = `arn:aws:s3:::${textAt(bucket.attributes, 'bucket')}`;
  const missing = [arn, `${arn}/*`].filter((one) => refusal?.resources.includes(one) !== true);
  return unless(missing.length === 0, `its policy does not refuse plain HTTP to ${missing.join(' and ')}`);
};

const isLogged = (bucket: Resource, stack: Stack): boolean =>
  about(stack, 'aws_s3_bucket_logging', 'bucket', bucket) !== undefined ||
  about(stack, 'aws_s3_bucket_logging', 'target_bucket', bucket) !== undefined;

const keepingFault = (bucket: Resource, stack: Stack): string | undefined => {
  const versioning = about(stack, 'aws_s3_bucket_versioning', 'bucket', bucket)?.attributes;
  const lifecycle = about(stack, 'aws_s3_bucket_lifecycle_configuration', 'bucket', bucket)?.attributes;
  const ends = (path: string) => listOf(lifecycle?.['rule']).some((one) => at(one, path) !== undefined);
  return (
    unless(textAt(versioning, 'versioning_configuration.status') === 'Enabled', 'it has no versions') ??
    unless(ends('abort_incomplete_multipart_upload'), 'broken uploads stay in it for ever') ??
    unless(ends('noncurrent_version_expiration'), 'old versions stay in it for ever')
  );
};

const world = ['0.0.0.0/0', '::/0'];
const rangesOf = (value: unknown): readonly string[] =>
  ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].flatMap((name) => textsOf(at(value, name)));

/** What comes in to a security group, in the three forms that the provider has. */
const openTo = ({ type, attributes }: Resource): readonly string[] => {
  if (type === 'aws_security_group') return listOf(attributes['ingress']).flatMap(rangesOf);
  return attributes['type'] === 'egress' ? [] : rangesOf(attributes);
};

export const publicAccess: readonly Rule[] = [
  each('buckets block public access', 'aws_s3_bucket', blockFault, standard),
  each('buckets have no ACLs', 'aws_s3_bucket', aclFault, standard),
  each('buckets are reached by TLS alone', 'aws_s3_bucket', tlsFault, standard),
  ruleOver(
    'nobody is locked out of a bucket',
    statementsOf,
    ({ sid, allows, principals, conditions }) =>
      unless(
        allows || !principals.AWS.includes('*') || conditions.length > 0,
        `its statement ${sid} refuses everybody, and so whoever would mend it`,
      ),
    'say under which condition it refuses',
  ),
  each(
    'accesses to buckets are logged',
    'aws_s3_bucket',
    (bucket, stack) => unless(isLogged(bucket, stack), 'nobody could tell who read it'),
    'give it accessLogs, the bucket of access logs',
  ),
  each('buckets have versions, and what is left over ends', 'aws_s3_bucket', keepingFault, standard),
  ruleOver(
    'no policy allows everybody',
    allowing('resource', 'key', 'trust'),
    ({ sid, principals }) =>
      unless(
        [...principals.AWS, ...principals.Federated, ...principals.Service].every(
          (one) => !one.includes('*'),
        ),
        `its statement ${sid} allows everybody`,
      ),
    'name the service or the account: a condition beside everybody is one mistake from public',
  ),
  each(
    'no function is called by everybody',
    ['aws_lambda_permission', 'aws_lambda_function_url'],
    ({ type, attributes }) =>
      type === 'aws_lambda_permission'
        ? unless(textAt(attributes, 'principal') !== '*', 'it lets everybody call the function')
        : unless(textAt(attributes, 'authorization_type') === 'AWS_IAM', 'its URL asks for no signature'),
    'let the front door alone call it, for its own ARN',
  ),
  each(
    'nothing on the network is open to the world',
    ['aws_security_group', 'aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'],
    (group) => unless(!openTo(group).some((one) => world.includes(one)), 'it lets the whole world in'),
    'name the security group or the range that may come in',
  ),
  {
    name: 'nobody is let in unknown',
    remedy: 'only who signed in is an identity, and only an administrator makes users (modules/identity.ts)',
    find: (stack) => [
      ...ofType(stack, 'aws_cognito_identity_pool')
        .filter(({ attributes }) => attributes['allow_unauthenticated_identities'] !== false)
        .map(({ address }) => ({ address, fault: 'it gives an identity to whoever asks' })),
      ...ofType(stack, 'aws_cognito_user_pool')
        .filter(
          ({ attributes }) =>
            at(attributes, 'admin_create_user_config.allow_admin_create_user_only') !== true,
        )
        .map(({ address }) => ({ address, fault: 'whoever wants signs up' })),
    ],
  },
];
