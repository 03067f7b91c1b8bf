import { describe, expect, it } from 'vitest';
import { created, destroyed, reasons, refusedOf, updated } from '../testing.fixture.ts';

const policy = (action: string, more: object = {}): { readonly policy: string } => ({
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::b/*', ...more }],
  }),
});

describe('a policy', () => {
  const wider = updated('aws_iam_role_policy', policy('s3:GetObject'), policy('s3:*'));

  it('is widened only with the label', () => {
    expect(refusedOf([wider])).toMatchObject([{ label: 'widen-access', what: 'a policy is widened' }]);
    expect(refusedOf([wider], { labels: ['widen-access'] })).toEqual([]);
    expect(refusedOf([wider], { labels: ['shorten-retention'] })).toHaveLength(1);
  });

  it('may be narrowed, and destroyed when it denies nothing', () => {
    expect(reasons([updated('aws_iam_role_policy', policy('s3:*'), policy('s3:Get*'))])).toEqual([]);
    expect(reasons([destroyed('aws_iam_role_policy', policy('s3:*'))])).toEqual([]);
    const deny = destroyed('aws_s3_bucket_policy', policy('s3:*', { Effect: 'Deny', Principal: '*' }));
    expect(reasons([deny])).toEqual([expect.stringContaining('no longer denied')]);
  });

  it('that is only known after the apply is refused', () => {
    const hidden = updated('aws_iam_role_policy', policy('s3:GetObject'), {}, { policy: true });
    expect(reasons([hidden])).toEqual([expect.stringContaining('known only after the apply')]);
  });

  it('may be new on a new role, and is a widening on one that is there', () => {
    const added = created('aws_iam_role_policy', { ...policy('s3:GetObject'), role: 'r' });
    expect(reasons([added, created('aws_iam_role', { name: 'r' })])).toEqual([]);
    expect(reasons([created('aws_iam_role_policy', policy('s3:GetObject'), { role: true })])).toEqual([]);
    expect(reasons([added])).toEqual([expect.stringContaining('new: allow s3:getobject')]);
    const hidden = created('aws_iam_role_policy', { role: 'r' }, { policy: true });
    expect(reasons([hidden])).toEqual([expect.stringContaining('known only after')]);
  });

  it('is not open to all, even when it is new', () => {
    const open = created('aws_sqs_queue', policy('sqs:*', { Principal: { AWS: '*' } }));
    expect(reasons([open])).toEqual([expect.stringContaining('open to all')]);
    const guarded = { Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '1' } } };
    expect(reasons([created('aws_sqs_queue', policy('sqs:*', guarded))])).toEqual([]);
  });

  it('is looked for in every attribute, in blocks too', () => {
    const block = (action: string) => ({ inline_policy: [{ name: 'x', ...policy(action) }] });
    expect(reasons([updated('aws_iam_role', block('s3:GetObject'), block('s3:Put*'))])).toHaveLength(1);
    expect(
      reasons([updated('aws_new_thing', { rules: policy('a:b') }, { rules: policy('a:*') })]),
    ).toHaveLength(1);
  });

  it('may not lose its boundary, nor gain an attachment', () => {
    const boundary = updated(
      'aws_iam_role',
      { permissions_boundary: 'arn:b' },
      { permissions_boundary: null },
    );
    expect(reasons([boundary])).toEqual([expect.stringContaining('permissions boundary arn:b')]);
    const attached = created('aws_iam_role_policy_attachment', { role: 'r', policy_arn: 'arn:p' });
    expect(reasons([attached])).toEqual(['attached: arn:p']);
    expect(reasons([attached, created('aws_iam_role', { name: 'r' })])).toEqual([]);
  });
});

describe('a permission of a function', () => {
  const values = {
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    function_name: 'f',
  };

  it('keeps its source', () => {
    const from = { ...values, source_arn: 'arn:aws:execute-api:*:*:x/*' };
    expect(reasons([updated('aws_lambda_permission', from, values)])).toEqual([
      expect.stringContaining('condition removed'),
    ]);
    const narrower = { ...from, source_arn: 'arn:aws:execute-api:*:*:x/v1' };
    expect(reasons([updated('aws_lambda_permission', from, narrower)])).toEqual([]);
  });
});

describe('a security group', () => {
  const rule = (cidr: string, from = 443, to = from) => ({
    protocol: 'tcp',
    from_port: from,
    to_port: to,
    cidr_blocks: [cidr],
  });
  const group = (...ingress: readonly object[]) => ({ ingress, egress: [] });

  it.each([
    ['a wider range', group(rule('10.0.0.0/16')), group(rule('10.0.0.0/8'))],
    ['another range', group(rule('10.0.0.0/16')), group(rule('10.0.0.0/16'), rule('10.1.0.0/16'))],
    ['more ports', group(rule('10.0.0.0/16')), group(rule('10.0.0.0/16', 443, 444))],
    ['all protocols', group(rule('10.0.0.0/16')), group({ ...rule('10.0.0.0/16', 0), protocol: '-1' })],
    ['a group', group(rule('10.0.0.0/16')), group({ ...rule('10.0.0.0/16'), security_groups: ['sg-1'] })],
    ['itself', group(), group({ ...rule('10.0.0.0/16'), cidr_blocks: [], self: true })],
    ['egress', group(), { ingress: [], egress: [rule('0.0.0.0/0')] }],
    [
      'version 6',
      group({ ...rule(''), cidr_blocks: [], ipv6_cidr_blocks: ['2001:db8::/48'] }),
      group({ ...rule(''), cidr_blocks: [], ipv6_cidr_blocks: ['2001:db8::/32'] }),
    ],
  ])('is not widened by %s', (_, before, after) => {
    expect(refusedOf([updated('aws_security_group', before, after)])).toMatchObject([
      { label: 'widen-access' },
    ]);
    expect(refusedOf([updated('aws_security_group', before, after)], { labels: ['widen-access'] })).toEqual(
      [],
    );
    expect(refusedOf([updated('aws_security_group', after, before)])).toEqual([]);
  });

  it('that is not known before the apply is refused', () => {
    expect(reasons([updated('aws_security_group', group(), {}, { ingress: true })])).toHaveLength(1);
  });

  it('gets no rule when it is there, and may have them when it is new', () => {
    const type = 'aws_vpc_security_group_ingress_rule';
    const values = { ip_protocol: 'tcp', from_port: 443, to_port: 443, cidr_ipv4: '10.0.0.0/8' };
    expect(reasons([created(type, { ...values, security_group_id: 'sg-1' })])).toEqual([
      'opens ingress tcp 443 from 10.0.0.0/8',
    ]);
    expect(reasons([created(type, values, { security_group_id: true })])).toEqual([]);
    const open = created(type, { ...values, cidr_ipv4: '0.0.0.0/0' }, { security_group_id: true });
    expect(reasons([open])).toEqual(['opens ingress tcp 443 from 0.0.0.0/0']);
  });
});

describe('a switch that protects', () => {
  it.each([
    [
      'aws_s3_bucket_public_access_block',
      { block_public_acls: true },
      { block_public_acls: false },
      'widen-access',
    ],
    [
      'aws_redshiftserverless_workgroup',
      { publicly_accessible: false },
      { publicly_accessible: true },
      'widen-access',
    ],
    [
      'aws_apigatewayv2_route',
      { authorization_type: 'AWS_IAM' },
      { authorization_type: 'NONE' },
      'widen-access',
    ],
    [
      'aws_dynamodb_table',
      { deletion_protection_enabled: true },
      { deletion_protection_enabled: false },
      'lower-protection',
    ],
    [
      'aws_s3_bucket_versioning',
      { versioning_configuration: [{ status: 'Enabled' }] },
      { versioning_configuration: [{ status: 'Suspended' }] },
      'lower-protection',
    ],
  ] as const)('of %s is turned only with the label', (type, safe, unsafe, label) => {
    expect(refusedOf([updated(type, safe, unsafe)])).toMatchObject([{ label }]);
    expect(refusedOf([updated(type, safe, unsafe)], { labels: [label] })).toEqual([]);
    expect(refusedOf([updated(type, unsafe, safe)])).toEqual([]);
  });
});
