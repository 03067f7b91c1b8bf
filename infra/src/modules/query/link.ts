import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2VpcLink } from '@cdktf/provider-aws/lib/apigatewayv2-vpc-link/index.js';
import { DataAwsLbListener } from '@cdktf/provider-aws/lib/data-aws-lb-listener/index.js';
import { gatewayHeaders } from '@sluice/core/layout';
import { Construct } from 'constructs';
import { nameOf, type Deployment } from '../../standards/deployment.ts';
import { queryRoutes } from '../front-door.ts';
import { frontDoorSeconds } from '../functions/part.ts';
import type { Network } from '../network.ts';
import { ports } from './ports.ts';

export interface LinkProps {
  readonly deployment: Deployment;
  readonly network: Network;
  /** Of the HTTP API. */
  readonly apiId: string;
  /** Security group of the link. */
  readonly group: string;
  /** ARN of the load balancer, as a reference. */
  readonly balancer: string;
}

/**
 * The way of a REST query: the gateway checks the signature as on every route, writes who signed into headers, over whatever the client put
 * there, and passes the request into the network. The service believes these headers, and only of who comes by this way.
 */
export class Link extends Construct {
  constructor(scope: Construct, id: string, { deployment, network, apiId, group, balancer }: LinkProps) {
    super(scope, id);
    const link = new Apigatewayv2VpcLink(this, 'Default', {
      name: nameOf(deployment, 'query'),
      subnetIds: [...network.gateway.ids],
      securityGroupIds: [group],
    });
    const listener = new DataAwsLbListener(this, 'listener', {
      loadBalancerArn: balancer,
      port: ports.restListener,
    });
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId,
      description: 'Queries',
      integrationType: 'HTTP_PROXY',
      integrationMethod: 'POST',
      integrationUri: listener.arn,
      connectionType: 'VPC_LINK',
      connectionId: link.id,
      payloadFormatVersion: '1.0', // the one that is for HTTP
      timeoutMilliseconds: frontDoorSeconds * 1_000,
      requestParameters: { ...principal },
    });
    for (const path of queryRoutes)
      new Apigatewayv2Route(this, path.slice(1).replaceAll('/', '-'), {
        apiId,
        routeKey: `POST ${path}`,
        authorizationType: 'AWS_IAM',
        target: `integrations/${integration.id}`,
      });
  }
}

const principal = {
  [`overwrite:header.${gatewayHeaders.user}`]: '$context.identity.userArn',
  [`overwrite:header.${gatewayHeaders.identity}`]: '$context.identity.cognitoIdentityId',
  [`overwrite:header.${gatewayHeaders.request}`]: '$context.requestId',
};
