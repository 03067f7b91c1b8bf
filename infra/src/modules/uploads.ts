import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification/index.js';
import { Construct } from 'constructs';
import type { Deployment } from '../standards/deployment.ts';
import type { EncryptionKey } from '../standards/encryption-key.ts';
import { Queue } from '../standards/queue.ts';
import type { Buckets } from './buckets.ts';

export interface UploadsProps {
  readonly deployment: Deployment;
  readonly buckets: Buckets;
  readonly key: EncryptionKey;
}

/** Seconds that a slice of a file may take. */
export const sliceSeconds = 120;

/** Files of events: a queue of jobs on them, which the bucket tells of each that was put. */
export class Uploads extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { deployment, buckets, key }: UploadsProps) {
    super(scope, id);
    this.queue = new Queue(this, 'queue', {
      deployment,
      part: 'file-jobs',
      key,
      // Six times what the function may take, as Lambda advises: while it is throttled, messages wait without being handed over.
      hiddenSeconds: 6 * sliceSeconds,
      // A slice fails when a store is away: with the pauses between tries that is a day.
      tries: 100,
      tellers: [buckets.uploads],
    });
    new S3BucketNotification(this, 'told', {
      bucket: buckets.uploads.reference,
      queue: [{ queueArn: this.queue.reference, events: ['s3:ObjectCreated:*'], filterPrefix: 'files/' }],
      // S3 tries to send before it takes the configuration.
      dependsOn: [this.queue.policy],
    });
  }
}
