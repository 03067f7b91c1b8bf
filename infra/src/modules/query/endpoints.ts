import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint/index.js';
import { Construct } from 'constructs';
import { wholeNumber } from '../../standards/checked.ts';
import { arnOf, nameOf, type Deployment } from '../../standards/deployment.ts';
import { policyJson } from '../../standards/policy-document.ts';
import { reading } from '../../standards/table.ts';
import type { Network } from '../network.ts';

export interface EndpointsProps {
  readonly deployment: Deployment;
  readonly network: Network;
  /** Zones with an endpoint of each service, 1 or 2: each costs, and with one the other zone waits when it fails. */
  readonly zones: number;
}

/** By route, at no cost. */
const gateways = ['s3', 'dynamodb'] as const;

/**
 * By an address in the network. Beanstalk's own agents need the first three: deployment, health, and the signal that an instance is set up.
 * KMS is not among them: S3 and DynamoDB ask it themselves, and nothing of ours does.
 */
const interfaces = ['elasticbeanstalk', 'elasticbeanstalk-health', 'cloudformation', 'logs'] as const;

/** How instances reach AWS: the services that they call, one by one. */
export class Endpoints extends Construct {
  /** Of the interfaces; who may call them says so with rules of its own. */
  readonly groupId: string;
  /** What to allow on the way out, for the services by route. */
  readonly prefixListIds: readonly { readonly service: string; readonly id: string }[];
  readonly #props: EndpointsProps;

  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    this.#props = props;
    const { deployment, network } = props;
    const name = nameOf(deployment, 'endpoints');
    const description = 'Endpoints of AWS services in the network';
    this.groupId = new SecurityGroup(this, 'group', { name, description, vpcId: network.vpcId }).id;
    this.prefixListIds = gateways.map((service) => ({ service, id: this.#byRoute(service) }));
    for (const service of interfaces) this.#byAddress(service);
  }

  #nameOf(service: string) {
    const { deployment } = this.#props;
    return {
      serviceName: `com.amazonaws.${deployment.region}.${service}`,
      tags: { Name: nameOf(deployment, service) },
    };
  }

  #byRoute(service: (typeof gateways)[number]): string {
    const { network } = this.#props;
    return new VpcEndpoint(this, service, {
      ...this.#nameOf(service),
      vpcId: network.vpcId,
      vpcEndpointType: 'Gateway',
      routeTableIds: [network.routeTableId],
      // S3 has no policy here: instances are set up from buckets of AWS's own, which ask for no signature.
      ...(service === 'dynamodb' ? { policy: this.#readingTables() } : {}),
    }).prefixListId;
  }

  #byAddress(service: (typeof interfaces)[number]): void {
    const { network, zones } = this.#props;
    const count = wholeNumber('the zones with endpoints', zones, 1, network.instances.ids.length);
    new VpcEndpoint(this, service, {
      ...this.#nameOf(service),
      vpcId: network.vpcId,
      vpcEndpointType: 'Interface',
      subnetIds: network.instances.ids.slice(0, count),
      securityGroupIds: [this.groupId],
      privateDnsEnabled: true,
    });
  }

  /** Whoever got hold of an instance could take items nowhere but out of our own tables. */
  #readingTables(): string {
    const { deployment } = this.#props;
    return policyJson([
      {
        sid: 'ReadOurTables',
        principal: { account: deployment.account },
        actions: reading.map((action) => `dynamodb:${action}`),
        resources: [arnOf(deployment, 'dynamodb', `table/sluice-${deployment.environment}-*`)],
      },
    ]);
  }
}
