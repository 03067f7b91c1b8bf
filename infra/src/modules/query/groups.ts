import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js';
import {
  VpcSecurityGroupEgressRule,
  type VpcSecurityGroupEgressRuleConfig,
} from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { nameOf, type Deployment } from '../../standards/deployment.ts';
import { rangeOf } from '../../standards/ranges.ts';
import type { Network } from '../network.ts';
import type { Endpoints } from './endpoints.ts';
import { ports } from './ports.ts';

export interface GroupsProps {
  readonly deployment: Deployment;
  readonly network: Network;
  readonly endpoints: Endpoints;
  /** From where clients of the Postgres wire come. */
  readonly clients: readonly string[];
}

type Target = { readonly prefixListId: string } | { readonly referencedSecurityGroupId: string };

interface Rule {
  readonly description: string;
  readonly from: number;
}

/**
 * Who may talk to whom; nothing else may. Beanstalk's network load balancer has no security group and passes the caller's address on, so
 * instances name ranges: a subnet of the gateway's link holds nothing else, nor does one of load balancers.
 */
export class Groups extends Construct {
  readonly instances: string;
  readonly link: string;
  /** What must be there before an instance starts. */
  readonly rules: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: GroupsProps) {
    super(scope, id);
    const make = (part: string, description: string) =>
      new SecurityGroup(this, part, {
        name: nameOf(props.deployment, `query-${part}`),
        description,
        vpcId: props.network.vpcId,
      }).id;
    this.instances = make('instances', 'Instances of the query service');
    this.link = make('link', "The gateway's link to the query service");
    this.#letIn(props);
    this.#letOut(props);
  }

  #letIn({ network, clients, endpoints }: GroupsProps): void {
    const inwards = (id: string, cidrIpv4: string, { description, from }: Rule) =>
      this.rules.push(
        new VpcSecurityGroupIngressRule(this, id, {
          securityGroupId: this.instances,
          description,
          cidrIpv4,
          ipProtocol: 'tcp',
          fromPort: from,
          toPort: from,
        }),
      );
    const { gateway, balancers } = network;
    for (const [index, zone] of ['a', 'b'].entries()) {
      const [link = '', balancer = ''] = [gateway.ranges[index], balancers.ranges[index]];
      inwards(`queries-${zone}`, link, { description: 'Requests of the gateway', from: ports.rest });
      inwards(`health-${zone}`, balancer, { description: 'Health checks', from: ports.rest });
      inwards(`sql-health-${zone}`, balancer, { description: 'Health checks of SQL', from: ports.sql });
    }
    for (const client of clients) {
      const range = rangeOf('a range of SQL clients', client, 8, 32);
      const id = `sql-${range.replaceAll(/[./]/g, '-')}`;
      inwards(id, range, { description: 'Clients of the Postgres wire', from: ports.sql });
    }
    const calls = new VpcSecurityGroupIngressRule(this, 'endpoints-from-instances', {
      securityGroupId: endpoints.groupId,
      description: 'Calls of instances to AWS',
      referencedSecurityGroupId: this.instances,
      ...https,
    });
    this.rules.push(calls);
  }

  #letOut({ network, endpoints }: GroupsProps): void {
    const outwards = (id: string, to: Pick<VpcSecurityGroupEgressRuleConfig, 'description'> & Target) =>
      this.rules.push(
        new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.instances, ...to, ...https }),
      );
    for (const { service, id } of endpoints.prefixListIds)
      outwards(`to-${service}`, { description: `Calls to ${service}`, prefixListId: id });
    const others = { description: 'Calls to the other services of AWS' };
    outwards('to-endpoints', { ...others, referencedSecurityGroupId: endpoints.groupId });
    for (const [index, zone] of ['a', 'b'].entries())
      new VpcSecurityGroupEgressRule(this, `link-to-balancer-${zone}`, {
        securityGroupId: this.link,
        description: 'Requests of the gateway',
        cidrIpv4: network.balancers.ranges[index] ?? '',
        ipProtocol: 'tcp',
        fromPort: ports.restListener,
        toPort: ports.restListener,
      });
  }
}

const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
