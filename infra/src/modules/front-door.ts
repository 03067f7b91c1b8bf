import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import type { FunctionName } from '@sluice/core/layout';
import { Construct } from 'constructs';
import type { Settings } from '../environments.ts';
import { matching, wholeNumber } from '../standards/checked.ts';
import { nameOf, type Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { LogGroup } from '../standards/log-group.ts';
import type { Statement } from '../standards/policy-document.ts';
import { functionNames, type Functions } from './functions.ts';
import { functionParts } from './functions/all.ts';
import { frontDoorSeconds } from './functions/part.ts';

export interface FrontDoorProps {
  readonly deployment: Deployment;
  readonly settings: Settings['frontDoor'];
  readonly functions: Functions;
  readonly logs: { readonly retentionDays: number; readonly key: EncryptionKey };
}

/** The HTTP API: each call goes to its function, signed (IAM) on every route; the gateway checks the signature. */
export class FrontDoor extends Construct {
  readonly id: string;
  readonly endpoint: string;
  readonly #api: Apigatewayv2Api;
  readonly #props: FrontDoorProps;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    this.#props = props;
    const { deployment, settings } = props;
    this.#api = new Apigatewayv2Api(this, 'Default', {
      name: nameOf(deployment, 'front-door'),
      description: 'Events in, schemas, devices and keys',
      protocolType: 'HTTP',
      ...corsOf(settings.webOrigins),
    });
    this.id = this.#api.id;
    this.endpoint = this.#api.apiEndpoint;
    for (const name of functionNames) this.#route(name);
    this.#stage();
  }

  /** What devices may call, and what users may. */
  get calls(): { readonly devices: Statement; readonly users: Statement } {
    const call = (sid: string, paths: readonly string[]): Statement => ({
      sid,
      actions: ['execute-api:Invoke'],
      resources: paths.map((path) => `${this.#api.executionArn}/*/${path}`),
    });
    return { devices: call('Send', sending), users: call('DeclareAndAsk', [...declaring, ...asking]) };
  }

  #route(name: FunctionName): void {
    const { routes = [] } = functionParts[name];
    if (routes.length === 0) return;
    const scope = new Construct(this, name);
    const called = this.#props.functions.get(name);
    const integration = new Apigatewayv2Integration(scope, 'integration', {
      apiId: this.#api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: called.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: frontDoorSeconds * 1_000,
    });
    for (const path of routes)
      new Apigatewayv2Route(scope, idOf(path), {
        apiId: this.#api.id,
        routeKey: `ANY ${path}`,
        authorizationType: 'AWS_IAM',
        target: `integrations/${integration.id}`,
      });
    new LambdaPermission(scope, 'permission', {
      statementId: 'front-door',
      functionName: called.reference,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      // It names the account and the API. A source account beside it is for S3 and the like; the gateway sends none.
      sourceArn: `${this.#api.executionArn}/*/*`,
    });
  }

  #stage(): void {
    const { deployment, settings, logs } = this.#props;
    const name = `/aws/apigateway/${nameOf(deployment, 'front-door')}`;
    const group = new LogGroup(this, 'logs', { deployment, name, ...logs });
    new Apigatewayv2Stage(this, 'stage', {
      apiId: this.#api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: group.resource.arn, format: accessLog },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        // An account has 10,000 requests a second and a burst of 5,000 over all its APIs at first (CAPACITY 2.3).
        throttlingRateLimit: wholeNumber(
          'the requests per second of the front door',
          settings.requestsPerSecond,
          1,
          10_000,
        ),
        throttlingBurstLimit: wholeNumber('the burst of the front door', settings.burst, 1, 5_000),
      },
    });
  }
}

/** Method and path of what a device may call, in both forms. */
const sending = ['PUT', 'POST', 'GET'].flatMap((method) =>
  (method === 'GET' ? ['batch'] : ['stream', 'batch']).flatMap((group) => [
    `${method}/v1/${group}/*`,
    `${method}/${group}/v1/${group}/*`,
  ]),
);

/** The calls that go to the query service, in both forms (modules/query/link.ts). */
export const queryRoutes = ['/v1/query', '/query/v1/query'] as const;

/** What a user may call. */
const declaring = ['schema', 'meta', 'batch', 'ops'].flatMap((group) => [
  `*/v1/${group}`,
  `*/v1/${group}/*`,
  `*/${group}/v1/${group}`,
  `*/${group}/v1/${group}/*`,
]);

const asking = queryRoutes.map((path) => `POST${path}`);

/** `/v1/stream/{proxy+}` as `v1-stream-all`. */
const idOf = (path: string): string => path.slice(1).replace('{proxy+}', 'all').replaceAll('/', '-');

/** No path beyond the route, no query, no body: what a tenant sends is in no log. */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  principal: '$context.identity.userArn',
  address: '$context.identity.sourceIp',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.responseType',
});

const corsOf = (origins: readonly string[]) =>
  origins.length === 0
    ? {}
    : {
        corsConfiguration: {
          allowOrigins: origins.map((origin) =>
            matching('an origin of the front door', origin, /^https:\/\/[a-z0-9.-]+(:\d+)?$/, 'https://name'),
          ),
          allowMethods: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'],
          allowHeaders: [
            'authorization',
            'content-type',
            'content-encoding',
            'x-amz-date',
            'x-amz-security-token',
            'x-api-key',
          ],
          exposeHeaders: ['x-amzn-requestid', 'ratelimit', 'ratelimit-policy', 'retry-after'],
          maxAge: 3_600,
        },
      };
