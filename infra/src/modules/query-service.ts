import { ElasticBeanstalkApplication } from '@cdktf/provider-aws/lib/elastic-beanstalk-application/index.js';
import {
  ElasticBeanstalkEnvironment,
  type ElasticBeanstalkEnvironmentConfig,
} from '@cdktf/provider-aws/lib/elastic-beanstalk-environment/index.js';
import type { QueryVariable } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { wholeNumber } from '../standards/checked.ts';
import { nameOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { ignoring } from '../standards/ignoring.ts';
import type { Artifact } from '../standards/lambda.ts';
import { LogGroup } from '../standards/log-group.ts';
import { PrivateBucket } from '../standards/private-bucket.ts';
import type { Buckets } from './buckets.ts';
import type { Parts } from './functions/part.ts';
import type { Network } from './network.ts';
import { Endpoints } from './query/endpoints.ts';
import { Groups } from './query/groups.ts';
import { Link } from './query/link.ts';
import { lakeCacheOf, optionsOf, type Options } from './query/options.ts';
import { ports } from './query/ports.ts';
import { Roles } from './query/roles.ts';
import { Version } from './query/version.ts';

export interface QueryServiceProps {
  readonly deployment: Deployment;
  readonly settings: Settings['query'];
  readonly endpointZones: number;
  readonly network: Network;
  readonly parts: Parts;
  readonly artifact: Artifact;
  /** Of the HTTP API. */
  readonly apiId: string;
  readonly keys: { readonly objects: EncryptionKey; readonly operations: EncryptionKey };
  readonly logRetentionDays: number;
}

/** The platform that the environment is made with; Beanstalk's managed updates go on from there. */
const platform = '64bit Amazon Linux 2023 v6.8.0 running Node.js 24';

/** What Beanstalk streams: three files of an instance, and what became of its health. */
const logNames = {
  service: 'var/log/web.stdout.log',
  engine: 'var/log/eb-engine.log',
  hooks: 'var/log/eb-hooks.log',
  health: 'environment-health.log',
} as const;

/**
 * SQL over the events: instances of the query service on Elastic Beanstalk, in private subnets behind an internal network load balancer.
 * Clients of the Postgres wire come by the network (TLS ends at the service), REST queries by the front door and its link.
 */
export class QueryService extends Construct {
  /** Of Beanstalk's application and of its environment. */
  readonly name: string;
  /** DNS name of the load balancer, in the network. */
  readonly host: string;
  /** Name of the auto scaling group, as a reference. */
  readonly scalingGroup: string;
  readonly #props: QueryServiceProps;
  readonly #artifacts: PrivateBucket;

  constructor(scope: Construct, id: string, props: QueryServiceProps) {
    super(scope, id);
    this.#props = props;
    const { deployment, network, apiId } = props;
    this.name = nameOf(deployment, 'query');
    this.#artifacts = this.#makeBucket(props.parts.buckets);
    const groups = this.#makeGroups();
    const environment = this.#makeEnvironment(groups);
    this.host = environment.endpointUrl;
    this.scalingGroup = firstOf(environment, 'autoscaling_groups');
    const balancer = firstOf(environment, 'load_balancers');
    new Link(this, 'link', { deployment, network, apiId, group: groups.link, balancer });
  }

  #makeBucket({ accessLogs }: Buckets): PrivateBucket {
    const { deployment, keys } = this.#props;
    const part = 'artifacts';
    return new PrivateBucket(this, part, { deployment, part, key: keys.objects, accessLogs });
  }

  #makeGroups(): Groups {
    const { deployment, network, settings, endpointZones } = this.#props;
    const endpoints = new Endpoints(this, 'endpoints', { deployment, network, zones: endpointZones });
    return new Groups(this, 'groups', { deployment, network, endpoints, clients: settings.clients });
  }

  #makeEnvironment(groups: Groups): ElasticBeanstalkEnvironment {
    const { deployment, parts, artifact, settings, network, logRetentionDays } = this.#props;
    const logs = `/aws/elasticbeanstalk/${this.name}/`;
    const artifacts = this.#artifacts;
    const roles = new Roles(this, 'roles', { deployment, parts, artifacts, name: this.name, logs });
    const application = new ElasticBeanstalkApplication(this, 'application', {
      name: this.name,
      description: 'SQL over the events of tenants',
    });
    const version = { deployment, application: application.name, artifact, bucket: artifacts };
    const options = optionsOf({
      settings,
      network,
      group: groups.instances,
      profile: roles.profile,
      serviceRole: roles.service,
      variables: this.#variables(),
      logRetentionDays,
    });
    return new ElasticBeanstalkEnvironment(this, 'Default', {
      name: this.name,
      application: application.name,
      tier: 'WebServer',
      solutionStackName: platform,
      versionLabel: new Version(this, 'version', version).label,
      setting: [...settingsOf(options)],
      waitForReadyTimeout: '30m',
      // Managed updates own the platform's version.
      lifecycle: { ignoreChanges: ignoring<ElasticBeanstalkEnvironmentConfig>('solutionStackName') },
      dependsOn: [...groups.rules, ...this.#makeLogs(logs)],
    });
  }

  /** Made before the agent would make them, in the clear. */
  #makeLogs(prefix: string) {
    const { deployment, keys, logRetentionDays: retentionDays } = this.#props;
    const key = keys.operations;
    return Object.entries(logNames).map(([part, file]) => {
      const name = `${prefix}${file}`;
      return new LogGroup(this, `logs-${part}`, { deployment, name, retentionDays, key }).resource;
    });
  }

  #variables(): Readonly<Record<QueryVariable, string>> {
    const { deployment, parts, settings, network } = this.#props;
    const { nearLine, tables, buckets, identity, retentionWeeks } = parts;
    const megabytes = wholeNumber(
      'the memory of an engine of the query service in megabytes',
      settings.engineMegabytes,
      256,
      65_536,
    );
    return {
      AWS_REGION: deployment.region,
      NEAR_LINE_TABLE_PREFIX: nearLine.prefix,
      RETENTION_WEEKS: String(retentionWeeks),
      SCHEMA_TABLE: tables.schemas.name,
      DIRECTORY_TABLE: tables.directory.name,
      OBJECT_BUCKET: buckets.objects.name,
      STATE_TABLE: tables.state.name,
      LAKE_BUCKET: buckets.lake.name,
      LAKE_CACHE_MEGABYTES: String(1_000 * lakeCacheOf(settings)),
      CERTIFICATE_BUCKET: this.#artifacts.name,
      USER_ARN_PREFIX: identity.userArnPrefix,
      SIGNED_IN_ARN_PREFIX: identity.signedInArnPrefix,
      // The load balancer passes the caller's address on; where it does not, the caller is the load balancer.
      GATEWAY_RANGES: [...network.gateway.ranges, ...network.balancers.ranges].join(','),
      ENGINE_MEGABYTES: String(megabytes),
      PORT: String(ports.rest),
      SQL_PORT: String(ports.sql),
    };
  }
}

/** One of a list that Terraform knows only after Beanstalk made it. */
const firstOf = ({ fqn }: ElasticBeanstalkEnvironment, list: string): string => `\${${fqn}.${list}[0]}`;

const settingsOf = (options: Options) =>
  Object.entries(options).flatMap(([namespace, named]) =>
    Object.entries(named).map(([name, value]) => ({ namespace, name, value })),
  );
