import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { iamArn, nameOf, type Deployment } from './deployment.ts';
import { policyJson, type Conditions, type Statement } from './policy-document.ts';

export interface ServiceRoleProps {
  readonly deployment: Deployment;
  /** Part of the physical name. */
  readonly part: string;
  readonly description: string;
  /** `firehose.amazonaws.com` */
  readonly service: string;
  /** On whose behalf the service must ask; the account is added. `whoever passes it`: the service names nobody (EC2). */
  readonly trusted: Conditions | 'whoever passes it';
}

/** A role that one service takes for one resource of ours. What it may do is added by the owners of what it touches. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** What needs the rights to be there before it starts depends on it. */
  readonly policy: IamRolePolicy;
  readonly #statements: Statement[] = [];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { deployment, part, description } = props;
    const name = nameOf(deployment, part);
    this.arn = iamArn(deployment, `role/${name}`);
    const role = new IamRole(this, 'Default', { name, description, assumeRolePolicy: trustOf(props) });
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'rights',
      role: role.name,
      policy: Lazy.stringValue({ produce: () => policyJson(this.#statements) }),
    });
    this.#role = role;
  }

  readonly #role: IamRole;

  /** The name as a reference. */
  get name(): string {
    return this.#role.name;
  }

  /** The role's ARN as a reference: whoever is given it is made after the role. */
  get reference(): string {
    return this.#role.arn;
  }

  /** Adds to what the role may do. */
  allow(...statements: readonly Statement[]): void {
    this.#statements.push(...statements);
  }
}

const trustOf = ({ deployment, service, trusted }: ServiceRoleProps): string => {
  const trust = { sid: 'Trust', principal: { service }, actions: ['sts:AssumeRole'] };
  if (trusted === 'whoever passes it') return policyJson([trust]);
  const account = { 'aws:SourceAccount': deployment.account };
  const conditions = { ...trusted, StringEquals: { ...account, ...trusted['StringEquals'] } };
  return policyJson([{ ...trust, conditions }]);
};
