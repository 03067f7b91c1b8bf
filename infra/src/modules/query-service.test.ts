import { gatewayHeaders, queryVariables } from '@sluice/core/layout';
import { describe, expect, it } from 'vitest';
import {
  all,
  environments,
  ofType,
  synthesize,
  testArtifact,
  testWeek,
  type Rendered,
} from '../testing/synthesized.ts';

const only = (type: string, environment: (typeof environments)[number] = 'dev'): Rendered => {
  const [found, ...more] = ofType(all[environment], type);
  if (found === undefined || more.length > 0) throw new Error(`there is not one ${type}`);
  return found[1];
};

interface Setting {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}
const settings = only('aws_elastic_beanstalk_environment')['setting'] as readonly Setting[];
const option = (namespace: string, name: string): string | undefined =>
  settings.find((one) => one.namespace === `aws:${namespace}` && one.name === name)?.value;

describe('the query service', () => {
  it('is given exactly the variables that it reads', () => {
    const given = settings.filter(
      ({ namespace }) => namespace === 'aws:elasticbeanstalk:application:environment',
    );
    expect(given.map(({ name }) => name).toSorted()).toEqual([...queryVariables].toSorted());
    for (const { name, value } of given) expect(value, name).toMatch(/^[\w.,:/-]+$/);
  });

  it('has each option once', () => {
    const names = settings.map(({ namespace, name }) => `${namespace} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeLessThan(100);
  });

  it('has no public address, and no way in or out of its network but by AWS', () => {
    expect(option('ec2:vpc', 'ELBScheme')).toBe('internal');
    expect(option('ec2:vpc', 'AssociatePublicIpAddress')).toBe('false');
    for (const type of ['aws_internet_gateway', 'aws_nat_gateway', 'aws_eip', 'aws_route'])
      expect(ofType(all.dev, type), type).toEqual([]);
    for (const [, { map_public_ip_on_launch: isPublic }] of ofType(all.dev, 'aws_subnet'))
      expect(isPublic).toBe(false);
  });

  it('lets the gateway in alone, by the ranges of its subnets, which the service believes', () => {
    const believed = option('elasticbeanstalk:application:environment', 'GATEWAY_RANGES')?.split(',') ?? [];
    const toRest = ofType(all.dev, 'aws_vpc_security_group_ingress_rule')
      .filter(([, rule]) => rule['from_port'] === 8_080)
      .map(([, rule]) => String(rule['cidr_ipv4']));
    expect(toRest.toSorted()).toEqual(believed.toSorted());
    expect(new Set(toRest).size).toBe(4);
    const uses = ofType(all.dev, 'aws_subnet').filter(([, { cidr_block: range }]) =>
      toRest.includes(String(range)),
    );
    for (const [name] of uses) expect(name).toMatch(/^network_(gateway|balancers)-/);
  });

  it('is told who signed by headers that the gateway overwrites, on signed routes', () => {
    const links = ofType(all.dev, 'aws_apigatewayv2_integration').filter(
      ([, one]) => one['connection_type'] === 'VPC_LINK',
    );
    expect(links).toHaveLength(1);
    expect(links[0]?.[1]['request_parameters']).toEqual({
      [`overwrite:header.${gatewayHeaders.user}`]: '$context.identity.userArn',
      [`overwrite:header.${gatewayHeaders.identity}`]: '$context.identity.cognitoIdentityId',
      [`overwrite:header.${gatewayHeaders.request}`]: '$context.requestId',
    });
    const routes = ofType(all.dev, 'aws_apigatewayv2_route').filter(([name]) => name.startsWith('query_'));
    expect(routes.map(([, one]) => [one['route_key'], one['authorization_type']])).toEqual([
      ['POST /query/v1/query', 'AWS_IAM'],
      ['POST /v1/query', 'AWS_IAM'],
    ]);
  });

  it('has instances that only read, and write to no table, stream or bucket of ours', () => {
    const [[, rights] = []] = ofType(all.dev, 'aws_iam_role_policy').filter(([name]) =>
      name.startsWith('query_roles_instance'),
    );
    const { Statement } = JSON.parse(String(rights?.['policy'])) as {
      Statement: { Action: string[]; Resource: string | string[] }[];
    };
    const ours = Statement.filter(({ Resource }) => /sluice-dev/.test(JSON.stringify(Resource)));
    const reads =
      /^(dynamodb:(GetItem|BatchGetItem|Query)|s3:(GetObject|ListBucket)|logs:\w+|elasticbeanstalk:PutInstanceStatistics)$/;
    for (const action of ours.flatMap(({ Action }) => Action)) expect(action).toMatch(reads);
  });

  it('has room on its disk for what engines spill and for the files of the lake that it says it has', () => {
    const cache = Number(option('elasticbeanstalk:application:environment', 'LAKE_CACHE_MEGABYTES')) / 1_000;
    expect(cache).toBeGreaterThanOrEqual(1);
    expect(Number(option('autoscaling:launchconfiguration', 'RootVolumeSize'))).toBe(cache + 30);
  });

  it('is made of its own code by its content: other code is another version, made before the old one goes', () => {
    const changed: typeof testArtifact = (scope, name) => ({
      ...testArtifact(scope, name),
      ...(name === 'query' ? { sourceCodeHash: 'another hash' } : {}),
    });
    const [before, after] = [all.dev, synthesize('dev', {}, testWeek, changed)];
    const version = (stack: typeof before) =>
      ofType(stack, 'aws_elastic_beanstalk_application_version')[0]?.[1];
    expect(version(before)?.['name']).toMatch(/^sluice-dev-query-[0-9a-f]{16}$/);
    expect(version(after)?.['name']).not.toBe(version(before)?.['name']);
    expect(version(before)?.['lifecycle']).toEqual({ create_before_destroy: true });
    const lines = (json: string): readonly string[] => json.split('\n');
    const differing = lines(before.json).filter((line, i) => line !== lines(after.json)[i]);
    // The key of the object, and the name of the version.
    expect(differing).toHaveLength(2);
  });

  it.each(environments)(
    'of %s has as many endpoints as its settings say, none of them without a group',
    (environment) => {
      const zones = environment === 'prod' ? 2 : 1;
      const interfaces = ofType(all[environment], 'aws_vpc_endpoint').filter(
        ([, one]) => one['vpc_endpoint_type'] === 'Interface',
      );
      expect(interfaces.length).toBeGreaterThan(2);
      for (const [, one] of interfaces) {
        expect(one['subnet_ids']).toHaveLength(zones);
        expect(one['security_group_ids']).toHaveLength(1);
      }
    },
  );
});
