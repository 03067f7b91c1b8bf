import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { Lambda } from './lambda.ts';

/** What wakes a function: the clock, or an event of a service. */
export interface WakeWhen {
  readonly description: string;
  /** `rate(15 minutes)` or `cron(…)`, UTC. */
  readonly schedule?: string;
  /** Of EventBridge. */
  readonly pattern?: object;
  /** What the function is given. @default the event */
  readonly input?: object;
}

export interface WakeProps {
  readonly deployment: Deployment;
  /** Part of the physical name. */
  readonly part: string;
  readonly function: Lambda;
  readonly when: WakeWhen;
}

/** A rule that wakes a function, and the right to. An event that finds it busy is handed over again for up to an hour; the next one looks at everything. */
export class Wake extends Construct {
  constructor(scope: Construct, id: string, { deployment, part, function: woken, when }: WakeProps) {
    super(scope, id);
    const name = nameOf(deployment, part);
    const rule = new CloudwatchEventRule(this, 'Default', {
      name,
      description: when.description,
      ...(when.schedule === undefined ? {} : { scheduleExpression: when.schedule }),
      ...(when.pattern === undefined ? {} : { eventPattern: JSON.stringify(when.pattern) }),
    });
    const permission = new LambdaPermission(this, 'permission', {
      statementId: id,
      functionName: woken.reference,
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: arnOf(deployment, 'events', `rule/${name}`),
      sourceAccount: deployment.account,
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'function',
      arn: woken.referenceArn,
      ...(when.input === undefined ? {} : { input: JSON.stringify(when.input) }),
      retryPolicy: { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 20 },
      dependsOn: [permission],
    });
  }
}
