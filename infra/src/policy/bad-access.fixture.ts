/** Open doors: buckets, functions, the network, identities. */
import {
  adding,
  restated,
  setting,
  shownAt,
  without,
  type BadStack,
  type Breaking,
} from './broken.fixture.ts';

const blocks = 'aws_s3_bucket_public_access_block';
const lifecycles = 'aws_s3_bucket_lifecycle_configuration';
const name = 'buckets_archive';
const bucket = (breaking: Breaking): Breaking => shownAt(['aws_s3_bucket', name], breaking);

export const badAccess: readonly BadStack[] = [
  ['buckets block public access', 'no block', bucket(without(blocks, name))],
  [
    'buckets block public access',
    'three of four',
    bucket(setting(blocks, name, 'block_public_policy', false)),
  ],
  ['buckets have no ACLs', 'no ownership', bucket(without('aws_s3_bucket_ownership_controls', name))],
  ['buckets have no ACLs', 'an ACL', setting('aws_s3_bucket', name, 'acl', 'public-read')],
  [
    'buckets are reached by TLS alone',
    'TLS is refused',
    bucket(
      restated('aws_s3_bucket_policy', name, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ),
  ],
  [
    'buckets are reached by TLS alone',
    'something else is refused',
    bucket(restated('aws_s3_bucket_policy', name, { Condition: { Bool: { 'aws:ViaAWSService': 'false' } } })),
  ],
  [
    'buckets are reached by TLS alone',
    'all but plain HTTP is refused',
    bucket(
      restated('aws_s3_bucket_policy', name, {
        Condition: { StringNotEquals: { 'aws:SecureTransport': 'false' } },
      }),
    ),
  ],
  ['buckets are reached by TLS alone', 'no policy', bucket(without('aws_s3_bucket_policy', name))],
  [
    'buckets are reached by TLS alone',
    'objects left out',
    bucket(
      restated('aws_s3_bucket_policy', name, { Resource: 'arn:aws:s3:::sluice-dev-archive-123456789012' }),
    ),
  ],
  [
    'buckets are reached by TLS alone',
    'refused to some',
    bucket(
      restated('aws_s3_bucket_policy', name, {
        Condition: {
          Bool: { 'aws:SecureTransport': 'false' },
          StringEquals: { 'aws:PrincipalAccount': '1' },
        },
      }),
    ),
  ],
  [
    'nobody is locked out of a bucket',
    'no condition',
    restated('aws_s3_bucket_policy', name, { Condition: {} }),
  ],
  ['accesses to buckets are logged', 'no log', bucket(without('aws_s3_bucket_logging', name))],
  [
    'buckets have versions, and what is left over ends',
    'no versions',
    bucket(setting('aws_s3_bucket_versioning', name, 'versioning_configuration.status', 'Suspended')),
  ],
  [
    'buckets have versions, and what is left over ends',
    'broken uploads',
    bucket(setting(lifecycles, name, 'rule.abort_incomplete_multipart_upload')),
  ],
  [
    'buckets have versions, and what is left over ends',
    'old versions',
    bucket(setting(lifecycles, name, 'rule.noncurrent_version_expiration')),
  ],
  [
    'no function is called by everybody',
    'a permission',
    setting('aws_lambda_permission', 'ingest', 'principal', '*'),
  ],
  [
    'no function is called by everybody',
    'a URL',
    adding('aws_lambda_function_url', { authorization_type: 'NONE' }),
  ],
  [
    'nothing on the network is open to the world',
    'a group',
    adding('aws_security_group', {
      ingress: [{ cidr_blocks: ['10.0.0.0/8'] }, { cidr_blocks: ['0.0.0.0/0'] }],
    }),
  ],
  [
    'nothing on the network is open to the world',
    'IPv6',
    adding('aws_vpc_security_group_ingress_rule', { cidr_ipv6: '::/0' }),
  ],
  [
    'nothing on the network is open to the world',
    'a rule',
    adding('aws_security_group_rule', { type: 'ingress', cidr_blocks: ['0.0.0.0/0'] }),
  ],
  [
    'nobody is let in unknown',
    'guests',
    setting('aws_cognito_identity_pool', 'identity', 'allow_unauthenticated_identities', true),
  ],
  [
    'nobody is let in unknown',
    'sign-up',
    setting(
      'aws_cognito_user_pool',
      'identity',
      'admin_create_user_config.allow_admin_create_user_only',
      false,
    ),
  ],
];
