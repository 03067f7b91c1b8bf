import {
  S3BucketNotification,
  type S3BucketNotificationTopic,
} from '@cdktf/provider-aws/lib/s3-bucket-notification/index.js';
import { Construct } from 'constructs';
import type { Deployment } from '../standards/deployment.ts';
import { undelivered } from '../standards/delivery-stream.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import type { PrivateBucket } from '../standards/private-bucket.ts';
import { Topic } from '../standards/topic.ts';
import type { Buckets } from './buckets.ts';
import { errorFolder, type ErrorKind } from './error-streams.ts';

export interface NoticesProps {
  readonly deployment: Deployment;
  readonly buckets: Buckets;
  readonly key: EncryptionKey;
  readonly emails: readonly string[];
}

/** A notice for each object that somebody should look at: events that a customer sent wrong, and what is a fault of ours. */
export class Notices extends Construct {
  /** Events that were refused. */
  readonly customers: Topic;
  /** Events that our code could not handle, records that were given up, deliveries that failed. */
  readonly ours: Topic;

  constructor(scope: Construct, id: string, props: NoticesProps) {
    super(scope, id);
    const { deployment, buckets, key, emails } = props;
    const { archive, errors, onFailure } = buckets;
    const make = (part: string, from: readonly PrivateBucket[], to: readonly string[]) =>
      new Topic(this, part, {
        deployment,
        part,
        key,
        publishers: [{ service: 's3.amazonaws.com', sources: from.map(({ arn }) => arn) }],
        emails: to,
      });
    this.customers = make('customer-errors', [errors], []);
    this.ours = make('our-errors', [archive, errors, onFailure], emails);
    this.#notify('errors', errors, [
      ...this.#kind('malformed', this.customers),
      ...this.#kind('commit', this.ours),
      below(undelivered, this.ours),
    ]);
    this.#notify('on-failure', onFailure, [below('', this.ours)]);
    this.#notify('archive', archive, [below(undelivered, this.ours)]);
  }

  #kind(kind: ErrorKind, topic: Topic): readonly S3BucketNotificationTopic[] {
    return [below(errorFolder('raw', kind), topic), below(errorFolder('staged', kind), topic)];
  }

  #notify(id: string, bucket: PrivateBucket, topic: readonly S3BucketNotificationTopic[]): void {
    new S3BucketNotification(this, id, {
      bucket: bucket.reference,
      topic: [...topic],
      // S3 tries to publish before it takes the configuration.
      dependsOn: [this.customers.policy, this.ours.policy],
    });
  }
}

const below = (folder: string, topic: Topic): S3BucketNotificationTopic => ({
  topicArn: topic.reference,
  events: ['s3:ObjectCreated:*'],
  ...(folder === '' ? {} : { filterPrefix: folder }),
});
