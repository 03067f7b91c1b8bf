import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group/index.js';
import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default/index.js';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log/index.js';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table/index.js';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association/index.js';
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js';
import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { arnOf, nameOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { LogGroup } from '../standards/log-group.ts';
import { rangeOf, within } from '../standards/ranges.ts';
import { ServiceRole } from '../standards/service-role.ts';

export interface NetworkProps {
  readonly deployment: Deployment;
  readonly settings: Settings['network'];
  readonly logs: { readonly retentionDays: number; readonly key: EncryptionKey };
}

/** A subnet in each of two zones, for one use. */
export interface Subnets {
  readonly ids: readonly string[];
  readonly ranges: readonly string[];
}

/** The uses, with where in the VPC's range their two subnets begin, and how large each is. */
const uses = {
  /** What computes. 251 addresses each. */
  instances: { start: 0, bits: 24 },
  /** Nothing but load balancers: who may come from here is a health check. */
  balancers: { start: 512, bits: 28 },
  /** Nothing but the gateway's VPC link: who may come from here is the gateway. */
  gateway: { start: 544, bits: 28 },
  /** Nothing but the warehouse, which asks for three zones, and takes its addresses from them as it grows. */
  warehouse: { start: 768, bits: 26 },
} as const;

const two = ['a', 'b'] as const;
const zones = { instances: two, balancers: two, gateway: two, warehouse: [...two, 'c'] } as const;

/**
 * A network of private subnets in two zones. It has no way to the internet and none from it: no gateway, no NAT, no public address. What
 * runs in it reaches AWS by the endpoints that are declared where they are needed, and nothing else.
 */
export class Network extends Construct {
  readonly vpcId: string;
  readonly instances: Subnets;
  readonly balancers: Subnets;
  readonly gateway: Subnets;
  readonly warehouse: Subnets;
  readonly routeTableId: string;
  readonly #props: NetworkProps;
  readonly #range: string;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.#props = props;
    const { deployment, settings } = props;
    this.#range = rangeOf(`the range of the network of ${deployment.environment}`, settings.range, 16, 22);
    const vpc = new Vpc(this, 'Default', {
      cidrBlock: this.#range,
      enableDnsSupport: true,
      enableDnsHostnames: true, // private names of endpoints need it
      tags: { Name: nameOf(deployment, 'network') },
    });
    this.vpcId = vpc.id;
    // The group that a VPC comes with would let everything in it talk: it is emptied, and nothing uses it.
    new DefaultSecurityGroup(this, 'no-group', { vpcId: vpc.id });
    this.routeTableId = new RouteTable(this, 'routes', { vpcId: vpc.id, tags: this.#named('private') }).id;
    this.instances = this.#subnets('instances');
    this.balancers = this.#subnets('balancers');
    this.gateway = this.#subnets('gateway');
    this.warehouse = this.#subnets('warehouse');
    this.#flows();
    // Disks of instances: the one place to say it, because Beanstalk has no option for it.
    new EbsEncryptionByDefault(this, 'disk-encryption', { enabled: true });
  }

  #named(part: string) {
    return { Name: nameOf(this.#props.deployment, part) };
  }

  #subnets(use: keyof typeof uses): Subnets {
    const { start, bits } = uses[use];
    const { region } = this.#props.deployment;
    const made = zones[use].map((zone, index) => {
      const range = within(this.#range, start + index * 2 ** (32 - bits), bits);
      const subnet = new Subnet(this, `${use}-${zone}`, {
        vpcId: this.vpcId,
        availabilityZone: `${region}${zone}`,
        cidrBlock: range,
        mapPublicIpOnLaunch: false,
        tags: this.#named(`${use}-${zone}`),
      });
      new RouteTableAssociation(this, `${use}-${zone}-routes`, {
        subnetId: subnet.id,
        routeTableId: this.routeTableId,
      });
      return { id: subnet.id, range };
    });
    return { ids: made.map(({ id }) => id), ranges: made.map(({ range }) => range) };
  }

  /** What was refused: who knocks is seen, and so is what was forgotten to be let in. */
  #flows(): void {
    const { deployment, logs } = this.#props;
    const name = `/aws/vpc/${nameOf(deployment, 'network')}`;
    const group = new LogGroup(this, 'flow-logs', { deployment, name, ...logs });
    const role = new ServiceRole(this, 'flow-role', {
      deployment,
      part: 'network-flows',
      description: `Refused connections in the network, to ${name}`,
      service: 'vpc-flow-logs.amazonaws.com',
      trusted: { ArnLike: { 'aws:SourceArn': arnOf(deployment, 'ec2', 'vpc-flow-log/*') } },
    });
    group.grantWrite(role);
    role.allow({
      sid: 'FindLogs',
      actions: ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
      resources: [group.arn, `${group.arn}:*`],
    });
    new FlowLog(this, 'flows', {
      vpcId: this.vpcId,
      trafficType: 'REJECT',
      logDestination: group.resource.arn,
      iamRoleArn: role.reference,
      tags: this.#named('refused'),
      dependsOn: [role.policy],
    });
  }
}
