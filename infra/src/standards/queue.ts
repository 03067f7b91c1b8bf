import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy/index.js';
import { Construct } from 'constructs';
import { wholeNumber } from './checked.ts';
import { arnOf, nameOf, type Deployment } from './deployment.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { policyJson, sidOf, type Statement } from './policy-document.ts';
import type { ServiceRole } from './service-role.ts';

export interface QueueProps {
  readonly deployment: Deployment;
  readonly part: string;
  readonly key: EncryptionKey;
  /** How long a message is hidden from others while a function works on it: more than the function may take. */
  readonly hiddenSeconds: number;
  /** How often a message is handed over before it goes to the dead letters, 1 to 1,000. */
  readonly tries: number;
  /** Buckets that may tell of objects. */
  readonly tellers: readonly { readonly arn: string }[];
}

/** 14 days, the most that SQS keeps a message: long enough for a fault to be mended. */
const keptSeconds = 1_209_600;

/** A queue of work, encrypted, with its dead letters beside it; to be put to by roles that are granted it, and by buckets that are named. */
export class Queue extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** Name of the queue of what was handed over too often. */
  readonly deadName: string;
  /** What needs a right to send depends on it. */
  readonly policy: SqsQueuePolicy;
  readonly #queue: SqsQueue;
  readonly #part: string;
  readonly #key: EncryptionKey;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { deployment, part, key, hiddenSeconds, tries } = props;
    this.#part = part;
    this.#key = key;
    this.name = nameOf(deployment, part);
    this.deadName = `${this.name}-dead`;
    this.arn = arnOf(deployment, 'sqs', this.name);
    this.url = `https://sqs.${deployment.region}.amazonaws.com/${deployment.account}/${this.name}`;
    const common = { kmsMasterKeyId: key.arn, messageRetentionSeconds: keptSeconds };
    const dead = new SqsQueue(this, 'dead', { name: this.deadName, ...common });
    this.#queue = new SqsQueue(this, 'Default', {
      name: this.name,
      ...common,
      visibilityTimeoutSeconds: wholeNumber(
        `the seconds that a message of ${part} is hidden`,
        hiddenSeconds,
        1,
        43_200,
      ),
      redrivePolicy: `{"deadLetterTargetArn":"${dead.arn}","maxReceiveCount":${wholeNumber(`the tries of a message of ${part}`, tries, 1, 1_000)}}`,
    });
    this.policy = new SqsQueuePolicy(this, 'policy', {
      queueUrl: this.#queue.url,
      policy: policyJson(this.#statements(props)),
    });
  }

  /** The ARN as a reference: whatever is given it is made after the queue. */
  get reference(): string {
    return this.#queue.arn;
  }

  grantSend(role: ServiceRole): void {
    this.#key.grantEncrypt(role);
    this.#key.grantDecrypt(role);
    role.allow({ sid: sidOf('Send', this.#part), actions: ['sqs:SendMessage'], resources: [this.arn] });
  }

  /** What Lambda does for a function that takes messages. */
  grantTake(role: ServiceRole): void {
    this.#key.grantDecrypt(role);
    const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'];
    role.allow({
      sid: sidOf('Take', this.#part),
      actions: actions.map((verb) => `sqs:${verb}`),
      resources: [this.arn],
    });
  }

  #statements({ deployment, tellers }: QueueProps): readonly Statement[] {
    return [
      {
        sid: 'TellOfObjects',
        principal: { service: 's3.amazonaws.com' },
        actions: ['sqs:SendMessage'],
        resources: [this.arn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': deployment.account },
          ArnLike: { 'aws:SourceArn': tellers.map(({ arn }) => arn) },
        },
      },
    ];
  }
}
