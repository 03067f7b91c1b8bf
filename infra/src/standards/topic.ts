import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import { Construct } from 'constructs';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { policyJson, type Statement } from './policy-document.ts';

export interface TopicProps {
  readonly deployment: Deployment;
  readonly part: string;
  readonly key: EncryptionKey;
  /** Who may publish: services, on behalf of what. */
  readonly publishers: readonly Publisher[];
  /** Addresses that are asked to confirm. @default none: whoever watches subscribes */
  readonly emails?: readonly string[];
}

/** A service that publishes for sources of this account. */
export interface Publisher {
  /** `s3.amazonaws.com` */
  readonly service: string;
  /** ARNs, which may end in `*`. */
  readonly sources: readonly string[];
}

/** A topic, encrypted, to which only services for sources of ours publish. */
export class Topic extends Construct {
  readonly arn: string;
  /** What needs the right to publish depends on it. */
  readonly policy: SnsTopicPolicy;
  readonly #topic: SnsTopic;

  constructor(scope: Construct, id: string, props: TopicProps) {
    super(scope, id);
    const { deployment, part, key, publishers, emails = [] } = props;
    const name = nameOf(deployment, part);
    this.arn = arnOf(deployment, 'sns', name);
    this.#topic = new SnsTopic(this, 'Default', { name, kmsMasterKeyId: key.arn });
    const statements = publishers.map((publisher) => mayPublish(publisher, this.arn, deployment));
    this.policy = new SnsTopicPolicy(this, 'policy', { arn: this.reference, policy: policyJson(statements) });
    for (const email of emails)
      new SnsTopicSubscription(this, email.replaceAll(/[^A-Za-z0-9]+/g, '-'), {
        topicArn: this.reference,
        protocol: 'email',
        endpoint: email,
      });
  }

  /** The ARN as a reference: whatever is given it is made after the topic. */
  get reference(): string {
    return this.#topic.arn;
  }
}

const mayPublish = ({ service, sources }: Publisher, topic: string, { account }: Deployment): Statement => ({
  sid: `Publish${(service.split('.')[0] ?? '').replaceAll(/[^a-z0-9]/g, '')}`,
  principal: { service },
  actions: ['sns:Publish'],
  resources: [topic],
  conditions: {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': sources },
  },
});
