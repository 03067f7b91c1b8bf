import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { Construct } from 'constructs';
import { wholeNumber } from './checked.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { LogGroup } from './log-group.ts';
import { ServiceRole } from './service-role.ts';

/** The code of a function: a zip, and the base64 of its SHA-256, which alone tells Terraform that it changed. */
export interface Artifact {
  readonly filename: string;
  readonly sourceCodeHash: string;
}

export interface LambdaProps {
  readonly deployment: Deployment;
  /** The name of its folder in `functions/`. */
  readonly part: string;
  readonly description: string;
  readonly artifact: Artifact;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** How many run at once at most, set apart for it: it bounds what a fault or a flood costs. */
  readonly reservedConcurrency: number;
  /** Of its variables and its log. */
  readonly key: EncryptionKey;
  readonly logRetentionDays: number;
}

/** A Lambda function of ours: arm64, one runtime, own role, own log group, traced, its variables encrypted. */
export class Lambda extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly role: ServiceRole;
  readonly timeoutSeconds: number;
  readonly logs: LogGroup;
  readonly #function: LambdaFunction;

  constructor(scope: Construct, id: string, props: LambdaProps) {
    super(scope, id);
    const { deployment, part, key } = props;
    this.name = nameOf(deployment, part);
    this.arn = arnOf(deployment, 'lambda', `function:${this.name}`);
    this.timeoutSeconds = props.timeoutSeconds;
    this.role = this.#makeRole(props);
    const name = `/aws/lambda/${this.name}`;
    const retentionDays = props.logRetentionDays;
    const logs = new LogGroup(this, 'logs', { deployment, name, retentionDays, key });
    this.logs = logs;
    logs.grantWrite(this.role);
    this.#function = new LambdaFunction(this, 'Default', {
      functionName: this.name,
      description: props.description,
      role: this.role.reference,
      ...runtime,
      ...props.artifact,
      ...sizeOf(props),
      environment: { variables: { ...props.variables } },
      kmsKeyArn: key.arn,
      tracingConfig: { mode: 'Active' },
      // Else the service would make the group at the first call, without an end and in the clear.
      dependsOn: [this.role.policy, logs.resource],
    });
  }

  /** The name as a reference: whatever is given it is made after the function. */
  get reference(): string {
    return this.#function.functionName;
  }

  /** The ARN as a reference. */
  get referenceArn(): string {
    return this.#function.arn;
  }

  get invokeArn(): string {
    return this.#function.invokeArn;
  }

  #makeRole({ deployment, part, key }: LambdaProps): ServiceRole {
    const mappings = arnOf(deployment, 'lambda', 'event-source-mapping:*');
    const role = new ServiceRole(this, 'role', {
      deployment,
      part,
      description: `The function ${this.name}`,
      service: 'lambda.amazonaws.com',
      // IfExists: Lambda is not documented to name the source in every place where it takes a role; the account it always does.
      trusted: { ArnLikeIfExists: { 'aws:SourceArn': [this.arn, mappings] } },
    });
    key.grantDecrypt(role);
    role.allow(tracing);
    return role;
  }
}

const runtime = { runtime: 'nodejs22.x', architectures: ['arm64'], handler: 'index.handler' };

const tracing = {
  sid: 'AnyTrace',
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  everyResource: 'X-Ray has no resource for traces',
};

const sizeOf = ({ part, memoryMegabytes, timeoutSeconds, reservedConcurrency }: LambdaProps) => ({
  memorySize: wholeNumber(`the memory of the function ${part} in megabytes`, memoryMegabytes, 128, 10_240),
  timeout: wholeNumber(`the time-out of the function ${part} in seconds`, timeoutSeconds, 1, 900),
  reservedConcurrentExecutions: reservedConcurrency,
});
