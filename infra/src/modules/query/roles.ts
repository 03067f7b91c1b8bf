import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js';
import { Construct } from 'constructs';
import { arnOf, bucketArn, nameOf, type Deployment } from '../../standards/deployment.ts';
import { policyJson, type Statement } from '../../standards/policy-document.ts';
import type { PrivateBucket } from '../../standards/private-bucket.ts';
import { ServiceRole } from '../../standards/service-role.ts';
import type { Parts } from '../functions/part.ts';

export interface RolesProps {
  readonly deployment: Deployment;
  readonly parts: Parts;
  /** Of versions and of the certificate. */
  readonly artifacts: PrivateBucket;
  /** Of Beanstalk's application and environment. */
  readonly name: string;
  /** Prefix of the log groups. */
  readonly logs: string;
}

/** What an instance may do: read what queries are about, and tell Beanstalk how it is. And what Beanstalk may do for the environment. */
export class Roles extends Construct {
  /** Name of the instance profile, as a reference. */
  readonly profile: string;
  /** ARN of Beanstalk's role, as a reference. */
  readonly service: string;

  constructor(scope: Construct, id: string, props: RolesProps) {
    super(scope, id);
    const role = this.#instance(props);
    this.profile = new IamInstanceProfile(this, 'profile', {
      name: nameOf(props.deployment, 'query'),
      role: role.name,
    }).name;
    this.service = this.#beanstalk(props);
  }

  #instance(props: RolesProps): ServiceRole {
    const { deployment, parts, artifacts } = props;
    const role = new ServiceRole(this, 'instance', {
      deployment,
      part: 'query',
      description: 'Instances of the query service: they read, and write nothing',
      service: 'ec2.amazonaws.com',
      // EC2 names no source. Which instance gets the role is said by who may pass it: whoever applies this stack.
      trusted: 'whoever passes it',
    });
    parts.nearLine.grantRead(role);
    parts.tables.schemas.grantRead(role);
    parts.tables.directory.grantRead(role);
    parts.tables.state.grantRead(role);
    parts.buckets.objects.grantGet(role, 'large/*');
    parts.buckets.lake.grantGet(role, 'lake/v1/log/*', 'lake/v1/tenant=*');
    artifacts.grantGet(role, 'certificate/*');
    // Without it S3 says "denied" of what is not there.
    parts.buckets.objects.grantList(role);
    parts.buckets.lake.grantList(role);
    artifacts.grantList(role);
    this.#agents(role, props);
    return role;
  }

  /** What Beanstalk's agents do on an instance: its bucket, health, logs (its managed policy WebTier, without the wildcards). */
  #agents(role: ServiceRole, { deployment, name, logs }: RolesProps): void {
    const { region, account } = deployment;
    const bucket = `elasticbeanstalk-${region}-${account}`;
    const beanstalk = (resource: string) => arnOf(deployment, 'elasticbeanstalk', resource);
    const groups = arnOf(deployment, 'logs', `log-group:${logs}*`);
    role.allow(
      {
        sid: 'GetFromBeanstalk',
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [bucketArn(bucket, 'resources/*')],
      },
      {
        sid: 'PutLogBundles',
        actions: ['s3:PutObject'],
        resources: [bucketArn(bucket, 'resources/environments/logs/*')],
      },
      {
        sid: 'TellHealth',
        actions: ['elasticbeanstalk:PutInstanceStatistics'],
        resources: [beanstalk(`application/${name}`), beanstalk(`environment/${name}/${name}`)],
      },
      {
        sid: 'WriteLogs',
        actions: [
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'logs:DescribeLogStreams',
          'logs:DescribeLogGroups',
        ],
        resources: [groups],
      },
    );
  }

  /** Not a role of standards/service-role.ts, because all that it may do is in policies of AWS's own. */
  #beanstalk({ deployment, name }: RolesProps): string {
    const role = new IamRole(this, 'service', {
      name: nameOf(deployment, 'query-beanstalk'),
      description: 'Elastic Beanstalk, for the environment of the query service',
      assumeRolePolicy: policyJson([byBeanstalk(deployment, name)]),
    });
    for (const [part, policy] of Object.entries(beanstalkPolicies))
      new IamRolePolicyAttachment(this, part, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${policy}`,
      });
    return role.arn;
  }
}

/** The id is what Beanstalk is documented to send; the source, where it is sent too, must be this environment. */
const byBeanstalk = (deployment: Deployment, name: string): Statement => ({
  sid: 'Trust',
  principal: { service: 'elasticbeanstalk.amazonaws.com' },
  actions: ['sts:AssumeRole'],
  conditions: {
    StringEquals: { 'sts:ExternalId': 'elasticbeanstalk' },
    StringEqualsIfExists: { 'aws:SourceAccount': deployment.account },
    ArnLikeIfExists: {
      'aws:SourceArn': arnOf(deployment, 'elasticbeanstalk', `environment/${name}/${name}`),
    },
  },
});

/** AWS's own, because what Beanstalk calls on our behalf is AWS's to know: health reports, and platform updates in their window. */
const beanstalkPolicies = {
  health: 'service-role/AWSElasticBeanstalkEnhancedHealth',
  updates: 'AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy',
} as const;
